"""What policies grant of one ask, where region and account are open.

An open region or account speaks for the policies: a name counts as granted if any region and any account
would do. So a policy that names one of them is never held against a request that does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from immlint.access.ask import Ask, located, written
from immlint.access.service import asked_of, asked_whole, families_of, known_service, patterns_of
from immlint.language import Language, shortest
from immlint.message import Message
from immlint.ram import arn, pattern
from immlint.ram.arn import Named
from immlint.ram.decide.decision import Decision, Policy, Statement, decide
from immlint.ram.decide.residual import Asked, Residual
from immlint.ram.decide.resources import Resources
from immlint.ram.pattern import Action
from immlint.record import record, replace

_RANK = {"all": 0, "some": 1, "undecided": 2, "none": 3}


@record
class Part:
    """One alternative of the names asked for, known in full or in part.

    ``decision`` is that of the region and account that grant most. ``denied`` tells that what is not
    granted is missing for a Deny.
    """

    names: Language
    decision: Decision
    denied: bool
    #: Whether the names would be granted but for a Deny.
    taken: bool = False

    @property
    def shown(self) -> str:
        """The names as a pattern."""
        return min(map(written, self.names.branches), key=lambda text: (-text.count("*"), text))


def grants(
    policies: Iterable[Policy], *, action: str, resource: str, excepted: Iterable[str] = ()
) -> Decision:
    """Decide what *policies* together grant of *action* on *resource* (``*``: every legal value).

    *excepted* are resources not asked for. What is no resource of the action is not granted, and the reason
    says so. Raises ValueError if *resource* or one of *excepted* is no resource of its service.
    """
    meant = Action(action)
    service = known_service(meant.service)
    row = service.row(meant) if service else None
    families = families_of(row) if row else None
    if row and not families:
        asked_for = asked_whole(resource, service) if service else None
        reason = Message("{action} supports no single resources; only * is asked for", action=action)
    else:
        asked_for = asked_of(resource, families)
        reason = Message("{action} is never asked for on {resource}", action=action, resource=resource)
    left_out = {text: found.form for text in excepted if (found := asked_of(text, families)) is not None}
    if asked_for is None:
        nothing = (Residual(resource),)
        return Decision("none", None, None, "none", (), reason, False, nothing, nothing)
    asked = Asked(patterns_of(resource, families), tuple(left_out))
    return decide(policies, action, asked_for, tuple(left_out.values()), asked)


def answer(ask: Ask, policies: Sequence[Policy], regions: tuple[str, ...]) -> list[Part]:
    """Decide each alternative of *ask*; *regions* are those that IMM has."""
    statements = [s for policy in policies for s in policy.statements if s.takes(ask.action)]
    cells = list(_cells(ask, statements, regions))
    return [_part(replace(ask, alternatives=(names,)), policies, cells) for names in ask.alternatives]


def _cells(ask: Ask, statements: Sequence[Statement], regions: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield a region and an account for each way the statements tell them apart."""
    located = [parts for s in statements for named in s.resources if (parts := arn.located(named.text))]
    where, whose = (frozenset(parts[field] for parts in located) for field in (1, 2))
    yield from product(
        [ask.region] if ask.region else _apart(where, arn.REGION, regions), _apart(whose, arn.ACCOUNT)
    )


def _apart(texts: frozenset[str], allowed: Language, examples: tuple[str, ...] = ()) -> list[str]:
    """Return one string of *allowed* for each way the patterns tell those apart."""
    if texts <= {"*"}:
        # Most policies name neither region nor account: nothing is told apart.
        return [*examples[:1]] or [shortest([[allowed]])[0] or ""]
    patterns = {text: pattern.language(text) for text in sorted(texts)}
    candidates = list(examples)
    for text, language in patterns.items():
        others = [other for name, other in patterns.items() if name != text]
        for without in (others, []):
            candidates.append(shortest([[allowed], [language]], without)[0] or "")
    candidates.append(shortest([[allowed]], patterns.values())[0] or "")
    found: dict[frozenset[str], str] = {}
    for candidate in candidates:
        if allowed.matches(candidate):
            signature = frozenset(t for t, language in patterns.items() if language.matches(candidate))
            found.setdefault(signature, candidate)
    return list(found.values())


