"""``immlint diff``: what a new policy grants that the old one did not, and the reverse."""

from __future__ import annotations

import click

from immlint.cli.grants import read_policy
from immlint.ram import Grant, diff


@click.command("diff")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option(
    "--expect",
    type=click.Choice(("no-new-access", "equal")),
    help="Exit with 1 unless the new policy grants nothing more, or just the same.",
)
def command(old: str, new: str, expect: str | None) -> int:
    """Compare what two policies grant, however they are written."""
    from immlint.catalog import load

    known = [o.ram.action for o in load().operations.values() if o.ram.action]
    found = diff([read_policy(old)], [read_policy(new)], known)
    for title, grants in (("gained", found.gained), ("lost", found.lost)):
        for grant in grants:
            click.echo(f"{title}  {_line(grant)}")
    for action in found.undecided:
        click.echo(f"undecided  {action}")
    if found.equal:
        click.echo("both grant the same")
    if expect == "equal":
        return 0 if found.equal else 1
    return 1 if expect and (found.gained or found.undecided) else 0


def _line(grant: Grant) -> str:
    condition = f"  if {grant.condition}" if grant.condition else ""
    return f"{grant.action}  {grant.resource}{condition}"
