"""The action of a question: one that exists, as far as that is known."""

from __future__ import annotations

import re

import click

from immlint.access.service import known_service
from immlint.catalog import load
from immlint.catalog.services import Listing
from immlint.message import Message, Term, meant
from immlint.near import nearest
from immlint.ram.pattern import Action, is_wild

_FORM = re.compile(r"[A-Za-z0-9._-]+:[A-Za-z0-9._/-]+")
#: A slip of the pen is this near; new operations have names that are less like the old ones.
_SLIP = 0.9
_LIKENESS = 0.8


def named_by(action: str) -> list[str]:
    """Return the actions that a question is about: itself, or all that a pattern of a known service holds."""
    if not is_wild(action):
        return [action]
    pattern = Action(action)
    service = known_service(pattern.service)
    if service is None:
        raise _refusal(
            action, Term("has a wildcard; expected one action, as not all of the service are known")
        )
    held = [name for name in service.actions if pattern.holds(name)]
    if not held:
        raise _refusal(action, Term("holds no action; expected a pattern that holds one"))
    return held


_NO_ACTION = "--action: {service} has no action {action}{hint}"
_UNKNOWN = "{service} has no action {action} that is known here (data of {date}){hint}"


def check_action(action: str) -> str | None:
    """Return a note on *action*, if there is one; what is no single action is a message and exit code 2.

    The catalogue is dated: an action that resembles no known one may be newer.
    """
    if not _FORM.fullmatch(action):
        raise _refusal(action, Term("is no action; expected <ram-code>:<action-name>"))
    asked = Action(action)
    listed = known_service(asked.service)
    if listed is None:
        told = "the actions of {service} are not known here; {action} is taken as it is written"
        return Message(told, service=asked.service, action=action)
    if listed.listing is not None:
        return _note_of(listed.listing, action, asked)
    if asked.name.lower() in listed.names:
        return None
    known = listed.names.values()
    near = nearest(asked.name, known, _LIKENESS)
    hint = meant(near and f"{listed.code}:{near}")
    if nearest(asked.name, known, _SLIP):
        raise click.ClickException(Message(_NO_ACTION, service=listed.code.upper(), action=action, hint=hint))
    date = load().date
    return Message(_UNKNOWN, service=listed.code.upper(), action=action, date=date, hint=hint)


def _note_of(listing: Listing, action: str, asked: Action) -> str | None:
    """Return the same of a service of which there is a list."""
    if listing.has(asked.name):
        needed = [f"{listing.code}:{name}" for name in listing.renamed.get(asked.name.lower(), ())]
        if not needed:
            return None
        return Message(
            "RAM does not ask for {action}, but for {needed}", action=action, needed=", ".join(needed)
        )
    near = listing.spelt(asked.name) or listing.near(asked.name)
    if near:
        hint = meant(f"{listing.code}:{near}")
        raise click.ClickException(
            Message(_NO_ACTION, service=listing.code.upper(), action=action, hint=hint)
        )
    date = load().services.date
    return Message(_UNKNOWN, service=listing.code.upper(), action=action, date=date, hint="")


def _refusal(action: str, why: str) -> click.ClickException:
    return click.ClickException(Message("--action: {action!r} {why}", action=action, why=why))
