"""What the modules of a run import: by words first, as most of them import nothing that is asked for."""

from __future__ import annotations

import os
import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import islice
from zlib import crc32

#: From the word that all import statements have: to look for a text costs a small part of looking for lines.
_IMPORT = re.compile(rb"import\b[ \t]*(?:\\\n[ \t]*)*(\()?[^\n;#\\(]*(?:\\\n?[^\n;#\\(]*)*")
_LISTED = re.compile(rb"[^)#]*(?:#[^\n]*[^)#]*)*\)")
#: How many bytes before the word are looked at.
_FARTHEST = 1_000
#: The same without a look at what stands around: what may be before the word, and what is listed behind it.
_HEAD = re.compile(
    rb"from\b[^\n;#'\"\\]{0,1000}(?:import|\\\n(?:[^\n;#'\"\\]{0,1000}\\\n){0,20}[^\n;#'\"\\]{0,1000}import)"
)
_LIST = re.compile(rb"import\b[^\n;#(\\]*(?:\\\n?[^\n;#(\\]*)*(?:\([^)#]*(?:#[^\n]*[^)#]*)*)?")
#: Turns what stands between words into spaces.
_WORDS = bytes(byte if byte >= 0x80 or chr(byte).isalnum() or byte == 0x5F else 0x20 for byte in range(256))
_FROM = re.compile(r"from\s*([.\s]*)([\w.]*)\s*import\b[\s(]*(.*)", re.S)
_AS = re.compile(r"\s+as\s")
_COMMENT = re.compile(r"#[^\n]*")
#: What leads to IMM, to a policy or to a command, in a module that others import.
_LEADS = (*(b"alibabacloud_", b"aliyun", b"pulumi_alicloud", b"ros_cdk", b"2020-09-30"),)
#: The core of the SDKs has the name of a drink, which is in texts, too.
_CORE = re.compile(rb"\b(?:from|import)[ \t\\]+Tea\b")
#: How many bytes a sum has.
_SUM = 8
#: So many words wait to be taken up at most.
_WAITING = 250_000
#: Larger modules are not looked into.
LARGEST = 2 * 1024 * 1024


def statements(data: bytes) -> list[bytes]:
    """Return the import statements in a module; some are none, as a text may have such lines."""
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    found: list[bytes] = []
    match, closed = _IMPORT.search(data), True
    while match is not None:
        start, end = match.span()
        head = _head(data, start)
        if head is not None:
            if match[1] and closed and head:
                listed = _LISTED.match(data, match.end(1))
                # Whatever is open to the end is so from there on, too.
                closed = listed is not None
                end = listed.end() if listed is not None else end
            found.append(head + data[start:end])
        match = _IMPORT.search(data, end)
    return found


def _head(data: bytes, at: int) -> bytes | None:
    """Return what an import statement begins with before the word; ``None`` if none can stand there."""
    least = max(0, at - _FARTHEST)
    begin = data.rfind(b"\n", least, at) + 1
    while begin > 1 and data[begin - 2 : begin] == b"\\\n":
        begin = data.rfind(b"\n", least, begin - 1) + 1
    head = data[max(begin, least) : at]
    if b";" in head or b":" in head:
        # Behind other statements of the line.
        head = head[max(head.rfind(b";"), head.rfind(b":")) + 1 :]
    head = head.lstrip()
    return head if not head or head.startswith(b"from") else None


def named(found: Iterable[bytes], package: str) -> Iterator[str]:
    """Yield the dotted names of what may be modules in import statements of a file of *package*."""
    parents = package.split(".") if package else []
    for statement in found:
        text = _COMMENT.sub("", statement.decode("utf-8", "replace")).replace("\\\n", " ")
        match = _FROM.match(text)
        if match is None:
            yield from _listed(text.removeprefix("import"))
            continue
        base = absolute(match[2], match[1].count("."), parents)
        yield base
        yield from (f"{base}.{name}" for name in _listed(match[3]))


def absolute(module: str, dots: int, parents: Sequence[str]) -> str:
    """Return the full name of what ``from`` names with so many leading *dots* in a package within *parents*.

    Beyond the outermost of them, a folder has no name: the dots are kept.
    """
    if not dots:
        return module
    above = parents[: len(parents) - dots + 1] if dots <= len(parents) else [""] * dots
    return ".".join([*above, module] if module else above)


