"""The action of a question: one that exists, as far as that is known."""

from __future__ import annotations

import difflib
import re

import click

from immlint.access.service import service_of
from immlint.catalog import load

_FORM = re.compile(r"[A-Za-z0-9._-]+:[A-Za-z0-9._/-]+")
#: A slip of the pen is this near; new operations have names that are less like the old ones.
_SLIP = 0.9
_LIKENESS = 0.8


def check_action(action: str) -> str | None:
    """Return a note on *action*, if there is one; what is no single action is a message and exit code 2.

    The catalogue is dated: an action of IMM that resembles no known one may be newer. Of other services
    the form alone can be told.
    """
    if {"*", "?"} & set(action):
        raise _refusal(action, "has a wildcard; expected one action, no wildcard")
    if not _FORM.fullmatch(action):
        raise _refusal(action, "is no action; expected <ram-code>:<action-name>")
    service, _, name = action.partition(":")
    catalog = load()
    listed = service_of(service)
    known = listed.names(catalog) if listed else {}
    if listed is None or name.lower() in known:
        return None
    near = difflib.get_close_matches(name.lower(), known, 1, _LIKENESS)
    meant = f"; did you mean {listed.code}:{known[near[0]]}?" if near else ""
    if near and difflib.SequenceMatcher(None, name.lower(), near[0]).ratio() >= _SLIP:
        raise click.ClickException(f"--action: {listed.code.upper()} has no action {action}{meant}")
    return f"{listed.code.upper()} has no action {action} that is known here (data of {catalog.date}){meant}"


def _refusal(action: str, why: str) -> click.ClickException:
    return click.ClickException(f"--action: {action!r} {why}")
