"""``immlint diff``: what a new policy grants that the old one did not, and the reverse."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import click

from immlint.access.service import asked_resources
from immlint.cli.policy_files import read_files
from immlint.cli.speech import say, tell
from immlint.message import Message, both
from immlint.ram import Difference, Grant
from immlint.ram.condition import described
from immlint.ram.decide.difference import diff
from immlint.ram.pattern import is_wild
from immlint.visible import visible

#: Actions told by name on one line.
_SHOWN = 3


@click.command("diff")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option(
    "--expect",
    type=click.Choice(("no-new-access", "equal")),
    help="Exit with 1 unless the new policy grants nothing more, or just the same.",
)
@click.option("--output-format", type=click.Choice(("text", "json")), default="text", show_default=True)
def command(old: str, new: str, expect: str | None, output_format: str) -> int:
    """Compare what two policies grant, however they are written. OLD or NEW may be - for standard input.

    Each line tells what is gained or lost: actions, the pattern that names the resources, a shortest
    resource of it that only one side grants, and under which condition. Whether NEW is narrower or wider as
    a whole is told on standard error.
    """
    before, after = read_files([(old, None), (new, None)])
    kinds = ["trust" if any(p.kind == "trust" for p in file.policies) else "" for file in (before, after)]
    if kinds[0] != kinds[1]:
        raise click.ClickException(Message("one of the two is a trust policy; expected policies of one kind"))
    try:
        found = diff(before.policies, after.policies, asked_resources())
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    click.echo(_json(found) if output_format == "json" else "\n".join(map(visible, _lines(found))))
    if output_format == "text" and found.narrower != found.wider:
        tell("{new} is narrower" if found.narrower else "{new} is wider", new=new)
    if expect == "equal":
        return 0 if found.equal else 1
    return 1 if expect and not found.narrower else 0


def _lines(found: Difference) -> list[str]:
    lines = [*_grouped(say("gained"), found.gained), *_grouped(say("lost"), found.lost)]
    lines += [say(Message("undecided  {action}", action=action)) for action in found.undecided]
    lines += ["  " + say(Message("because {reason}", reason=reason)) for reason in found.reasons]
    return lines or [say("both grant the same")]


def _grouped(title: str, grants: Iterable[Grant]) -> list[str]:
    """Return one line for all actions whose resources and conditions are alike."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for grant in grants:
        # A pattern of actions stands for itself.
        alone = grant.action if is_wild(grant.action) else ""
        key = (grant.family, grant.resource, _when(grant), alone)
        groups.setdefault(key, []).append(grant.action)
    lines = []
    for (family, resource, when, alone), actions in groups.items():
        more = len(actions) - _SHOWN
        shown = ", ".join(actions[:_SHOWN])
        if more > 0:
            shown = say(Message("{names} and {count} more", names=shown, count=more))
        line = f"{title}  {shown}  {family}"
        if not alone:
            line += "  " + say(Message("for one {resource}", resource=resource))
        lines.append(line + when)
    return lines


def _when(grant: Grant) -> str:
    """Return under which conditions an access makes a difference, as people would say it."""
    holding = both(dict.fromkeys(described(c) for c in (grant.condition, grant.despite) if c))
    unless: str = ""
    for condition in map(described, grant.unless):
        unless = Message("{some}, or {other}", some=unless, other=condition) if unless else condition
    when = "  " + say(Message("if {condition}", condition=holding)) if holding else ""
    return when + ("  " + say(Message("unless {condition}", condition=unless)) if unless else "")


def _json(found: Difference) -> str:
    data: dict[str, Any] = {
        side: [
            {
                **asdict(grant),
                "condition": described(grant.condition),
                "despite": described(grant.despite),
                "unless": [described(condition) for condition in grant.unless],
            }
            for grant in grants
        ]
        for side, grants in (("gained", found.gained), ("lost", found.lost))
    }
    data |= {"undecided": list(found.undecided), "reasons": list(found.reasons), "equal": found.equal}
    data |= {"narrower": found.narrower, "wider": found.wider}
    return json.dumps(data, ensure_ascii=False, indent=2)
