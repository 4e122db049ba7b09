"""In which language a command speaks: settled once, when the command line begins."""

from __future__ import annotations

from typing import NamedTuple

import click

from immlint.message import Message, Say
from immlint.messages import Wanted


def english(text: str) -> str:
    """Return a text as it is."""
    return text


class Speech(NamedTuple):
    """How texts are said, and whether the command line names the language."""

    say: Say = english
    is_asked_for: bool = False

    @classmethod
    def of(cls, wanted: Wanted) -> Speech:
        """Return the speech in the language that is wanted."""
        if wanted.language == "en":
            return cls(english, wanted.is_asked_for)
        from immlint.messages.catalogue import load

        return cls(load(wanted.language), wanted.is_asked_for)

    @property
    def is_english(self) -> bool:
        """Whether nothing has to be translated."""
        return self.say is english


def speech() -> Speech:
    """Return how the command that runs speaks."""
    context = click.get_current_context(silent=True)
    return (context and context.find_object(Speech)) or Speech()


def say(text: str) -> str:
    """Return *text*, a message or a constant, in the language of the command that runs."""
    return speech().say(text)


def tell(template: str, /, **arguments: object) -> None:
    """Say something on standard error: a template with its arguments, or a message as it is."""
    message = template if isinstance(template, Message) else Message(template, **arguments)
    click.echo(say(message), err=True)