def _part(ask: Ask, policies: Sequence[Policy], cells: Sequence[tuple[str, str]]) -> Part:
    names = ask.names
    found = []
    for region, account in cells:
        near = [_near(policy, ask, region, account) for policy in policies]
        allowing = [Policy(tuple(s for s in p.statements if s.effect == "Allow"), p.kind) for p in near]
        family = located(ask.service, names, region, account)
        decision = decide(near, ask.action, family)
        found.append(_decided(names, decision, ask.action, family, allowing))
    best = min(found, key=_rank)
    if best.decision.verdict == "some" and len(cells) > 1:
        return _joined(ask, best, found, policies, cells)
    return best


def _near(policy: Policy, ask: Ask, region: str, account: str) -> Policy:
    """Return a policy without what surely is not about the names of *ask* there.

    Most policies name many resources and most asks one: what is left is decided a hundred times faster.
    """
    kept = []
    for statement in policy.statements:
        if statement.takes(ask.action):
            resources = tuple(r for r in statement.resources if _may_name(r, ask, region, account))
            if resources or not statement.resources:
                kept.append(replace(statement, resources=resources))
    return Policy(tuple(kept), policy.kind)


def _may_name(named: Named, ask: Ask, region: str, account: str) -> bool:
    if len(named.fields) < 5 or named.is_open:
        return True
    if ask.names.text is not None:
        return named.holds(("acs", ask.service, region, account, ask.names.text))
    head = arn.parse(":".join((*named.fields[:4], "")))
    return head.holds(("acs", ask.service, region, account, "")) and ask.may_meet(named.text)


def _rank(part: Part) -> tuple[int, int, int]:
    # Of places where nothing is granted, one where only a Deny is in the way says most. One where a
    # Deny covers what nothing allows says least: elsewhere an Allow would help.
    why = 0 if part.taken else 2 if part.denied else 1
    return _RANK[part.decision.verdict], _RANK[part.decision.certain], why


def _decided(
    names: Language, decision: Decision, action: str, family: Resources, allowing: Sequence[Policy]
) -> Part:
    """Return a part, and whether a Deny is why it is not granted as a whole."""
    denying = [s for s in decision.deciding if s.effect == "Deny" and not s.condition]
    if not denying or decision.verdict not in ("some", "none"):
        return Part(names, decision, denied=False)
    without = decide(allowing, action, family).verdict
    if without == "none":
        named = (one.language() for s in denying for one in s.resources)
        union = [language for language in named if language is not None]
        return Part(names, decision, family.are_within(union))
    taken = without == "all" or decision.verdict == "none"
    return Part(names, decision, denied=taken, taken=taken)


def _joined(
    ask: Ask,
    best: Part,
    found: Sequence[Part],
    policies: Sequence[Policy],
    cells: Sequence[tuple[str, str]],
) -> Part:
    """Return the part that no region and account grants as a whole, if they do not do so together."""
    for part in found:
        lacking = relative(part.decision.uncovered)
        if lacking is None or not _is_granted(ask, lacking, policies, cells):
            return replace(best, decision=replace(best.decision, uncovered=part.decision.uncovered))
    reason = Message("which names are granted depends on the region or the account")
    return replace(best, decision=replace(best.decision, verdict="undecided", reason=reason))


def _is_granted(ask: Ask, name: str, policies: Sequence[Policy], cells: Sequence[tuple[str, str]]) -> bool:
    names = Language.literal(name)
    families = (located(ask.service, names, region, account) for region, account in cells)
    return any(decide(policies, ask.action, family).verdict == "all" for family in families)


def relative(resource: str | None) -> str | None:
    """Return the last field of a resource name."""
    return None if resource is None else arn.split(resource)[-1]
