"""The command line client, ``aliyun PRODUCT Operation --Name value``: what its words ask for."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, Protocol, Self, TypeVar

from immlint.catalog.endpoint import region_within

#: What may stand before the name of a command: settings, and what runs it.
_SETTING = re.compile(r"([A-Za-z_]\w*)\+?=")
_RUNNERS = ("sudo", "env", "exec", "time", "nohup", "command", "builtin")
_KEYWORDS = ("if", "then", "else", "elif", "while", "until", "do", "!", "{")
#: Flags of the client itself that stand alone.
_ALONE = ("--force", "--dryrun", "--secure", "--insecure", "--help", "--quiet", "-q", "--skip-secure-verify")
_REGIONS = ("--region", "--RegionId", "--region-id")
#: Variables that the client reads where no flag and no file of its own tells. Source: Alibaba Cloud CLI,
#: environment variables.
_REGION_SET, _ENDPOINT_SET = "ALIBABA_CLOUD_REGION_ID", "ALIBABA_CLOUD_ENDPOINT"
#: What stands in a sample for words that it leaves out, or that are optional.
_LEFT_OUT = ("...", "…", "[")


class Argument(Protocol):
    """A word of a command, as far as it is known."""

    @property
    def known(self) -> str | None:
        """The text, if all of it is known."""
        ...

    @property
    def shown(self) -> str:
        """The text with ``${name}`` for what is not known of it."""
        ...

    @property
    def is_many(self) -> bool:
        """Whether it may be several words, or none."""
        ...

    def after(self, count: int) -> Self:
        """Return the word without its first *count* characters, which are known."""
        ...


W = TypeVar("W", bound=Argument)


class RegionWord(NamedTuple, Generic[W]):
    """A word that names a region by a flag or a variable *name*: all of it, or the *part* of an endpoint."""

    name: str
    word: W
    part: tuple[int, int] | None = None


class Call(Generic[W]):
    """One command of the client; *hidden* tells that there may be other words, *settings* precede it.

    ``flags`` are its parameters by the names that are written (``ProjectName``, or ``project-name`` as the
    client's plugins spell them), each with the word of its name and that of its value.
    """

    def __init__(
        self, words: Iterable[W], *, hidden: bool = False, settings: Mapping[str, W] | None = None
    ) -> None:
        self.hidden = hidden
        self._settings = settings or {}
        self.flags: dict[str, tuple[W, W]] = {}
        self.region: W | None = None
        self.endpoint: W | None = None
        self.version: str | None = None
        #: The product and the operation, if they are known, and whatever comes after them.
        self.named: list[W] = []
        rest = deque(words)
        while rest:
            word = rest.popleft()
            text = word.known
            if text is not None and text.startswith("-"):
                self._flag(text, word, rest)
            elif text is not None and text.startswith(_LEFT_OUT):
                self.hidden = True
            else:
                self.named.append(word)
                # What is not known may be a flag.
                self.hidden = self.hidden or word.is_many or (text is None and len(self.named) > 2)

    @property
    def product(self) -> str | None:
        """The product that is called."""
        return self.named[0].known if self.named else None

    @property
    def operation(self) -> str | None:
        """The operation, as the API spells it; that of a plugin as its words."""
        name = self.named[1].known if len(self.named) > 1 else None
        return name or None

    def is_located(self) -> bool:
        """Tell whether a flag says where it is sent."""
        return self.region is not None or self.endpoint is not None

    @property
    def regions(self) -> Iterator[RegionWord[W]]:
        """The words that name the region it asks, and the endpoint."""
        if self.region is not None:
            yield RegionWord("--region", self.region)
        if self.endpoint is not None:
            yield from _in_endpoint("--endpoint", self.endpoint)
        yield from _regions_set(self._settings, is_default=not self.is_located())

    def _flag(self, text: str, word: W, rest: deque[W]) -> None:
        flag, equals, _ = text.partition("=")
        if flag in _ALONE:
            return
        value = word.after(len(flag) + 1) if equals else None
        if value is None and rest and not (rest[0].known or "").startswith("--"):
            value = rest.popleft()
            self.hidden = self.hidden or value.is_many
        if flag in _REGIONS:
            self.region = value
        elif flag == "--endpoint":
            self.endpoint = value
        elif flag == "--version":
            self.version = value.known if value is not None else None
        elif flag.startswith("--") and value is not None:
            self.flags[flag[2:]] = (word, value)


def called(words: Sequence[W], *, hidden: bool = False) -> Call[W] | None:
    """Return what a command asks the client for, or ``None`` if it is another, or a question for help."""
    run, settings = program(words)
    texts = [word.known for word in run]
    if not texts or (texts[0] or "").rpartition("/")[2] != "aliyun" or {"help", "--help"} & set(texts):
        return None
    return Call(run[1:], hidden=hidden, settings=settings)


def program(words: Sequence[W]) -> tuple[Sequence[W], dict[str, W]]:
    """Return the words of a command from the program that is run on, and the variables set before it."""
    at = 0
    settings: dict[str, W] = {}
    while at < len(words):
        shown = words[at].shown
        before = words[at - 1].known if at else ""
        flag = shown.startswith("-") and before in _RUNNERS
        setting = _SETTING.match(shown)
        if setting:
            settings[setting[1]] = words[at].after(setting.end())
        elif not (flag or words[at].known in _RUNNERS + _KEYWORDS):
            break
        at += 1
    return words[at:], settings


def regions_exported(commands: Iterable[Sequence[W]], calls: Sequence[Call[W]]) -> Iterator[RegionWord[W]]:
    """Yield the variables that name a region for all commands of a text; *calls* are those of the client.

    One that names a region by itself may be meant for another product than IMM.
    """
    is_default = all(call.product == "imm" for call in calls) and not all(map(Call.is_located, calls))
    for words in commands:
        if words and words[0].known == "export":
            found = [(match, word) for word in words[1:] if (match := _SETTING.match(word.shown))]
            settings = {match[1]: word.after(match.end()) for match, word in found}
            yield from _regions_set(settings, is_default=is_default)


def _regions_set(settings: Mapping[str, W], *, is_default: bool) -> Iterator[RegionWord[W]]:
    """Yield the variables that name an endpoint of IMM or, where nothing else tells it, the region."""
    if is_default and _REGION_SET in settings:
        yield RegionWord(_REGION_SET, settings[_REGION_SET])
    if _ENDPOINT_SET in settings:
        yield from _in_endpoint(_ENDPOINT_SET, settings[_ENDPOINT_SET])


def _in_endpoint(name: str, word: W) -> Iterator[RegionWord[W]]:
    part = region_within(word.known)
    if part is not None:
        yield RegionWord(name, word, part)


#: Flags that the client's plugins take beside an operation's own.
_GLOBAL = re.compile(
    r"(?:profile|user-agent|endpoint(?:-\w+)?|output|log-level|(?:read|connect|retry)-[\w-]+|timeout|proxy|pager"
    r"|cli-[\w-]+|method|path|body(?:-file)?|header|mode|language|config-path|access-key-[\w-]+|sts-token"
    r"|ram-role-\w+|role-[\w-]+|waiter|version|api-version|q|quiet|biz-region-id)"
)


def is_plugin(name: str) -> bool:
    """Tell whether an operation is spelt as the client's plugins do: ``create-dataset``."""
    return name[:1].islower()


def wire_name(written: str, names: Iterable[str]) -> str | None:
    """Return the name of the API for one that is written: as it is, or one of *names* as plugins spell it."""
    if not is_plugin(written):
        return written or None
    letters = written.replace("-", "").lower()
    return next((name for name in names if name.replace(".", "").lower() == letters), None)


def parameters(call: Call[W], names: Iterable[str]) -> tuple[dict[str, tuple[W, W]], bool]:
    """Return the parameters of a call by the names of the API, and whether there may be others."""
    known = tuple(names)
    plugin = is_plugin(call.operation or "")
    found: dict[str, tuple[W, W]] = {}
    hidden = call.hidden
    for written, given in call.flags.items():
        name = wire_name(written, known) if plugin or not is_plugin(written) else None
        if name is not None:
            found[name] = given
        elif plugin and not _GLOBAL.fullmatch(written):
            hidden = True
    return found, hidden
