"""``immlint grants``: what policies grant, exactly, with witnesses."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from immlint.access.answer import grants
from immlint.access.nearest import Nearest, nearest_grant
from immlint.cli.action import check_action, named_by
from immlint.cli.policy_files import PolicyFile, decided_by, place, read_files, row
from immlint.cli.speech import say, tell
from immlint.message import Message, Term, both
from immlint.ram import Decision
from immlint.ram.condition import described
from immlint.ram.decide.decision import Residual
from immlint.subject import PolicyKind
from immlint.visible import visible

if TYPE_CHECKING:
    from immlint.access.service import Asking

#: Patterns that are shown to people; JSON has all.
_MOST_SHOWN = 10
_VERDICTS = {
    "all": "granted on every resource asked for",
    "some": "granted on some of the resources asked for",
    "none": "not granted",
    "undecided": "undecided",
}


@click.command("grants")
@click.option(
    "--policy",
    "identity",
    multiple=True,
    required=True,
    metavar="FILE",
    help="A policy, or - for standard input; repeat it for more.",
)
@click.option(
    "--session-policy", metavar="FILE", help="The policy given to AssumeRole: it limits the others."
)
@click.option(
    "--control-policy", multiple=True, metavar="FILE", help="A control policy of the resource directory."
)
@click.option(
    "--action",
    "actions",
    multiple=True,
    required=True,
    metavar="ACTION",
    help="The action asked for: imm:CreateDataset, or imm:Get*; repeat it for more.",
)
@click.option(
    "--resource", required=True, metavar="ARN", help="The resources asked for; * is every legal value."
)
@click.option("--except", "excepted", multiple=True, metavar="ARN", help="Resources not asked for.")
@click.option(
    "--expect", type=click.Choice(("all", "some", "none")), help="Exit with 1 unless this is the answer."
)
@click.option("--output-format", type=click.Choice(("text", "json")), default="text", show_default=True)
def command(
    identity: tuple[str, ...],
    session_policy: str | None,
    control_policy: tuple[str, ...],
    actions: tuple[str, ...],
    resource: str,
    excepted: tuple[str, ...],
    expect: str | None,
    output_format: str,
) -> int:
    """Decide what policies grant of an action on a family of resources.

    All policies together, any Deny above any Allow; session and control policies must allow it too. Control
    policies that only deny are read beside FullAliyunAccess, which is attached wherever they are. A trust
    policy has a say in sts:AssumeRole only.

    --expect asks whatever the conditions of statements are: "all" must hold without them, "none" with
    them.
    """
    asked = list(dict.fromkeys(name for action in actions for name in named_by(action)))
    session = () if session_policy is None else (session_policy,)
    named: list[tuple[str, PolicyKind | None]] = [(name, None) for name in identity]
    named += [(name, "control") for name in control_policy]
    named += [(name, "session") for name in session]
    files = read_files(named)
    answers = [_answer(files, action, resource, excepted) for action in asked]
    vain = [answer for answer in answers if not answer.decision.askable]
    if expect == "none" and len(vain) == len(answers):
        raise click.ClickException(
            Message("--expect none holds for any policy: {reason}", reason=vain[0].decision.reason)
        )
    for remark in filter(None, map(check_action, asked)):
        tell("note: {remark}", remark=remark)
    click.echo(_shown(answers, several=asked != list(actions) or len(asked) > 1, form=output_format))
    too_long = expect == "all" and any(file.is_too_long for file in files)
    met = expect is None or all(_meets(answer.decision, expect) for answer in answers)
    return 0 if met and not too_long else 1


def _answer(files: Sequence[PolicyFile], action: str, resource: str, excepted: tuple[str, ...]) -> _Answer:
    policies = [policy for file in files for policy in file.policies]
    try:
        decision = grants(policies, action=action, resource=resource, excepted=excepted)
        near = None
        if decision.verdict != "all" and decision.askable and not excepted:
            near = nearest_grant(policies, action, resource)
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    return _Answer(files, action, decision, near, _notes(files, action, resource))


def _shown(answers: Sequence[_Answer], *, several: bool, form: str) -> str:
    """Return one answer as it is, several with their actions."""
    if form == "json":
        data = [answer.data() for answer in answers]
        return json.dumps(data if several else data[0], ensure_ascii=False, indent=2)
    if not several:
        return visible(answers[0].text(), kept="\n")
    told = (Message("{action}: {answer}", action=each.action, answer=each.text()) for each in answers)
    return visible("\n".join(map(say, told)), kept="\n")


def _meets(decision: Decision, expect: str) -> bool:
    if expect == "all":
        return decision.certain == "all"
    return decision.verdict == expect


def _notes(files: Sequence[PolicyFile], action: str, resource: str) -> list[str]:
    """Return what about the question itself is odd."""
    from immlint.access.proposal import general, proposed
    from immlint.access.service import known_service
    from immlint.ram.pattern import Action

    notes: list[str] = []
    trust = any(policy.kind == "trust" for file in files for policy in file.policies)
    if trust and action.lower() != "sts:assumerole":
        notes.append(
            Message("a trust policy grants sts:AssumeRole only; it says nothing of {action}", action=action)
        )
    asked = Action(action)
    service = known_service(asked.service)
    operation = service.row(asked) if service else None
    if operation is not None and operation.ram.resource_level and not _is_asked_on(operation, resource):
        near = proposed(resource, operation) or general(operation)
        notes.append(Message("{action} is asked for on {resource}", action=action, resource=near))
    return notes


def _is_asked_on(operation: Asking, resource: str) -> bool:
    from immlint.access.service import families_of, overlaps

    return any(overlaps(resource, f) or overlaps(resource, f, single=True) for f in families_of(operation))


def _listed(title: str, found: Sequence[Residual]) -> list[str]:
    """Return patterns below a title, the first of many."""
    lines = [f"  {title}"]
    for one in found[:_MOST_SHOWN]:
        lines.append(
            "    " + (one.pattern if one.exact else say(Message("{pattern} (or less)", pattern=one.pattern)))
        )
        lines += ["      " + say(Message("except {name}", name=text)) for text in one.excepted[:_MOST_SHOWN]]
        if len(one.excepted) > _MOST_SHOWN:
            lines.append(
                "      " + say(Message("except {count} more", count=len(one.excepted) - _MOST_SHOWN))
            )
    if len(found) > _MOST_SHOWN:
        lines.append("    " + say(Message("and {count} more", count=len(found) - _MOST_SHOWN)))
    return lines


def _residual(one: Residual) -> dict[str, Any]:
    return {"pattern": one.pattern, "except": list(one.excepted), "exact": one.exact}


class _Answer:
    """A decision, ready to be shown."""

    def __init__(
        self,
        files: Sequence[PolicyFile],
        action: str,
        decision: Decision,
        near: Nearest | None,
        notes: list[str],
    ) -> None:
        self.files, self.action, self.decision, self.near, self.notes = files, action, decision, near, notes

    def text(self) -> str:
        """Return the answer as lines for people."""
        decision = self.decision
        verdict = say(_VERDICTS[decision.verdict])
        if decision.reason:
            verdict = say(Message("{verdict}: {reason}", verdict=verdict, reason=decision.reason))
        lines = [verdict]
        if decision.certain != decision.verdict and decision.conditions:
            told = Message(
                "depends on conditions; whatever they are: {verdict}",
                verdict=say(_VERDICTS[decision.certain]),
            )
            lines.append("  " + say(told))
        if decision.covered:
            lines.append("  " + say(Message("granted, for one:     {resource}", resource=decision.covered)))
        if decision.uncovered:
            told = Message("not granted, for one: {resource}", resource=decision.uncovered)
            lines.append("  " + say(told))
        if decision.verdict == "some":
            lines += _listed(say("not granted, all of it:"), decision.residual)
        if decision.certain == "some" and decision.uncertain != decision.residual:
            lines += _listed(say("not granted, or under conditions only:"), decision.uncertain)
        for statement in decision.deciding:
            lines.append("  " + say(decided_by(statement, self.files)))
        if self.near:
            instead = self._instead(self.near)
            told = Message(
                "would be granted by:  {resource}{instead}", resource=self.near.resource, instead=instead
            )
            lines.append("  " + say(told))
            if self.near.beyond:
                lines.append(
                    "    " + say(Message("which grants more, for one: {resource}", resource=self.near.beyond))
                )
        elif decision.verdict in ("none", "some") and any(s.effect == "Deny" for s in decision.deciding):
            lines.append("  " + say("no Allow can grant all of it: a Deny stands above"))
        return "\n".join(
            [*lines, *("  " + say(Message("note: {remark}", remark=note)) for note in self.notes)]
        )

    def _instead(self, near: Nearest) -> str:
        where: str = ""
        if list(near.kinds) != ["identity"]:
            where = say(Message(" in a policy of kind {kinds}", kinds=both(map(Term, near.kinds))))
        if near.statement is None:
            return where
        lacks: str = ""
        if near.lacks:
            lacks = Message(" ({differences})", differences="; ".join(map(say, near.lacks)))
        told = "{head}, where {place} has {pattern}{lacks}"
        return Message(
            told, head=where, place=place(near.statement, self.files), pattern=near.pattern, lacks=lacks
        )

    def data(self) -> dict[str, Any]:
        """Return the answer as data of JSON."""
        decision, near = self.decision, self.near
        data: dict[str, Any] = {
            "action": self.action,
            "verdict": decision.verdict,
            "certain": decision.certain,
            "covered": decision.covered,
            "uncovered": decision.uncovered,
            "residual": [_residual(one) for one in decision.residual],
            "uncertain": [_residual(one) for one in decision.uncertain],
            "reason": decision.reason,
            "conditions": [described(condition) for condition in decision.conditions],
            "deciding": [row(statement, self.files) for statement in decision.deciding],
            "nearest": None,
            "notes": self.notes,
        }
        if near:
            data["nearest"] = {
                "resource": near.resource,
                "kinds": list(near.kinds),
                "beyond": near.beyond,
                "instead_of": near.pattern,
                "lacks": list(near.lacks),
                "statement": row(near.statement, self.files) if near.statement else None,
            }
        return data
