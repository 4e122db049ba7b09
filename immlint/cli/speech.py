"""How a command speaks: its language, settled once when the command line begins, and where to.

click is imported here for what is refused only: a plain run does without.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, NamedTuple

from immlint.message import Message, Say
from immlint.messages import Wanted
from immlint.visible import visible

if TYPE_CHECKING:
    import click


def english(text: str) -> str:
    """Return a text as it is."""
    return text


class Speech(NamedTuple):
    """How texts are said, and whether the command line names the language."""

    say: Say = english
    is_asked_for: bool = False
    language: str = "en"

    @classmethod
    def of(cls, wanted: Wanted) -> Speech:
        """Return the speech in the language that is wanted."""
        if wanted.language == "en":
            return cls(english, wanted.is_asked_for)
        from immlint.messages.catalogue import load

        return cls(load(wanted.language), wanted.is_asked_for, wanted.language)

    @property
    def is_english(self) -> bool:
        """Whether nothing has to be translated."""
        return self.say is english


_current: ContextVar[Speech] = ContextVar("speech", default=Speech())  # noqa: B039


@contextmanager
def speaking(current: Speech) -> Iterator[None]:
    """Let commands speak so, as long as this holds."""
    token = _current.set(current)
    try:
        yield
    finally:
        _current.reset(token)


def speech() -> Speech:
    """Return how the command that runs speaks."""
    return _current.get()


def say(text: str) -> str:
    """Return *text*, a message or a constant, in the language of the command that runs."""
    return speech().say(text)


def tell(template: str, /, **arguments: object) -> None:
    """Say something on standard error: a template with its arguments, or a message as it is."""
    message = template if isinstance(template, Message) else Message(template, **arguments)
    echo(visible(say(message)), err=True)


def echo(text: str | bytes, *, nl: bool = True, err: bool = False, color: bool | None = None) -> None:
    """Write as ``click.echo`` does: colours go to a terminal, or where they are asked for."""
    stream = sys.stderr if err else sys.stdout
    if stream is None:
        return
    if os.name == "nt":
        # Its consoles need what click knows of them.
        import click

        click.echo(text, nl=nl, err=err, color=color)
    elif isinstance(text, bytes):
        stream.flush()
        stream.buffer.write(text + b"\n" * nl)
    else:
        if "\x1b" in text and not (stream.isatty() if color is None else color):
            import click

            text = click.unstyle(text)
        stream.write(text + "\n" * nl)
    stream.flush()


def refusal(message: str) -> click.ClickException:
    """Return why the job cannot be done, as an error to raise."""
    import click

    return click.ClickException(message)


def misuse(message: str) -> click.UsageError:
    """Return what is wrong with the options, as an error to raise."""
    import click

    return click.UsageError(message)
