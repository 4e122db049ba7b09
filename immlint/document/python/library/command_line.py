"""The command line client, ``aliyun imm Operation --Name value``, started from Python."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from immlint.catalog.endpoint import region_in
from immlint.document.python.domain.join import Unknown
from immlint.document.python.domain.sequence import Sequence
from immlint.document.python.domain.string import string
from immlint.document.python.domain.text import Text, hole, joined, plain
from immlint.document.python.domain.value import Arguments, Slot, Value, lower
from immlint.document.python.journal import Sending
from immlint.document.python.library.library import Library
from immlint.document.shell.client import Call, RegionWord, called, parameters, regions_exported, wire_name
from immlint.document.shell.split import Reader
from immlint.document.shell.words import Gap, Literal, Word
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
            (words,) = _words(first.value.text(), shell=False) or [[]]
            return Sequence([Slot(string(word), first.node) for word in words], node=given.node)
        if name == _EXEC:
            self._command(called([_Argument(slot) for slot in given.positional]), given)
            return Unknown(name)
        if name not in _STARTERS:
            return None
        slot = given.get("args", 0) or given.get("cmd") or given.get("command")
        for value in slot.value.options if slot else ():
            if value.is_sequence:
                arguments = [_Argument(each) for each in value.seen()]
                self._command(called(arguments, hidden=value.iterate() is None), given)
            elif value.is_texty and slot is not None and value.mentions("aliyun"):
                node = slot.node
                commands = _words(value.text(), shell=True)
                self._script([[_Argument(Slot(string(w), node)) for w in words] for words in commands], given)
        return Unknown(name)

    def _script(self, commands: list[list[_Argument]], given: Arguments) -> None:
        """Note what the commands of one text ask for."""
        calls = [call for command in commands if (call := called(command)) is not None]
        for call in calls:
            self._command(call, given)
        if any(call.product == "imm" for call in calls):
            for region in regions_exported(commands, calls):
                self._note(region)

    def _note(self, region: RegionWord[_Argument]) -> None:
        """Note a region that a word names."""
        slot, part = region.word.slot, region.part
        named = lower(slot.value) if part is None else region_in(slot.value.known)
        self.walk.journal.note(
            self.walk.context, slot, lambda place: RegionGiven(place._replace(part=part), named)
        )

    def _command(self, call: Call[_Argument] | None, given: Arguments) -> None:
        """Note the request that a command asks for."""
        if call is None or call.product != "imm":
            return
        operations = self.walk.journal.catalog.operations
        name = wire_name(call.operation or "", operations)
        if name is None:
            return
        row = operations.get(name)
        found, is_open = parameters(call, row.parameters if row is not None else ())
        for region in call.regions:
            self._note(region)
        # The endpoint is asked, whatever region is named beside it.
        served = call.region.known if call.region is not None else None
        if call.endpoint is not None:
            served = region_in(call.endpoint.known)
        sending = Sending(
            name,
            {name: flag.naming(value) for name, (flag, value) in found.items()},
            given.node,
            version=call.version,
            region=served,
            named=call.named[1].slot,
            is_open=is_open,
        )
        self.walk.journal.request(self.walk.context, sending)


class _Argument(NamedTuple):
    """A word of a command, where it stands in code."""

    slot: Slot

    @property
    def known(self) -> str | None:
        """The text, if all of it is known."""
        return self.slot.value.known

    @property
    def shown(self) -> str:
        """The text with ``${name}`` for what is not known of it."""
        return self.slot.value.text().shown if self.slot.value.is_texty else "${...}"

    @property
    def is_many(self) -> bool:
        """Return that it is one: what is not, is told of the whole command."""
        return False

    def after(self, count: int) -> _Argument:
        """Return the word without its first *count* characters."""
        text = self.slot.value.text()
        return _Argument(Slot(string(text.cut(count, len(text.shown))), self.slot.node))

    def naming(self, value: _Argument) -> Slot:
        """Return a value as that of the flag that this is."""
        return Slot(value.slot.value, value.slot.node, self.slot.node, self.slot.value.text())


def _words(text: Text, *, shell: bool) -> list[list[Text]]:
    """Return the words of each command in a text, with where code wrote them."""
    reader = Reader(text.shown, text.holes, shell=shell)
    return [[_written(word, text) for word in command.words] for command in reader.read()]


def _written(word: Word, text: Text) -> Text:
    return joined(_part(part, text) for part in word.parts)


def _part(part: Literal | Gap, text: Text) -> Text:
    if isinstance(part, Gap):
        return text.cut(part.start, part.end) if part.start in text.holes else hole(part.name or "...")
    start = part.end - len(part.text)
    return text.cut(start, part.end) if text.shown[start : part.end] == part.text else plain(part.text)
