"""``immlint access``: who may do what, as a table or as data."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import click

from immlint.access.map import Answer, Cell, access_map
from immlint.cli.policy_files import PolicyFile, decided_by, read_files, row
from immlint.cli.speech import echo, say
from immlint.message import Message, Term
from immlint.subject import PolicyKind
from immlint.visible import visible

#: In the order in which they are shown.
_ANSWERS: tuple[Answer, ...] = ("granted", "conditional", "partly", "undecided", "denied", "not granted")
SAID: dict[Answer, Term] = {
    "granted": Term("granted"),
    "conditional": Term("conditional"),
    "partly": Term("partly"),
    "undecided": Term("undecided"),
    "denied": Term("denied"),
    "not granted": Term("not granted"),
}
#: Actions of a group that are shown to people; JSON has all.
_MOST_SHOWN = 12


@click.command("access")
@click.argument("policies", metavar="POLICY...", nargs=-1, required=True)
@click.option(
    "--session-policy", metavar="FILE", help="The policy given to AssumeRole: it limits the others."
)
@click.option(
    "--control-policy", multiple=True, metavar="FILE", help="A control policy of the resource directory."
)
@click.option("--output-format", type=click.Choice(("text", "json")), default="text", show_default=True)
def command(
    policies: tuple[str, ...],
    session_policy: str | None,
    control_policy: tuple[str, ...],
    output_format: str,
) -> int:
    """Show what policies allow, as a map of actions and kinds of resources.

    All policies together, any Deny above any Allow. Of IMM every operation is on the map, of other services
    the actions that the policies name. Each answer names the statements that decide it; where only a part is
    granted, one resource that is, and one that is not. POLICY may be - for standard input.
    """
    named: list[tuple[str, PolicyKind | None]] = [(name, None) for name in policies]
    named += [(name, "control") for name in control_policy]
    named += [(name, "session") for name in (() if session_policy is None else (session_policy,))]
    files = read_files(named)
    cells = access_map([policy for file in files for policy in file.policies])
    if output_format == "json":
        echo(json.dumps([_data(cell, files) for cell in cells], ensure_ascii=False, indent=2))
    else:
        echo("\n".join(map(visible, _lines(cells, files))))
    return 0


def _lines(cells: Sequence[Cell], files: Sequence[PolicyFile]) -> Iterator[str]:
    by_service: dict[str, list[Cell]] = {}
    for cell in cells:
        by_service.setdefault(cell.service, []).append(cell)
    for number, (service, own) in enumerate(by_service.items()):
        counted = Counter(cell.answer for cell in own)
        counts = Message("")
        for answer in _ANSWERS:
            if counted[answer]:
                one = Message("{count} {answer}", count=counted[answer], answer=SAID[answer])
                counts = Message("{some}, {more}", some=counts, more=one) if counts else one
        yield from [""] * bool(number)
        yield say(Message("{service}: {counts}", service=service, counts=counts))
        yield from _groups(own, files)


def _groups(cells: Sequence[Cell], files: Sequence[PolicyFile]) -> Iterator[str]:
    """Yield the lines of one service: actions with one answer, kind of resources and reason are one group."""
    groups: dict[tuple[object, ...], list[Cell]] = {}
    for cell in cells:
        if cell.answer != "not granted":
            decision = cell.decision
            key = (cell.answer, cell.resource, decision.deciding, decision.covered, decision.uncovered)
            groups.setdefault(key, []).append(cell)
    for cells in sorted(groups.values(), key=lambda group: _ANSWERS.index(group[0].answer)):
        first = cells[0]
        head = Message("{answer} on {resource}", answer=SAID[first.answer], resource=first.resource)
        yield "  " + say(head)
        shown = [cell.action for cell in cells[:_MOST_SHOWN]]
        more = len(cells) - len(shown)
        names = Message("{text}", text=", ".join(shown))
        told = [Message("{names} and {count} more", names=names, count=more) if more else names]
        told += reasons(first, files)
        yield from (f"    {say(line)}" for line in told)


def reasons(cell: Cell, files: Sequence[PolicyFile]) -> Iterator[Message]:
    """Yield why an answer is what it is: resources that show it, what is not decided, and the statements."""
    decision = cell.decision
    if cell.answer == "partly" or decision.verdict == "some":
        yield Message("granted, for one:     {resource}", resource=decision.covered)
        yield Message("not granted, for one: {resource}", resource=decision.uncovered)
    if decision.reason:
        yield Message("because {reason}", reason=decision.reason)
    yield from (decided_by(statement, files) for statement in decision.deciding)


def _data(cell: Cell, files: Sequence[PolicyFile]) -> dict[str, Any]:
    decision = cell.decision
    return {
        "service": cell.service,
        "action": cell.action,
        "resource": cell.resource,
        "answer": cell.answer,
        "verdict": decision.verdict,
        "certain": decision.certain,
        "covered": decision.covered,
        "uncovered": decision.uncovered,
        "reason": decision.reason,
        "deciding": [row(statement, files) for statement in decision.deciding],
    }
