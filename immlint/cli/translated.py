"""Help and errors of the command line in another language than English, those of click among them."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module

import click

from immlint.cells import cells, wrapped
from immlint.cli.speech import say
from immlint.message import Message, Say

#: Where click looks up what it says itself.
_CLICK = ("core", "exceptions", "formatting", "types", "decorators", "parser")


@contextmanager
def click_says(say: Say) -> Iterator[None]:
    """Let click say its own texts by *say*: it has one language in a process, so long as this holds."""

    def singular_or_plural(one: str, many: str, count: int) -> str:
        return say(one if count == 1 else many)

    modules = [import_module(f"click.{name}") for name in _CLICK]
    kept = [(module, name, getattr(module, name, None)) for module in modules for name in ("_", "ngettext")]
    for module, name, was in kept:
        if was is not None:
            setattr(module, name, say if name == "_" else singular_or_plural)
    try:
        yield
    finally:
        for module, name, was in kept:
            if was is not None:
                setattr(module, name, was)


def translated(command: click.Command, say: Say) -> click.Command:
    """Return a copy of a command whose help is said by *say*."""
    command = copy.copy(command)
    command.context_class = _Context
    command.help = _paragraphs(command.help, say)
    command.params = [copy.copy(param) for param in command.params]
    for param in command.params:
        if isinstance(param, click.Option):
            param.help = _paragraphs(param.help, say)
    return command


def _paragraphs(text: str | None, say: Say) -> str | None:
    if not text:
        return text
    return "\n\n".join(say(" ".join(part.split())) for part in inspect.cleandoc(text).split("\n\n"))


class _Formatter(click.HelpFormatter):
    """Fills lines by the cells of a terminal: Chinese is twice as wide, and has no spaces to break at."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, say("Usage:") if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        self.write(" " * self.current_indent + say(Message("{heading}:", heading=heading)) + "\n")

    def write_text(self, text: str) -> None:
        margin = " " * self.current_indent
        for number, paragraph in enumerate(text.split("\n\n")):
            lines = wrapped(paragraph, max(self.width - self.current_indent, 11))
            self.write("\n" * bool(number) + "".join(f"{margin}{line}\n" for line in lines))

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:  # type: ignore[override]
        first = min(max((cells(term) for term, _ in rows), default=0), col_max) + col_spacing
        margin = " " * self.current_indent
        for term, text in rows:
            lines = wrapped(text, max(self.width - first - self.current_indent, 10)) or [""]
            fits = cells(term) <= first - col_spacing
            head = f"{margin}{term}" + (" " * (first - cells(term)) if fits else f"\n{margin}{' ' * first}")
            self.write(f"{head}{lines[0]}".rstrip() + "\n")
            self.write("".join(f"{margin}{' ' * first}{line}\n" for line in lines[1:]))


class _Context(click.Context):
    formatter_class = _Formatter
