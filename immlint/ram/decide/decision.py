"""What policies grant: decided exactly, net of Deny, with witnesses.

Any Deny beats any Allow. Policies of one kind are a layer: a request needs an Allow in each layer that
is there (identity, session, control; for ``sts:AssumeRole`` the trust policy too), and a Deny nowhere.

A statement with a condition applies only when it holds. A condition is an atom that a request may
fulfil or not, whatever it does with others. So each resource has two answers: whether it is granted if
the atoms are right (:attr:`Decision.verdict`), and whether whatever they are (:attr:`Decision.certain`).

Source: RAM, "Policy evaluation process".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from immlint.language import Coverage, Language, Verdict
from immlint.message import Message
from immlint.ram import arn
from immlint.ram.arn import Reading
from immlint.ram.decide.reading import Answers, Question, languages, readings
from immlint.ram.decide.reason import NO_REASON, TOO_LONG
from immlint.ram.decide.residual import Asked, Residual
from immlint.ram.decide.resources import Resources
from immlint.ram.pattern import Action, Holes
from immlint.ram.policy import Policy, Statement
from immlint.record import record, replace
from immlint.subject import PolicyKind

__all__ = ["Decision", "Policy", "Residual", "Statement", "decide"]


@record
class Decision:
    """What policies grant of a family of resources, for one action.

    ``verdict`` is how much of it some request may be granted, ``certain`` how much every request is,
    whatever conditions hold. ``covered`` and ``uncovered`` are shortest witnesses for ``verdict``, as
    resource names. ``deciding`` holds the statements about the action and any of the resources.
    ``residual`` is what is not granted, whatever conditions hold, as patterns; ``uncertain`` what some
    conditions keep from being granted: all of ``residual``, and what is granted under conditions only. Where
    the answer is undecided, both read the policies as they are written.
    ``reason`` names what an undecided answer depends on, or why no policy could grant it: then it is not
    ``askable``, and says nothing of the policies.
    """

    verdict: Verdict
    covered: str | None
    uncovered: str | None
    certain: Verdict
    deciding: tuple[Statement, ...]
    reason: Message = NO_REASON
    askable: bool = True
    residual: tuple[Residual, ...] = ()
    uncertain: tuple[Residual, ...] = ()

    @property
    def conditions(self) -> tuple[str, ...]:
        """The conditions that the verdict depends on."""
        return tuple(dict.fromkeys(s.condition for s in self.deciding if s.condition))


def decide(
    policies: Iterable[Policy],
    action: str,
    family: Resources,
    excepted: Sequence[Language] = (),
    asked: Asked | None = None,
) -> Decision:
    """Decide what *policies* together grant of *action* on *family*.

    The resources of *excepted* are left out of it. What is not granted is told as patterns if *asked* says
    how the question is written.
    """
    layers = _layers(policies, action)
    statements = tuple(s for layer in layers for s in layer if s.takes(action) and _touches(family, s))
    question = Question(action, family, tuple(excepted))
    written = Answers(layers, question)
    verdict, certain = written.answers()
    reason = TOO_LONG if "undecided" in (verdict.verdict, certain.verdict) else NO_REASON
    for doubt, reading in readings(layers, question) if not reason else ():
        other, sure = reading.answers()
        if (other.verdict, sure.verdict) != (verdict.verdict, certain.verdict):
            verdict, certain, reason = _undecided(verdict), _undecided(certain), doubt
            break
    covered, uncovered = arn.written(verdict.covered), arn.written(verdict.uncovered)
    decision = Decision(verdict.verdict, covered, uncovered, certain.verdict, statements, reason)
    if asked is None:
        return decision
    residual = written.residuals(written.possible, asked) if verdict.verdict != "all" else ()
    uncertain = written.residuals(written.certain, asked) if certain.verdict != "all" else ()
    return replace(decision, residual=residual, uncertain=uncertain)


def _undecided(coverage: Coverage) -> Coverage:
    return Coverage("undecided", coverage.covered, coverage.uncovered)


def _layers(policies: Iterable[Policy], action: str) -> list[list[Statement]]:
    """Return the statements of each kind of policy that has a say in *action*."""
    by_kind: dict[PolicyKind, list[Statement]] = {}
    for policy in (policy for policy in policies if policy.kind != "bucket"):
        by_kind.setdefault(policy.kind, []).extend(policy.statements)
    trust = by_kind.pop("trust", None)
    if trust is not None and action.lower() == "sts:assumerole":
        by_kind["trust"] = trust
    elif not by_kind:
        return [[]]  # a trust policy alone grants nothing but that
    control = by_kind.get("control")
    if control is not None and not any(s.effect == "Allow" for s in control):
        # FullAliyunAccess is attached wherever control policies are.
        control.append(Statement(-1, 0, (), "Allow", (Action("*"),), None, (arn.parse("*"),), kind="control"))
    return list(by_kind.values())


def _touches(family: Resources, statement: Statement) -> bool:
    if not statement.resources:
        return True
    resources = tuple(one.any_where_empty for one in statement.resources)
    named = languages([replace(statement, resources=resources)], Reading.CROSSING, Holes.ANYTHING)
    return any(map(family.meet, named))
