"""A text for a shell to commands of words, as POSIX and bash split it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from immlint.document.shell.words import Command, Gap, Literal, Word

_PLAIN = re.compile(r"[^\s'\"\\$`|&;<>()#]+")
_QUOTED = re.compile(r"[^\"\\$`]+")
_COMMENT = re.compile(r"#[^\r\n]*")
_CONTINUED = re.compile(r"\\\r?\n")
_REDIRECTION = re.compile(r"&>>?|<<-?(?!<)|<<<|[<>][&|>]?")
#: What a sample wants filled in. That a redirection is one too, and both at once, nobody writes.
_PLACEHOLDER = re.compile(r"<([A-Za-z][\w .-]*)>")
_NAME = re.compile(r"[A-Za-z_]\w*|[0-9@*#?$!-]")
_ANSI = re.compile(r"\\(?:x[0-9A-Fa-f]{1,2}|u[0-9A-Fa-f]{1,4}|[0-7]{1,3}|.)|[^\\']", re.S)
_ANSI_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "e": "\x1b", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
#: Levels of commands in commands; deeper ones are a gap.
_DEEPEST = 40


class _Pending(NamedTuple):
    """A heredoc that begins with the next line: where it ends, how it is read, and whom it is given to."""

    delimiter: str
    raw: bool
    indented: bool
    command: Command


class Reader:
    """The reading of one text, or of a command in it; *holes* are gaps that somebody else fills in.

    ``is_open`` tells that the text ends where a quote, a command or a line goes on.
    """

    def __init__(
        self,
        text: str,
        holes: Mapping[int, int] | None = None,
        at: int = 0,
        *,
        shell: bool = True,
        depth: int = 0,
    ) -> None:
        self.text = text
        self.at = at
        self.is_open = False
        self.commands: list[Command] = []
        #: Where comments stand.
        self.comments: list[tuple[int, int]] = []
        self._holes = holes or {}
        self._shell = shell
        self._depth = depth
        self._current = Command()
        self._pending: list[_Pending] = []

    def read(self, closing: str = "") -> list[Command]:
        """Return the commands up to the end of the text, or to what closes it."""
        while self.at < len(self.text):
            char = self.text[self.at]
            if self.at in self._holes:
                self._current.words.append(self._word(closing))
            elif closing and char == closing:
                break
            elif char == "\n" and self._shell:
                self.at += 1
                self._end()
                self._heredocs()
            elif char.isspace():
                self.at += 1
            elif char == "\\" and (continued := _CONTINUED.match(self.text, self.at)):
                self.at = continued.end()
                self.is_open = self.at == len(self.text)
            elif self._shell and char == "#":
                start, self.at = self.at, self._matched(_COMMENT)
                self.comments.append((start, self.at))
            elif self._shell and self._redirects(closing):
                continue
            elif self._shell and char in "|&;()<>" and not _PLACEHOLDER.match(self.text, self.at):
                self.at += 1
                self._end()
            else:
                self._add(self._word(closing))
        else:
            self.is_open = self.is_open or bool(closing) or bool(self._pending)
        self._end()
        return self.commands

    def _end(self) -> None:
        if self._current.words or self._current.given:
            self.commands.append(self._current)
            self._current = Command()

    def _add(self, word: Word) -> None:
        # A number right before a redirection is that of the file it is for.
        redirected = self._shell and self.at < len(self.text) and self.text[self.at] in "<>"
        if not (redirected and (word.known or "").isdigit() and not word.quote):
            self._current.words.append(word)

    def _matched(self, pattern: re.Pattern[str]) -> int:
        found = pattern.match(self.text, self.at)
        return found.end() if found else self.at

    # --- redirections

    def _redirects(self, closing: str) -> bool:
        """Read a redirection, if one begins here: its target is no word of the command."""
        found = _REDIRECTION.match(self.text, self.at)
        placeholder = _PLACEHOLDER.match(self.text, self.at)
        if found is None or placeholder or self.text.startswith(("<(", ">("), self.at):
            return False
        self.at = found.end()
        while self.at < len(self.text) and self.text[self.at] in " \t":
            self.at += 1
        word = self._word(closing)
        if found[0] == "<<<":
            self._current.given.append(word)
        elif found[0] in ("<<", "<<-"):
            delimiter = word.shown
            raw = self.text[found.end() : self.at].strip() != delimiter
            self._pending.append(_Pending(delimiter, raw, found[0] == "<<-", self._current))
        return True

    def _heredocs(self) -> None:
        for delimiter, raw, indented, command in self._pending:
            parts: list[Literal | Gap] = []
            while True:
                start = self.at
                if start >= len(self.text):
                    self.is_open = True
                    break
                end = self.text.find("\n", start) + 1 or len(self.text)
                self.at = end
                while indented and self.text[start : start + 1] == "\t":
                    start += 1
                if self.text[start:end].rstrip("\r\n") == delimiter:
                    break
                parts += [Literal(self.text[start:end], start, end)] if raw else self._expanded(start, end)
            command.given.append(Word(tuple(parts)))
            # One without a word did not come to an end with its line.
            if not command.words and len(command.given) == 1:
                self.commands.append(command)
        self._pending = []

    def _expanded(self, start: int, end: int) -> list[Literal | Gap]:
        """Return a line of a heredoc, in which a shell fills in what it does in double quotes."""
        inner = Reader(self.text[:end], self._holes, start, depth=self._depth)
        parts = inner.quoted("")
        self.commands += inner.commands
        return parts

    # --- words

    def _word(self, closing: str) -> Word:
        parts: list[Literal | Gap] = []
        quotes: list[str] = []
        begin = self.at
        while self.at < len(self.text):
            char = self.text[self.at]
            if self.at in self._holes:
                parts.append(Gap("", self.at, self._holes[self.at]))
                self.at = self._holes[self.at]
            elif self._shell and char == "<" and (found := _PLACEHOLDER.match(self.text, self.at)):
                parts.append(Gap(found[1], found.start(), found.end()))
                self.at = found.end()
            elif (closing and char == closing) or char.isspace() or (self._shell and char in "|&;<>()"):
                break
            elif char == "'":
                parts += self._single()
                quotes.append(char)
                continue
            elif char == '"':
                self.at += 1
                parts += self.quoted('"')
                quotes.append(char)
                continue
            elif char == "\\":
                parts += self._escaped()
            elif self._shell and char in "$`":
                parts += self._filled_in(quoted=False)
            else:
                end = max(self._matched(_PLAIN), self.at + 1)
                parts += self._literal(self.at, min([end, *(h for h in self._holes if self.at < h < end)]))
            quotes.append("")
        return Word(tuple(parts), quotes[0] if len(quotes) == 1 else "", begin, self.at)

    def _literal(self, start: int, end: int) -> list[Literal | Gap]:
        self.at = end
        return [Literal(self.text[start:end], start, end)] if end > start else []

    def _single(self) -> list[Literal | Gap]:
        start = self.at + 1
        end = self.text.find("'", start)
        if end < 0:
            self.is_open, end = True, len(self.text)
        parts: list[Literal | Gap] = []
        for hole, stop in sorted((h, s) for h, s in self._holes.items() if start <= h < end):
            parts += [*self._literal(start, hole), Gap("", hole, stop)]
            start = stop
        parts += self._literal(start, end)
        self.at = end + 1
        return parts

    def _escaped(self) -> list[Literal | Gap]:
        """Return the character behind a backslash outside of quotes; an escaped line end is nothing."""
        if continued := _CONTINUED.match(self.text, self.at):
            self.at = continued.end()
            return []
        start, self.at = self.at, min(self.at + 2, len(self.text))
        return [Literal(self.text[start + 1 : self.at], start, self.at)]

    def quoted(self, closing: str) -> list[Literal | Gap]:
        """Return what stands in double quotes up to the one that closes them, or to the end of the text."""
        parts: list[Literal | Gap] = []
        while self.at < len(self.text):
            char = self.text[self.at]
            if self.at in self._holes:
                parts.append(Gap("", self.at, self._holes[self.at]))
                self.at = self._holes[self.at]
            elif closing and char == closing:
                self.at += 1
                return parts
            elif char == "\\":
                # Before anything else, a backslash is one.
                escapes = self.text[self.at + 1 : self.at + 2] in (
                    ("$", "`", '"', "\\") if self._shell else ('"', "\\")
                )
                continued = _CONTINUED.match(self.text, self.at)
                parts += self._escaped() if escapes or continued else self._literal(self.at, self.at + 1)
            elif self._shell and char in "$`":
                parts += self._filled_in(quoted=True)
            else:
                end = max(self._matched(_QUOTED), self.at + 1)
                parts += self._literal(self.at, min([end, *(h for h in self._holes if self.at < h < end)]))
        self.is_open = self.is_open or bool(closing)
        return parts

    # --- what a shell fills in

    def _filled_in(self, *, quoted: bool) -> list[Literal | Gap]:
        start = self.at
        rest = self.text[start : start + 3]
        if rest[:1] == "`":
            return [self._command(start + 1, "`", quoted)]
        if rest[:2] == "$'" and not quoted:
            return self._ansi()
        if rest[:2] == '$"' and not quoted:
            self.at += 2
            return self.quoted('"')
        if rest == "$((":
            return [self._skipped("(", ")", "", quoted)]
        if rest[:2] == "$(":
            return [self._command(start + 2, ")", quoted)]
        if rest[:2] == "${":
            name = _NAME.search(self.text, start + 2)
            return [self._skipped("{", "}", name[0] if name else "", quoted)]
        name = _NAME.match(self.text, start + 1)
        if name is None:
            return self._literal(start, start + 1)
        self.at = name.end()
        return [Gap(name[0] if name[0].isidentifier() else "", start, self.at, not quoted or name[0] == "@")]

    def _command(self, at: int, closing: str, quoted: bool) -> Gap:
        start = self.at
        inner = Reader(self.text, self._holes, at, depth=self._depth + 1)
        if self._depth > _DEEPEST:
            self.at, self.is_open = len(self.text), True
            return Gap("", start, self.at, True)
        commands = inner.read(closing)
        self.is_open = self.is_open or inner.is_open
        self.at = min(inner.at + 1, len(self.text))
        self.commands += commands
        self.comments += inner.comments
        return Gap("", start, self.at, not quoted, _printed(commands, self.text[at : inner.at]))

    def _skipped(self, opening: str, closing: str, name: str, quoted: bool) -> Gap:
        """Return the gap of what stands in brackets, which may hold others."""
        start, depth = self.at, 0
        while self.at < len(self.text):
            char = self.text[self.at]
            depth += (char == opening) - (char == closing)
            self.at += 1
            if char == closing and not depth:
                break
        else:
            self.is_open = True
        many = not quoted or "@" in self.text[start : self.at]
        return Gap(name if name.isidentifier() else "", start, self.at, many)

    def _ansi(self) -> list[Literal | Gap]:
        parts: list[Literal | Gap] = []
        self.at += 2
        while self.at < len(self.text) and (found := _ANSI.match(self.text, self.at)):
            text = found[0]
            if len(text) > 1:
                code = text[2:] if text[1] in "xu" else text[1:]
                base = 16 if text[1] in "xu" else 8
                digits = len(text) > 2 or text[1].isdigit()
                text = chr(int(code, base)) if digits and code else _ANSI_ESCAPES.get(text[1], text[1])
            parts.append(Literal(text, found.start(), found.end()))
            self.at = found.end()
        self.is_open = self.is_open or self.at >= len(self.text)
        self.at += 1
        return parts


def _printed(commands: list[Command], text: str) -> str | None:
    """Return the path of the file that a command does nothing but print."""
    if not commands:
        redirected = re.fullmatch(r"\s*<\s*([\w./-]+)\s*", text)
        return redirected[1] if redirected else None
    known = [word.known for word in commands[0].words]
    printing = len(commands) == 1 and not commands[0].given and len(known) == 2 and known[0] == "cat"
    return known[1] if printing else None
