"""The other Python files that a module may import names of: those of the run, and those beside it."""

from __future__ import annotations

import os
import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from functools import cached_property
from hashlib import blake2b

from immlint.document import imports
from immlint.document.disk import Disk, contents
from immlint.document.imports import LARGEST
from immlint.document.sniff import CALLER
from immlint.source import Source, UndecodableError

#: How many modules are kept at hand: whoever asks of one, mostly asks again.
_KEPT = 8
#: How many names are known to lead to a file, or to none.
_LOOKED_UP = 2_000
_DOTTED = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")


class Neighbours:
    """Finds a module by its dotted name; files are read when they are asked for.

    A file that is no part of the run is found where Python would look for it: beside the module, or beside
    the outermost package that it is in. Of such a file only the constants count.

    ``syntax`` is for what a reader makes of files that are read together; ``callers`` are those through
    which others may call IMM. ``followed`` is what files are whose text a command or resource is given:
    their kinds, by path; ``templates`` are those of them that are filled in. ``memories`` are what a reader
    keeps of a file for another run, by path, if there will be one.
    """

    def __init__(self, paths: Iterable[str], memories: dict[str, object] | None = None) -> None:
        self.memories = memories
        self._all = list(paths)
        self._files: set[str] = set()
        modules = [path for path in self._all if path.endswith(".py")]
        #: What is asked of files that are no part of the run.
        self.disk = Disk()
        #: The modules of the run in the shortest form of their paths, and whether they were looked through.
        self._modules: dict[str, bool] = {}
        #: How those are named that are named in another form.
        self._named: dict[str, str] = {}
        for path in modules:
            normal = self._normal(path)
            self._modules[normal] = False
            if normal != path:
                self._named[normal] = path
        self.syntax: dict[str, object] = {}
        self.callers: set[str] = set()
        #: What was noted of files that nobody else looked through.
        self.noted: dict[str, bytes] = {}
        self.followed: dict[str, str] = {}
        self.templates: set[str] = set()
        self._asking: tuple[str, tuple[str, bool]] | None = None
        self._beside: dict[tuple[str, str], str | None] = {}
        #: First words that are looked for from a folder in vain, whatever follows.
        self._absent: set[tuple[str, str]] = set()
        self._known: dict[tuple[str, str], str | None] = {}
        self._found_beside: set[str | None] = set()
        self._packages: dict[str, bool] = {}
        self._sources: OrderedDict[str, Source | None] = OrderedDict()
        self._index = imports.Index()
        self._all_noted = 0
        self._leading: set[str] = set()
        self._beside_reaching: dict[str, bool] = {}

    @cached_property
    def _is_within(self) -> bool:
        """Whether paths are seen from within a package, or from beside it: then they do not name it."""
        # A text that stands among no others asks nothing of a folder.
        return self.disk.is_file("__init__.py") or any(
            path.startswith(os.pardir) for path in self._all if path.endswith(".py")
        )

    def __getstate__(self) -> dict[str, object]:
        """Return what is known of all files, for another process: what was made of them is made anew."""
        empty: dict[str, object] = {"memories": None, "syntax": {}, "noted": {}, "callers": set()}
        return self.__dict__ | empty | {"_sources": OrderedDict()}

    def prepare(self) -> None:
        """Look through all files for what any may ask of them."""
        _ = self._reaching

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
        wanted, paths = set(modules), [*paths]
        for path in paths:
            self._look_into(path)
        is_beside = any(map(self.is_beside, wanted))
        # Which file a name leads to is looked up where it may be one of them. What is beside the run is asked
        # for the few files that are named: the words for it are not kept.
        candidates = self._index.candidates(wanted, paths, self._is_package, self._names_of_run)
        for path in paths if is_beside else candidates:
            folder, _ = self._place(path)
            names = self._names(path)
            # Of those of the run, the disk need not be asked.
            found = (self.find(path, each) if is_beside else self._of_run(folder, each) for each in names)
            if any(each in wanted for each in found):
                yield path

    def survey(self, path: str, source: Source) -> bytes:
        """Take note of what a file of the run imports, and whether it leads to what is ours; return that."""
        data = source.data if len(source.data) <= LARGEST else b""
        noted = imports.noted(data, has_needle=source.has_needle)
        self.recall(path, noted)
        return noted

    def recall(self, path: str, noted: bytes) -> None:
        """Take note of what was noted of the same text before."""
        if self._is_looked_through(path):
            return
        self._modules[self._normal(path)] = True
        self._index.add(path, noted, self._names_of_run)
        if noted[0]:
            self._leading.add(path)
        own = blake2b(noted, digest_size=16, key=blake2b(os.fsencode(path)).digest()).digest()
        # In whichever order they come.
        self._all_noted ^= int.from_bytes(own)

    @property
    def world(self) -> bytes | None:
        """A sum over all that the modules of the run import: ``None`` if not all of them were looked through.

        While it is the same, and so is the disk, all that is asked of others but their text is answered so.
        """
        if len(self._index) < len(self._modules):
            return None
        return b"%d %d" % (self._is_within, self._all_noted)

    def read(self, path: str) -> Source | None:
        """Return another module, or ``None`` if it cannot be read or is too large."""
        if path not in self._sources:
            self._sources[path] = _source(path, self._contents(path))
            if len(self._sources) > _KEPT:
                self._sources.popitem(last=False)
        self._sources.move_to_end(path)
        return self._sources[path]

    def _contents(self, path: str) -> bytes | None:
        return self.disk.read(path) if self.is_beside(path) else contents(path)

    def _data(self, path: str) -> bytes:
        """Return what a module holds: nothing, if it cannot be read or is too large."""
        data = self._contents(path) or b""
        return data if len(data) <= LARGEST else b""

    def callers_beside(self, path: str) -> Iterator[str]:
        """Yield the files outside of the run that a module imports and that call IMM, or hand an SDK on."""
        for found in self._imported_by(path):
            if self.is_beside(found):
                source = self.read(found)
                if source is not None and CALLER.search(source.data):
                    yield found

    def _imported_by(self, path: str) -> Iterator[str]:
        found = (self.find(path, dotted) for dotted in self._names(path))
        yield from (each for each in found if each is not None)

    def _names(self, path: str) -> Iterator[str]:
        """Yield the dotted names of what may be modules in the import statements of a file."""
        return imports.named(imports.statements(self._data(path)), self.package(path))

    def package(self, path: str) -> str:
        """Return the dotted name of the package that a file is in."""
        parts: list[str] = []
        folder = os.path.dirname(self._normal(path))
        while self._is_package(folder):
            parts.insert(0, os.path.basename(folder))
            folder = os.path.dirname(folder)
        return ".".join(parts)

    def find(self, path: str, dotted: str) -> str | None:
        """Return the path of the module that *path* would import as *dotted*, if there is one."""
        folder, is_known = self._place(path)
        found = self._of_run(folder, dotted)
        if found is not None or not (is_known or path in self._found_beside):
            return found
        key = (folder, dotted)
        if key not in self._beside and dotted.strip("."):
            _make_room(self._beside)
            self._beside[key] = self._on_disk(*key)
            self._found_beside.add(self._beside[key])
        return self._beside.get(key)

    def _place(self, path: str) -> tuple[str, bool]:
        """Return the folder of a file, and whether it is of the run. Whoever asks once, asks again."""
        if self._asking is None or self._asking[0] != path:
            normal = self._normal(path)
            self._asking = path, (os.path.dirname(normal), normal in self._modules)
        return self._asking[1]

    def is_beside(self, path: str) -> bool:
        """Tell whether a file is no part of the run."""
        return self._normal(path) not in self._modules

    def defines(self, path: str, name: str) -> bool:
        """Tell whether a file seems to have a name that is no function: parsing it takes a while."""
        source = self.read(path)
        written = rf"^\s*{name}\s*(?:[:=,)]|$)|^\s*class\s+{name}\b|^\s*(?:from|import)\b.*\b{name}\b"
        return source is not None and re.search(written, source.text, re.M) is not None

    def reaches(self, path: str, dotted: str) -> bool:
        """Tell whether what is ours may be reached through what *path* imports as *dotted*."""
        found = self.find(path, dotted)
        if found is None or not self.is_beside(found):
            return found in self._reaching
        if found not in self._beside_reaching:
            seen: set[str] = set()
            new = {found}
            while new and not any(self._leads(each) for each in new):
                seen |= new
                new = {each for module in new for each in self._imported_by(module)} - seen
            self._beside_reaching[found] = bool(new)
        return self._beside_reaching[found]

    def _leads(self, path: str) -> bool:
        return imports.leads(self._data(path)) if self.is_beside(path) else path in self._reaching

    def _is_looked_through(self, path: str) -> bool:
        # Nearly all are named in that form.
        found = self._modules.get(path)
        return self._modules.get(self._normal(path), True) if found is None else found

    def _look_into(self, path: str) -> None:
        if not self._is_looked_through(path):
            self.noted[path] = self.survey(path, Source(path, self._data(path)))

    @cached_property
    def _reaching(self) -> set[str]:
        """The files of the run through which what is ours may be reached, by any number of imports."""
        paths = [self._named.get(path, path) for path in self._modules]
        for path in paths:
            self._look_into(path)
        found, new = set(self._leading), set(self._leading)
        while new:
            new = {*self.importing([path for path in paths if path not in found], new)}
            found |= new
        return found

    @property
    def reaching(self) -> list[str] | None:
        """The same, if it was asked for."""
        return sorted(self._reaching) if "_reaching" in self.__dict__ else None

    def recall_reaching(self, paths: Iterable[str]) -> None:
        """Take up what was worked out in the same :attr:`world`."""
        self._reaching = set(paths)

    def _is_package(self, folder: str) -> bool:
        if folder not in self._packages:
            init = os.path.normpath(os.path.join(folder, "__init__.py"))
            is_there = init in self._modules or self.disk.is_file(init)
            # The root of all folders has no name.
            self._packages[folder] = is_there and os.path.dirname(folder) != folder
        return self._packages[folder]

    def _on_disk(self, folder: str, dotted: str) -> str | None:
        folder, dotted, is_exact = _beyond(folder, dotted)
        parts = dotted.split(".")
        begin = folder, parts[0]
        if begin in self._absent:
            return None
        is_absent = True
        while True:
            if self.disk.may_hold(folder, parts[0], f"{parts[0]}.py"):
                is_absent = False
                inside = os.path.join(folder, *parts) if self.disk.may_lead(folder, parts) else None
                for path in (f"{inside}.py", os.path.join(inside, "__init__.py")) if inside else ():
                    if self.disk.is_file(path):
                        return path
            if is_exact or not self._is_package(folder):
                break
            folder = os.path.dirname(folder)
        if is_absent and not is_exact:
            _make_room(self._absent)
            self._absent.add(begin)
        return None

    @cached_property
    def _last_words(self) -> frozenset[str]:
        """The words by which the modules of the run are imported: their own, or those of their packages."""
        split = map(os.path.split, self._modules)
        return frozenset(
            os.path.basename(folder) if name == "__init__.py" else name.removesuffix(".py")
            for folder, name in split
        )

    @cached_property
    def _words(self) -> frozenset[str]:
        """The names of all modules of the run and of the folders that they are in."""
        folders = {os.path.dirname(path) for path in self._modules}
        return self._last_words.union(*(folder.split(os.sep) for folder in folders))

    def _names_of_run(self) -> Iterable[str]:
        return self._words

    def _of_run(self, folder: str, dotted: str) -> str | None:
        first, last = dotted.partition(".")[0], dotted.rpartition(".")[2]
        if (last and last not in self._last_words) or (first and first not in self._words):
            # Most of what is imported is no part of the run.
            return None
        key = (folder, dotted)
        if key not in self._known:
            _make_room(self._known)
            self._known[key] = self._found_above(*key)
        return self._known[key]

    def _found_above(self, folder: str, dotted: str) -> str | None:
        folder, dotted, is_exact = _beyond(folder, dotted)
        inside = os.path.join(*dotted.split(".")) if dotted else ""
        is_plain = _DOTTED.fullmatch(dotted) is not None
        candidates = f"{inside}.py", os.path.join(inside, "__init__.py")
        while True:
            # To join and to shorten paths takes longer than all else.
            outer = _within(folder)
            for candidate in candidates:
                path = outer + candidate
                path = path if is_plain else os.path.normpath(path)
                if path in self._modules:
                    return self._named.get(path, path)
            parent = os.path.dirname(folder)
            if is_exact or parent == folder:
                return None
            folder = parent

    def _normal(self, path: str) -> str:
        """Return a path in its shortest form: the same text for most, as there may be many of them."""
        normal = os.path.abspath(path) if self._is_within else os.path.normpath(path)
        return path if normal == path else normal


def _within(folder: str) -> str:
    """Return how the paths in a folder begin."""
    return folder if not folder or folder.endswith(os.sep) else folder + os.sep


def _make_room(known: dict[tuple[str, str], str | None] | set[tuple[str, str]]) -> None:
    """Forget what can be looked up again, before it fills the memory."""
    if len(known) >= _LOOKED_UP:
        known.clear()


def _beyond(folder: str, dotted: str) -> tuple[str, str, bool]:
    """Return where a name is looked for, what is looked for there, and whether nowhere else.

    Each dot but one that a name begins with leads to the folder above.
    """
    if dotted and not dotted.startswith("."):
        return folder, dotted, False
    name = dotted.lstrip(".")
    above = [os.pardir] * (len(dotted) - (len(name) > 0) - len(name))
    return os.path.normpath(os.path.join(folder, *above)) if above else folder, name, True


def read(path: str) -> Source | None:
    """Return a file beside others, or ``None`` if it cannot be read or is too large."""
    return _source(path, contents(path))


def _source(path: str, data: bytes | None) -> Source | None:
    if data is None or len(data) > LARGEST:
        return None
    source = Source(path, data)
    try:
        return source if source.text is not None else None
    except UndecodableError:
        return None
