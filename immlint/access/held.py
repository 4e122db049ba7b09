"""The requests of one run held against the policies that its caller holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from immlint import subject
from immlint.access.answer import Part, answer, relative
from immlint.access.ask import Ask, asked_by, that_count
from immlint.access.breadth import everywhere
from immlint.access.passing import PassedRole, passed_roles
from immlint.access.service import service_of
from immlint.catalog import Catalog, Operation
from immlint.issue import Elsewhere, quoted
from immlint.member import Member
from immlint.message import Message, both
from immlint.ram import arn, pattern
from immlint.ram.arn import Named
from immlint.ram.atoms import always
from immlint.ram.decide.decision import Policy, Statement
from immlint.ram.decide.resources import Resources
from immlint.ram.pattern import Action
from immlint.record import record, replace
from immlint.subject import Place, Request

#: Names that a message lists at most.
_LISTED = 3


@record
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

    @property
    def about(self) -> str:
        """What it asks: the place, the name of the operation, does not tell."""
        return f"{self.ask.action} {listed(self.parts)}"

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
        #: The roles that the requests hand to IMM, and what the policies grant of passing them.
        self.passed: list[tuple[PassedRole, Held]] = []
        self._regions = tuple(catalog.regions)
        self._known: dict[Ask, tuple[Part, ...]] = {}
        if not self.policies:
            return
        for member, ask in asks(members, catalog):
            self.held.append(Held(member, ask, self._answer(ask)))
        for member, request, _ in _counted(members, catalog):
            for role in passed_roles(request, catalog):
                self.passed.append((role, Held(member, role.ask, self._answer(role.ask))))

    def _answer(self, ask: Ask) -> tuple[Part, ...]:
        if ask not in self._known:
            self._known[ask] = tuple(answer(ask, self.policies, self._regions))
        return self._known[ask]

    def regions(self, ask: Ask) -> list[str]:
        """Return the regions, as the policies name them, where all of *ask* is granted but for its own."""
        found: dict[str, None] = {}
        for statement in self.statements(ask.action, "Allow") if ask.region else ():
            for field in filter(None, map(_region, statement.resources)):
                named = pattern.pattern(field)
                example = next(filter(named.holds, (*self._regions, field)), None)
                if example is not None and self._grants(replace(ask, region=example)):
                    found[field] = None
        return list(found)

    def _grants(self, ask: Ask) -> bool:
        return all(part.decision.verdict == "all" for part in self._answer(ask))

    def statements(self, action: str, effect: str) -> list[Statement]:
        """Return the statements of *effect* that are about *action*."""
        found = (s for policy in self.policies for s in policy.statements)
        return [s for s in found if s.effect == effect and s.takes(action)]

    def denies_everywhere(self, action: str) -> bool:
        """Tell whether a Deny takes an action away whatever it is asked for, in whatever row."""
        service = service_of(Action(action).service)
        every = everywhere(service) if service else Resources(arn.RESOURCES)
        denies = (s for s in self.statements(action, "Deny") if always(s.condition))
        named = [language for s in denies for one in s.resources if (language := one.language())]
        return every.are_within(named)

    def elsewhere(self, statements: Sequence[Statement], message: str) -> tuple[Elsewhere, ...]:
        """Return the first statements that stand in a file as places that explain an issue."""
        written = [s for s in statements if s.policy >= 0][:_LISTED]
        return tuple(Elsewhere(self.granting[s.policy].document, Place(s.route), message) for s in written)

    def named(self, statement: Statement) -> str:
        """Return file and pointer of a statement, as a message names it."""
        path = self.granting[statement.policy].path.replace("\\", "/")
        return f"{path.rpartition('/')[2]}#{Place(statement.route).pointer}"


def asks(members: Sequence[Member], catalog: Catalog) -> Iterator[tuple[Member, Ask]]:
    """Yield what each request asks for that is of the present API and of one known operation."""
    for member, request, operation in _counted(members, catalog):
        for ask in asked_by(request, operation):
            yield member, ask


def _counted(members: Sequence[Member], catalog: Catalog) -> Iterator[tuple[Member, Request, Operation]]:
    counts = that_count(member.subject for member in members)
    for member in members:
        request = member.subject
        if not isinstance(request, Request) or member.doubtful or not counts(request):
            continue
        operation = catalog.operations.get(request.operation)
        if operation is not None and request.version in (None, catalog.version):
            yield member, request, operation


def listed(parts: Sequence[Part]) -> str:
    """Return the names of some parts as a message shows them."""
    names = [quoted(part.shown) for part in parts[:_LISTED]]
    if len(parts) > _LISTED:
        names.append(Message("{count} more", count=len(parts) - _LISTED))
    return both((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]


def witness(resource: str | None) -> str:
    """Return the relative id of a resource that shows one side of a decision."""
    return quoted(relative(resource) or "*")


def _region(resource: Named) -> str | None:
    """Return the region that a pattern names, as it is written."""
    located = arn.located(resource.text)
    return located[1] if located and not resource.is_open else None


def _read(member: Member, number: int) -> Policy:
    written = member.subject
    assert isinstance(written, subject.Policy)
    return Policy.read(written.document, number, written.route, written.kind)
