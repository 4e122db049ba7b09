"""Help and errors of the command line in another language than English, those of click among them."""

from __future__ import annotations

import copy
import inspect
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module

import click

from immlint.message import Say

#: Where click looks up what it says itself.
_CLICK = ("core", "exceptions", "formatting", "types", "decorators", "parser")
#: What does not begin a line.
_CLOSING = "，。；：、）》」！？,.;:)]}"


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

    def write_text(self, text: str) -> None:
        margin = " " * self.current_indent
        for number, paragraph in enumerate(text.split("\n\n")):
            lines = filled(paragraph, max(self.width - self.current_indent, 11))
            self.write("\n" * bool(number) + "".join(f"{margin}{line}\n" for line in lines))

    def write_dl(
        self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:  # type: ignore[override]
        first = min(max((cells(term) for term, _ in rows), default=0), col_max) + col_spacing
        margin = " " * self.current_indent
        for term, text in rows:
            lines = filled(text, max(self.width - first - self.current_indent, 10)) or [""]
            fits = cells(term) <= first - col_spacing
            head = f"{margin}{term}" + (" " * (first - cells(term)) if fits else f"\n{margin}{' ' * first}")
            self.write(f"{head}{lines[0]}".rstrip() + "\n")
            self.write("".join(f"{margin}{' ' * first}{line}\n" for line in lines[1:]))


class _Context(click.Context):
    formatter_class = _Formatter


def filled(text: str, width: int) -> list[str]:
    """Return the lines of a paragraph: broken at spaces, and between wide characters."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(" ".join(text.split())):
        if line and cells(line) + cells(piece.rstrip()) > width and piece[0] not in _CLOSING:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()] if line else lines


def _pieces(text: str) -> Iterator[str]:
    """Yield what is not broken: words with the space behind them, and single wide characters."""
    word = ""
    for char in text:
        if _is_wide(char):
            if word:
                yield word
            word = ""
            yield char
        elif char == " ":
            yield f"{word} "
            word = ""
        else:
            word += char
    if word:
        yield word


def cells(text: str) -> int:
    """Return how many cells of a terminal a text takes."""
    return len(text) + sum(map(_is_wide, text))


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"
