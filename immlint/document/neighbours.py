"""The other Python files that a module may import names of: those of the run, and those beside it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator

from immlint.document.sniff import CALLER
from immlint.needles import IN_CODE
from immlint.source import Source, UndecodableError

#: Import statements, in bytes that begin with a line end: of all modules of a run, most are not even decoded.
_IMPORT = re.compile(rb"\n[ \t]*((?:from|import)\b[^\n(]*(?:\([^)]*\))?)")
_WORD = re.compile(rb"[\w\x80-\xff]+")
_FROM = re.compile(r"from\s*([.\s]*)([\w.]*)\s*import\b[\s(]*(.*)", re.S)
_COMMENT = re.compile(r"#[^\n]*")
_LARGEST = 2 * 1024 * 1024


class Neighbours:
    """Finds a module by its dotted name; files are read when they are asked for.

    A file that is no part of the run is found where Python would look for it: beside the module, or beside
    the outermost package that it is in. Of such a file only the constants count.

    ``walked`` is for what a reader makes of each, by path; ``callers`` are those through which others may
    call IMM. ``followed`` is what files are whose text a command or resource is given: their kinds, by path;
    ``templates`` are those of them that are filled in.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._all = list(paths)
        self._files: set[str] = set()
        self._paths = {os.path.normpath(path): path for path in self._all if path.endswith(".py")}
        self.walked: dict[str, object] = {}
        self.callers: set[str] = set()
        self.followed: dict[str, str] = {}
        self.templates: set[str] = set()
        self._beside: dict[tuple[str, str], str | None] = {}
        self._found_beside: set[str | None] = set()
        self._texts: dict[str, str] = {}
        self._reaching: dict[str, bool] = {}

    def follow(self, path: str, written: str, kind: str, *, is_template: bool = False) -> None:
        """Take note of the kind of a file, as another names it: from its own folder, or from here."""
        for folder in (os.path.dirname(path), os.curdir):
            found = os.path.normpath(os.path.join(folder, written))
            if os.path.isfile(found):
                self.followed.setdefault(found, kind)
                if is_template:
                    self.templates.add(found)
                return

    def beside(self, path: str, suffixes: tuple[str, ...]) -> Iterator[str]:
        """Yield the other files in the folder of a file of the run, in order."""
        own, folder = os.path.normpath(path), os.path.dirname(os.path.normpath(path))
        # Most runs have no file that asks.
        self._files = self._files or {os.path.normpath(each) for each in self._all}
        for name in sorted(os.listdir(folder or os.curdir)) if own in self._files else ():
            found = os.path.join(folder, name)
            if name.endswith(suffixes) and found != own and os.path.isfile(found):
                yield found

    def importing(self, paths: Iterable[str], modules: Iterable[str]) -> Iterator[str]:
        """Yield those of *paths* that have an import of one of *modules* in them."""
        wanted = set(modules)
        words = {_imported_as(path).encode("utf-8", "surrogateescape") for path in wanted}
        for path in paths:
            statements = _imports(path)
            # Which file a name leads to is looked up where it may be one of them.
            if not words.isdisjoint(_WORD.findall(b" ".join(statements))) and any(
                self.find(path, dotted) in wanted for dotted in self._names(path, statements)
            ):
                yield path

    def callers_beside(self, path: str) -> Iterator[str]:
        """Yield the files outside of the run that a module imports and that call IMM, or hand an SDK on."""
        for dotted in self._names(path, _imports(path)):
            found = self.find(path, dotted)
            if found is not None and self.is_beside(found):
                source = read(found)
                if source is not None and CALLER.search(source.data):
                    yield found

    def _imported_by(self, path: str) -> Iterator[str]:
        found = (self.find(path, dotted) for dotted in self._names(path, _imports(path)))
        yield from (each for each in found if each is not None)

    def _names(self, path: str, statements: Iterable[bytes]) -> Iterator[str]:
        """Yield the dotted names of what may be modules in import statements of a file."""
        package: list[str] | None = None
        for statement in statements:
            text = _COMMENT.sub("", statement.decode("utf-8", "replace"))
            match = _FROM.match(text)
            if match is None:
                yield from _listed(text.removeprefix("import"))
                continue
            dots, base = match[1].count("."), match[2]
            if dots:
                package = self.package(path).split(".") if package is None else package
                base = ".".join(filter(None, (*package[: len(package) - dots + 1], base)))
            yield base
            yield from (f"{base}.{name}".lstrip(".") for name in _listed(match[3]))

    def package(self, path: str) -> str:
        """Return the dotted name of the package that a file is in."""
        parts: list[str] = []
        folder = os.path.dirname(os.path.normpath(path))
        while self._is_package(folder):
            parts.insert(0, os.path.basename(folder))
            folder = os.path.dirname(folder)
        return ".".join(parts)

    def find(self, path: str, dotted: str) -> str | None:
        """Return the path of the module that *path* would import as *dotted*, if there is one."""
        found = self._of_run(path, dotted)
        key = (os.path.dirname(os.path.normpath(path)), dotted)
        is_file = os.path.normpath(path) in self._paths or path in self._found_beside
        if found is None and is_file and dotted.strip("."):
            if key not in self._beside:
                self._beside[key] = self._on_disk(*key)
                self._found_beside.add(self._beside[key])
            found = self._beside[key]
        return found

    def is_beside(self, path: str) -> bool:
        """Tell whether a file is no part of the run."""
        return os.path.normpath(path) not in self._paths

    def defines(self, path: str, name: str) -> bool:
        """Tell whether a file seems to have a name that is no function: parsing it takes a while."""
        if path not in self._texts:
            source = read(path)
            self._texts[path] = source.text if source is not None else ""
        written = rf"^\s*{name}\s*(?:[:=,)]|$)|^\s*class\s+{name}\b|^\s*(?:from|import)\b.*\b{name}\b"
        return re.search(written, self._texts[path], re.M) is not None

    def reaches(self, path: str, dotted: str) -> bool:
        """Tell whether what *path* imports as *dotted* has a word of ours, or imports what has one."""
        found = self.find(path, dotted)
        if found is None:
            return False
        if found not in self._reaching:
            seen: set[str] = set()
            new = {found}
            while new and not any(map(_is_ours, new)):
                seen |= new
                new = {
                    f for each in new for d in self._names(each, _imports(each)) if (f := self.find(each, d))
                } - seen
            self._reaching |= dict.fromkeys([found] if new else seen, bool(new))
        return self._reaching[found]

    def _is_package(self, folder: str) -> bool:
        init = os.path.normpath(os.path.join(folder, "__init__.py"))
        return init in self._paths or os.path.isfile(init)

    def _on_disk(self, folder: str, dotted: str) -> str | None:
        inside = os.path.join(*dotted.split("."))
        while True:
            for candidate in (f"{inside}.py", os.path.join(inside, "__init__.py")):
                path = os.path.join(folder, candidate)
                if os.path.isfile(path):
                    return path
            if not self._is_package(folder):
                return None
            folder = os.path.dirname(folder)

    def _of_run(self, path: str, dotted: str) -> str | None:
        inside = os.path.join(*dotted.split(".")) if dotted else ""
        folder = os.path.dirname(os.path.normpath(path))
        while True:
            for candidate in (f"{inside}.py", os.path.join(inside, "__init__.py")):
                found = self._paths.get(os.path.normpath(os.path.join(folder, candidate)))
                if found is not None:
                    return found
            parent = os.path.dirname(folder)
            if parent == folder:
                return None
            folder = parent


def _is_ours(path: str) -> bool:
    """Tell whether a module cannot be passed over by its words; one that cannot be read is nothing."""
    source = read(path)
    return source is not None and any(word in source.data for word in IN_CODE)


def _imports(path: str) -> list[bytes]:
    """Return the import statements of a module of the run."""
    source = read(path)
    return _IMPORT.findall(b"\n" + source.data) if source is not None else []


def _listed(names: str) -> Iterator[str]:
    """Yield the names of a list, without what they are called by."""
    for name in names.rstrip(") \t\r\n").split(","):
        yield name.partition(" as ")[0].strip()


def _imported_as(path: str) -> str:
    """Return the word by which other modules import a module."""
    folder, name = os.path.split(os.path.abspath(path))
    return os.path.basename(folder) if name == "__init__.py" else name.removesuffix(".py")


def read(path: str) -> Source | None:
    """Return a module of the run, or ``None`` if it cannot be read or is too large."""
    try:
        with open(path, "rb") as file:
            data = file.read(_LARGEST + 1)
        source = Source(path, data)
        return source if len(data) <= _LARGEST and source.text is not None else None
    except (OSError, UndecodableError):
        return None