def noted(data: bytes, *, has_needle: bool) -> bytes:
    """Return what is kept of a module for what others import: whether it :func:`leads` to what is ours, a sum
    over its import statements, and their words, as short as they can be told apart by.
    """
    found = written(data)
    said = words(found)
    leading = _leads(data, found, said, has_needle=has_needle)
    sums = array("I", sorted(set(map(crc32, said))))
    return bytes((leading,)) + blake2b(found, digest_size=_SUM).digest() + sums.tobytes()


def written(data: bytes) -> bytes:
    """Return the import statements in a module with what may be some: to tell those apart takes longer."""
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return b"\n".join((*_HEAD.findall(data), *_LIST.findall(data)))


def words(found: bytes) -> set[bytes]:
    """Return the words in import statements."""
    return set(found.translate(_WORDS).split())


def leads(data: bytes) -> bool:
    """Tell whether others may reach what is ours through the names of a module."""
    found = written(data)
    return _leads(data, found, words(found), has_needle=True)


def _leads(data: bytes, found: bytes, said: set[bytes], *, has_needle: bool) -> bool:
    """*has_needle* tells whether it has a word of what is ours: most that lead there do."""
    if has_needle and any(word in data for word in _LEADS):
        return True
    if b"Tea" in said and _CORE.search(found) is not None:
        return True
    # What is imported by a text needs a library for that.
    return b"darabonba" in said or (b"importlib" in said and b"darabonba" in data)


class Index:
    """The modules whose imports have a word."""

    def __init__(self) -> None:
        self._paths: list[str] = []
        self._by_word: dict[int, array[int]] = {}
        #: The words that are asked for.
        self._asked: frozenset[int] = frozenset()
        #: The words of the last of them, and how many each has: they are taken up when they are asked for.
        self._words = array("I")
        self._counts = array("I")

    def __len__(self) -> int:
        return len(self._paths)

    def add(self, path: str, told: bytes, names: Callable[[], Iterable[str]]) -> None:
        """Take up what was :func:`noted` of a module that is not known.

        *names* are those of all modules and folders of the run: the others are asked for by nobody.
        """
        self._paths.append(path)
        before = len(self._words)
        self._words.frombytes(told[1 + _SUM :])
        self._counts.append(len(self._words) - before)
        if len(self._words) > _WAITING:
            self._take_up(names)

    def _take_up(self, names: Callable[[], Iterable[str]]) -> None:
        if self._counts and not self._asked:
            here = os.path.basename(os.getcwd())
            self._asked = frozenset(map(_sum, (here, *names())))
        words = iter(self._words)
        for number, count in enumerate(self._counts, len(self._paths) - len(self._counts)):
            for word in islice(words, count):
                if word not in self._asked:
                    continue
                numbers = self._by_word.get(word)
                if numbers is None:
                    numbers = self._by_word[word] = array("I")
                numbers.append(number)
        self._words, self._counts = array("I"), array("I")

    def candidates(
        self,
        modules: Iterable[str],
        paths: Iterable[str],
        is_package: Callable[[str], bool],
        names: Callable[[], Iterable[str]],
    ) -> Iterator[str]:
        """Yield those of *paths* that may import one of *modules*, in their order."""
        self._take_up(names)
        found: set[str] = set()
        for module in modules:
            word, parent, root = _imported_as(module, is_package)
            numbers = self._by_word.get(word, ())
            # The package is named, too, unless both are in it.
            others = frozenset(self._by_word.get(parent, ())) if numbers else frozenset()
            found |= {
                self._paths[number]
                for number in numbers
                if number in others or self._paths[number].startswith(root)
            }
        return (path for path in paths if path in found)


def _imported_as(path: str, is_package: Callable[[str], bool]) -> tuple[int, int, str]:
    """Return the word by which others import a module, that of its package, and the folder of all of that."""
    folder, name = os.path.split(os.path.normpath(path))
    if name == "__init__.py":
        folder, name = os.path.split(folder)
        name = name or os.path.basename(os.path.abspath(path).removesuffix(f"{os.sep}__init__.py"))
    parent = os.path.basename(os.path.abspath(folder))
    root = folder
    while is_package(root) and os.path.dirname(root) != root:
        root = os.path.dirname(root)
    own = name.removesuffix(".py")
    return _sum(own), _sum(parent), os.path.join(root, "") if root else ""


def _sum(word: str) -> int:
    return crc32(word.encode("utf-8", "surrogateescape"))


def _listed(names: str) -> Iterator[str]:
    """Yield the names of a list, without what they are called by."""
    for name in names.strip("() \t\n").split(","):
        yield _AS.split(name.strip(), maxsplit=1)[0]
