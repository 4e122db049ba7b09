"""``immlint grants``: what policies grant, exactly, with witnesses."""

from __future__ import annotations

import json
from pathlib import Path

import click

from immlint.ram import Decision, Policy, grants

_VERDICTS = {
    "all": "granted on every resource asked for",
    "some": "granted on some of the resources asked for",
    "none": "not granted",
    "undecided": "undecided",
}


@click.command("grants")
@click.option(
    "--policy", "files", multiple=True, required=True, metavar="FILE", help="A policy; repeat it for more."
)
@click.option("--action", required=True, metavar="ACTION", help="The action asked for: imm:CreateDataset.")
@click.option(
    "--resource", required=True, metavar="ARN", help="The resources asked for; * is every legal value."
)
@click.option(
    "--expect", type=click.Choice(("all", "some", "none")), help="Exit with 1 unless this is the answer."
)
@click.option("--output-format", type=click.Choice(("text", "json")), default="text", show_default=True)
def command(
    files: tuple[str, ...], action: str, resource: str, expect: str | None, output_format: str
) -> int:
    """Decide what policies grant of an action on a family of resources.

    All policies together, any Deny above any Allow. --expect asks whatever the conditions of statements
    are: "all" must hold without them, "none" with them.
    """
    policies = [read_policy(name, number) for number, name in enumerate(files)]
    try:
        decision = grants(policies, action=action, resource=resource)
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    click.echo(_json(decision, files) if output_format == "json" else _text(decision, files))
    return 0 if expect is None or _meets(decision, expect) else 1


def read_policy(name: str, number: int = 0) -> Policy:
    """Read a policy file (JSON, or YAML by its name); misuse is a message and exit code 2."""
    from immlint.document import read
    from immlint.source import Source
    from immlint.subject import Policy as Written

    try:
        data = Path(name).read_bytes()
    except OSError as error:
        raise click.ClickException(f"{name}: {(error.strerror or str(error)).lower()}") from None
    document = read(Source(name, data), "policy", named=True)
    found = [s for s in document.subjects if isinstance(s, Written)] if document else []
    statements = [
        statement
        for written in found
        for statement in Policy.read(written.document, number, written.route).statements
    ]
    if not found or not statements:
        raise click.ClickException(f"{name}: holds no policy with a statement of Allow or Deny")
    return Policy(tuple(statements))


def _meets(decision: Decision, expect: str) -> bool:
    if expect == "all":
        return decision.certain == "all"
    return decision.verdict == expect


def _text(decision: Decision, files: tuple[str, ...]) -> str:
    lines = [_VERDICTS[decision.verdict] + (f": {decision.reason}" if decision.reason else "")]
    if decision.conditions:
        lines.append(f"  depends on conditions; whatever they are: {decision.certain}")
    if decision.covered:
        lines.append(f"  granted, for one:     {decision.covered}")
    if decision.uncovered:
        lines.append(f"  not granted, for one: {decision.uncovered}")
    for statement in decision.deciding:
        condition = f" if {statement.condition}" if statement.condition else ""
        where = f"{files[statement.policy]}#{_pointer(statement.route)}"
        lines.append(f"  by {where} ({statement.effect}{condition})")
    return "\n".join(lines)


def _pointer(route: tuple[object, ...]) -> str:
    return "".join(f"/{step}" for step in route if isinstance(step, str | int))


def _json(decision: Decision, files: tuple[str, ...]) -> str:
    data = {
        "verdict": decision.verdict,
        "certain": decision.certain,
        "covered": decision.covered,
        "uncovered": decision.uncovered,
        "reason": decision.reason,
        "conditions": list(decision.conditions),
        "deciding": [
            {"path": files[s.policy], "pointer": _pointer(s.route), "effect": s.effect}
            for s in decision.deciding
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)
