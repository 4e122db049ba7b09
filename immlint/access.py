"""The requests of one run held against the policies that its caller holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from immlint import subject
from immlint.catalog import Catalog
from immlint.language import shortest
from immlint.ram import arn, grammar
from immlint.ram.answer import Part, answer, relative
from immlint.ram.ask import Ask, asked_by
from immlint.ram.decision import Policy, Statement
from immlint.rule import Elsewhere, Member, quoted
from immlint.subject import PLACEHOLDER, Place, Request

#: Names that a message lists at most.
_LISTED = 3


@dataclass(frozen=True, slots=True)
class Held:
    """One ask of one request, and what the policies grant of it, part by part."""

    member: Member
    ask: Ask
    parts: tuple[Part, ...]

    @property
    def place(self) -> Place:
        """Where the request names its operation, or the request itself."""
        request = self.member.subject
        assert isinstance(request, Request)
        return request.named or request.place()

    def with_verdict(self, *verdicts: str) -> list[Part]:
        """Return the parts that are decided so."""
        return [part for part in self.parts if part.decision.verdict in verdicts]


class Access:
    """What the caller of a run holds, and what its requests ask for."""

    def __init__(self, members: Sequence[Member], catalog: Catalog) -> None:
        #: The policies that the caller holds, and what they say, by the same number.
        self.granting = [member for member in members if member.granting]
        self.policies = [_read(member, number) for number, member in enumerate(self.granting)]
        self.held: list[Held] = []
        if not self.policies:
            return
        self._unfilled = [s for number, m in enumerate(self.granting) for s in _unfilled(m, number)]
        self._regions = tuple(catalog.regions)
        self._known: dict[Ask, tuple[Part, ...]] = {}
        for member, ask in asks(members, catalog):
            if ask not in self._known:
                self._known[ask] = tuple(answer(ask, self.policies, self._regions))
            if not any(_may_grant(statement, ask) for statement in self._unfilled):
                self.held.append(Held(member, ask, self._known[ask]))

    def statements(self, action: str, effect: str) -> list[Statement]:
        """Return the statements of *effect* that are about *action*."""
        found = (s for policy in self.policies for s in policy.statements)
        return [s for s in found if s.effect == effect and s.takes(action)]

    def elsewhere(self, statement: Statement, message: str) -> Elsewhere:
        """Return a statement as a place that explains an issue."""
        return Elsewhere(self.granting[statement.policy].document, Place(statement.route), message)

    def named(self, statement: Statement) -> str:
        """Return file and pointer of a statement, as a message names it."""
        path = self.granting[statement.policy].path.replace("\\", "/")
        return f"{path.rpartition('/')[2]}#{Place(statement.route).pointer}"


def asks(members: Sequence[Member], catalog: Catalog) -> Iterator[tuple[Member, Ask]]:
    """Yield what each request asks for that is of the present API and of one known operation."""
    for member in members:
        request = member.subject
        if not isinstance(request, Request) or member.doubtful:
            continue
        operation = catalog.operations.get(request.operation)
        if operation is not None and request.version in (None, catalog.version):
            for ask in asked_by(request, operation):
                yield member, ask


def listed(parts: Sequence[Part]) -> str:
    """Return the names of some parts as a message shows them."""
    names = [quoted(part.shown) for part in parts[:_LISTED]]
    if len(parts) > _LISTED:
        names.append(f"{len(parts) - _LISTED} more")
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]


def witness(resource: str | None) -> str:
    """Return the relative id of a resource that shows one side of a decision."""
    return quoted(relative(resource) or "*")


def _read(member: Member, number: int) -> Policy:
    written = member.subject
    assert isinstance(written, subject.Policy)
    return Policy.read(written.document, number, written.route)


def _unfilled(member: Member, number: int) -> Iterator[Statement]:
    """Yield the statements of an Allow that are filled in later, with ``*`` for what is not known."""
    policy = member.subject
    assert isinstance(policy, subject.Policy)
    for statement in grammar.statements(policy):
        values = [
            value
            for name in ("Effect", *grammar.PATTERNS)
            if name in statement.body
            for _, value in grammar.values((), statement.body[name])
        ]
        if statement.body.get("Effect") != "Deny" and any(map(grammar.is_open, values)):
            actions, resources = (_filled(statement.body.get(n)) for n in ("Action", "Resource"))
            yield Statement(number, 0, statement.route, "Allow", actions, None, resources)


def _filled(value: object) -> tuple[str, ...]:
    items = [item for _, item in grammar.values((), value)]
    return tuple(PLACEHOLDER.sub("*", item) if isinstance(item, str) else "*" for item in items)


def _may_grant(statement: Statement, ask: Ask) -> bool:
    if not statement.takes(ask.action):
        return False
    patterns = [arn.resource(text) for text in statement.resources]
    if None in patterns:
        return True
    return shortest(ask.family(), [pattern for pattern in patterns if pattern], [])[0] is not None
