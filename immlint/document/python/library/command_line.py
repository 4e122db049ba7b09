"""The command line client, ``aliyun imm Operation --Name value``, started from Python."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator

from immlint.document.python.domain.join import Unknown
from immlint.document.python.domain.sequence import Sequence
from immlint.document.python.domain.string import string
from immlint.document.python.domain.text import Hole, Piece, Text
from immlint.document.python.domain.value import Arguments, Slot, Value, lower
from immlint.document.python.journal import Sending
from immlint.document.python.library.library import Library
from immlint.document.python.library.openapi import endpoint_given, region_in
from immlint.subject.code import RegionGiven

_STARTERS = (
    "subprocess.run",
    "subprocess.call",
    "subprocess.check_call",
    "subprocess.check_output",
    "subprocess.Popen",
    "subprocess.getoutput",
    "subprocess.getstatusoutput",
    "os.system",
    "os.popen",
    "asyncio.create_subprocess_shell",
)
_EXEC = "asyncio.create_subprocess_exec"
#: Flags of the client itself that stand alone.
_ALONE = ("--force", "--dryrun", "--secure", "--insecure", "--help", "--quiet", "-q", "--skip-secure-verify")


#: What may stand before the name of a command.
_SETTING = re.compile(r"[A-Za-z_]\w*=")
_RUNNERS = ("sudo", "env", "exec", "time", "nohup", "command")


class CommandLine(Library):
    """The command line client, started through ``subprocess``, ``os`` or ``asyncio``."""

    packages = ("subprocess", "os", "asyncio", "shlex")

    def symbols(self) -> Iterable[str]:
        """Return the dotted names of what starts a command."""
        return (*_STARTERS, _EXEC, "shlex.split")

    def construct(self, name: str, given: Arguments) -> Value | None:
        """Note the command that a call starts."""
        if name == "shlex.split" and given.positional:
            first = given.positional[0]
            if not first.value.is_texty:
                return None
            words = [Slot(string(word), first.node) for word in _tokens(first.value.text()) if word]
            return Sequence(words, node=given.node)
        if name == _EXEC:
            self._command(given.positional, given)
            return Unknown(name)
        if name not in _STARTERS:
            return None
        slot = given.get("args", 0) or given.get("cmd") or given.get("command")
        for value in slot.value.options if slot else ():
            if value.is_sequence:
                self._command(value.seen(), given, hidden=value.iterate() is None)
            elif value.is_texty and slot is not None and value.mentions("aliyun"):
                for command in commands(value.text()):
                    self._command([Slot(string(word), slot.node) for word in command], given)
        return Unknown(name)

    def _command(self, slots: list[Slot], given: Arguments, *, hidden: bool = False) -> None:
        """Note the request that the words of a command ask for."""
        texts = [slot.value.known for slot in slots]
        if not texts or (texts[0] or "").rpartition("/")[2] != "aliyun" or {"help", "--help"} & set(texts):
            return
        command = _Command(hidden)
        command.read(slots[1:])
        if command.operation is not None:
            if command.endpoint is not None:
                endpoint_given(self.walk, command.endpoint)
            if command.region is not None:
                region = lower(command.region.value)
                self.walk.journal.note(
                    self.walk.context, command.region, lambda place: RegionGiven(place, region)
                )
            sending = Sending(
                command.operation,
                command.parameters,
                given.node,
                version=command.version,
                region=command.served_in,
                named=command.words[1],
                is_open=command.hidden,
            )
            self.walk.journal.request(self.walk.context, sending)


class _Command:
    """The words of one ``aliyun`` command; *hidden* tells that there may be others."""

    def __init__(self, hidden: bool) -> None:
        self.hidden = hidden
        self.words: list[Slot] = []
        self.parameters: dict[str, Slot] = {}
        self.region: Slot | None = None
        self.endpoint: Slot | None = None
        self.version: str | None = None

    @property
    def operation(self) -> str | None:
        """The operation of IMM that the command names."""
        if len(self.words) < 2 or self.words[0].value.known != "imm":
            return None
        name = self.words[1].value.known
        return name if name and name[0].isupper() else None

    @property
    def served_in(self) -> str | None:
        """The region that answers: that of the endpoint, which is asked, before the one that is named."""
        if self.endpoint is not None:
            return region_in(self.endpoint.value.known)
        return self.region.value.known if self.region else None

    def read(self, slots: list[Slot]) -> None:
        """Read what stands behind the name of the client."""
        rest = deque(slots)
        while rest:
            slot = rest.popleft()
            text = slot.value.known or ""
            if text.startswith("-"):
                self._flag(text, slot, rest)
            else:
                self.words.append(slot)
                self.hidden = self.hidden or (slot.value.known is None and len(self.words) > 2)

    def _flag(self, text: str, slot: Slot, rest: deque[Slot]) -> None:
        flag, equals, _ = text.partition("=")
        if flag in _ALONE:
            return
        label = slot.value.text()
        value = Slot(string(_after(label, len(flag) + 1)), slot.node, slot.node, label) if equals else None
        if value is None and rest and not (rest[0].value.known or "").startswith("--"):
            following = rest.popleft()
            value = Slot(following.value, following.node, slot.node, label)
        if flag in ("--region", "--RegionId"):
            self.region = value
        elif flag == "--endpoint":
            self.endpoint = value
        elif flag == "--version":
            self.version = value.value.known if value else None
        elif flag[2:3].isupper() and value is not None:
            self.parameters[flag[2:]] = value


def commands(text: Text) -> Iterator[list[Text]]:
    """Yield the words of each command in a line for a shell."""
    words: list[Text] = []
    for token in (*_tokens(text, shell=True), None):
        if token is not None:
            # What is set for one command, or runs it, comes before its name.
            if words or not (_SETTING.match(token.shown) or token.shown in _RUNNERS):
                words.append(token)
        elif words:
            yield words
            words = []


def _tokens(text: Text, *, shell: bool = False) -> Iterator[Text | None]:
    """Yield the words of a line as a POSIX shell splits it, each with where it is written.

    With *shell*, what a shell fills in (``$name``, ``$(command)``) is a hole, and ``None`` stands where a
    pipe, a redirection or another command begins.
    """
    word: list[Piece | Hole] = []
    quote, begun, escaped = "", False, False
    chars = deque(_chars(text))
    while chars:
        char = chars.popleft()
        plain = char.text if isinstance(char, Piece) else ""
        if escaped:
            word += [char] if plain != "\n" else []
            escaped = False
        elif plain == "\\" and quote != "'":
            escaped, begun = True, True
        elif quote and plain == quote:
            quote = ""
        elif shell and plain and plain in "$`" and quote != "'":
            word.append(_filled_in(plain, chars))
        elif quote:
            word.append(char)
        elif plain and plain in "'\"":
            quote, begun = plain, True
        elif shell and plain and plain in "|&;<>()\n":
            if word or begun:
                yield _joined(word)
            yield None
            word, begun = [], False
        elif plain and plain.isspace():
            if word or begun:
                yield _joined(word)
            word, begun = [], False
        else:
            word.append(char)
    if word or begun:
        yield _joined(word)


def _filled_in(first: str, rest: deque[Piece | Hole]) -> Hole:
    """Take what a shell fills in from *rest*, and return the hole that it leaves."""
    name = ""
    closing = {"{": "}", "(": ")"}.get(rest[0].text, "") if rest else ""
    closing = "`" if first == "`" else closing
    while rest and (closing or rest[0].text.isalnum() or rest[0].text == "_"):
        char = rest.popleft().text
        if char == closing:
            break
        name += char
    return Hole("".join(c for c in name if c.isalnum() or c == "_") or "...")


def _chars(text: Text) -> Iterator[Piece | Hole]:
    for piece in text.pieces:
        if isinstance(piece, Hole):
            yield piece
        else:
            for index, char in enumerate(piece.text):
                yield Piece(char, piece.node, piece.literal, piece.first + index)


def _joined(chars: list[Piece | Hole]) -> Text:
    """Return one text: neighbours from one token become one piece again."""
    pieces: list[Piece | Hole] = []
    for char in chars:
        last = pieces[-1] if pieces else None
        if (
            isinstance(last, Piece)
            and isinstance(char, Piece)
            and last.node is char.node
            and last.first + len(last.text) == char.first
        ):
            pieces[-1] = Piece(last.text + char.text, last.node, last.literal, last.first)
        else:
            pieces.append(char)
    return Text(tuple(pieces))


def _after(text: Text, count: int) -> Text:
    """Return a text without its first *count* characters."""
    return _joined(list(_chars(text))[count:])
