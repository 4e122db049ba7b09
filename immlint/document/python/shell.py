"""The command line client, ``aliyun imm Operation --Name value``, started from Python."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

from immlint.document.python.reading import known_text, options
from immlint.document.python.record import Arguments, Recorder
from immlint.document.python.value import Hole, Items, Piece, Record, Slot, Text, Unknown, Value

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


def construct(recorder: Recorder, name: str, given: Arguments) -> Value | None:
    """Record the command that a call starts; ``None`` if the symbol starts none."""
    if name == "shlex.split" and given.positional:
        text = given.positional[0].value
        if isinstance(text, Text):
            node = given.positional[0].node
            return Items([Slot(word, node) for word in _tokens(text) if word], node=given.node)
        return None
    if name == _EXEC:
        _command(recorder, given.positional, given)
        return Unknown(name)
    if name not in _STARTERS:
        return None
    slot = given.get("args", 0) or given.get("cmd") or given.get("command")
    for value in options(slot.value) if slot else ():
        if isinstance(value, Items):
            _command(recorder, value.slots, given, hidden=value.open)
        elif isinstance(value, Text) and slot is not None and "aliyun" in value.shown:
            for command in commands(value):
                _command(recorder, [Slot(word, slot.node) for word in command], given)
    return Unknown(name)


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


def _command(recorder: Recorder, slots: list[Slot], given: Arguments, *, hidden: bool = False) -> None:
    texts = [known_text(slot.value) for slot in slots]
    if not texts or (texts[0] or "").rpartition("/")[2] != "aliyun" or {"help", "--help"} & set(texts):
        return
    parameters, region, version = Record(), None, None
    words: list[Slot] = []
    rest = list(zip(texts[1:], slots[1:], strict=True))
    while rest:
        text, slot = rest.pop(0)
        flag, equals, inline = (text or "").partition("=")
        if not flag.startswith("-"):
            words.append(slot)
            hidden = hidden or (text is None and len(words) > 2)
            continue
        if flag in _ALONE:
            continue
        label = slot.value if isinstance(slot.value, Text) else None
        value = Slot(_after(slot.value, len(flag) + 1), slot.node, slot.node, label) if equals else None
        if value is None and rest and not (rest[0][0] or "").startswith("--"):
            _, following = rest.pop(0)
            value = Slot(following.value, following.node, slot.node, label)
        if flag in ("--region", "--RegionId"):
            region = known_text(value.value) if value else None
        elif flag == "--version":
            version = inline or (known_text(value.value) if value else None)
        elif flag[2:3].isupper() and value is not None:
            parameters.slots[flag[2:]] = value
    service, operation = (*(known_text(word.value) for word in words[:2]), None, None)[:2]
    if service != "imm" or not operation or not operation[0].isupper():
        return
    recorder.request(
        operation,
        parameters.slots,
        given.node,
        version=version,
        region=region,
        named=words[1],
        open=hidden or parameters.open,
    )


def _after(value: Value, count: int) -> Value:
    """Return a text without its first *count* characters."""
    if not isinstance(value, Text):
        return value
    chars = [char for piece in value.pieces for char in _chars(Text((piece,)))]
    return _joined(chars[count:])
