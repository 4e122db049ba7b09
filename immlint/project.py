"""The inputs of one run as documents: each by itself, with its neighbours, and with the policies held."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol

from immlint.cache.remembered import CALLER, CODE, Remembered, asked_of, held_by
from immlint.config import Config, ConfigError, Settings
from immlint.document import Document, Unread, dependent, read, streamed
from immlint.document.again import Again
from immlint.document.neighbours import Neighbours
from immlint.document.reader import (
    EXPECTED,
    Claimed,
    claimed,
    has_commands,
    holds_lines,
    is_told_of_others,
    lacking,
    left_unread,
    long_lines,
)
from immlint.input import LARGEST, Input, TooLargeError, UnreadableError, load
from immlint.member import GrantedRun, Member, Run
from immlint.message import Message
from immlint.sift import Sieve, is_module
from immlint.source import Source
from immlint.subject import Policy, Problem, Subject

if TYPE_CHECKING:
    from immlint.cache.cache import Cache, Known

#: Is told how many files are read, of how many, and how much of the next one.
Progress = Callable[[int, int, float], None]


class Workers(Protocol):
    """Others that work out what is found in files, and tell it to a cache."""

    #: What is selected for a text, as a cache is to know it.
    selected: Callable[[Source], object]

    @property
    def cache(self) -> Cache: ...

    def expect(self, modules: int) -> None:
        """Begin ahead if that surely pays, where so many modules of ours are to come."""
        ...

    def pays(self, done: int, rest: int) -> bool:
        """Tell whether to begin, where *done* files were worked out, and *rest* files are to come."""
        ...

    def learn(
        self, items: Sequence[Input], is_asked: Callable[[Input], bool], neighbours: Neighbours
    ) -> Iterator[Input]:
        """Yield *items*, as soon as what is found in them is known to the cache, if that is asked."""
        ...


class Project:
    """The inputs of one run. What they hold is read once, by :meth:`documents`.

    Of files that a *cache* knows to hold nothing to check, not even that. *memories* are what readers keep
    of a file for the next run, *workers* others that may look at the rest of many files.
    """

    def __init__(
        self,
        inputs: Iterable[Input],
        config: Config | Settings,
        cache: Cache | None = None,
        memories: dict[str, object] | None = None,
        workers: Workers | None = None,
        neighbours: Neighbours | None = None,
    ) -> None:
        self._cache = cache
        self._settings = Settings.of_all(config)
        self._inputs = inputs if isinstance(inputs, list) else [*inputs]
        self._unparsed: set[str] = set()
        paths = (item.path for item in self._inputs if item.has_neighbours)
        self._neighbours = neighbours or Neighbours(paths, memories)
        self._workers = workers
        self._kind = partial(_kind, self._settings)
        self._sieve = Sieve(self._neighbours, cache, self._kind)
        #: Inputs that hold nothing to check, and those that cannot be read, as far as documents were taken.
        self.foreign: list[Input] = []
        self.unread: list[Input] = []
        #: The extras without which something that is ours cannot be read, by its format.
        self.lacking: dict[str, str] = {}
        #: How many files were parsed, as nothing was known of them.
        self._worked_out = 0
        #: Whether files bear on others without a record of that.
        self._reaches = False

    @property
    def answers(self) -> dict[str, str] | None:
        """What was asked of the disk beside the inputs: ``None`` if not all of that is known."""
        return None if self._reaches or self.unread else self._neighbours.disk.answers

    def documents(self, progress: Progress | None = None) -> Iterator[Document]:
        """Yield the documents that hold something to check, or that cannot be read."""
        tell = progress or (lambda done, of, share: None)
        sifted = 0
        for sifted in self._sieve.sift(self._inputs):
            tell(sifted, len(self._inputs), 0.0)
            if self._workers is not None and self._sieve.is_new:
                self._workers.expect(self._sieve.ours)
        # What commands say of other files is to be known when those are read.
        inputs = self._inputs
        if any(has_commands(item.path) for item in inputs):
            inputs = sorted(inputs, key=lambda item: not has_commands(item.path))
        for done, item in enumerate(self._ahead(inputs)):
            told = partial(tell, max(done, sifted), len(inputs))
            told(0.0)
            yield from self.of(item, told if progress else None)
        yield from self._importing()
        self._sieve.keep(self._inputs)

    def of(self, item: Input, progress: Callable[[float], None] | None = None) -> Iterator[Document]:
        """Yield the document in an input, if it holds anything; *progress* is told how much of it is read."""
        if self._is_sifted(item):
            self.foreign.append(item)
            return
        if (item.kind or self._kind(item.path)) == "ignore":
            return
        document = self._read(item)
        if document is not None:
            lines = streamed(document)
            if lines is not None:
                lines.progress = progress
            yield document
            if lines is not None:
                lines.progress = None
            _forget(document)
        elif item.path not in self._unparsed:
            self.foreign.append(item)

    def _ahead(self, inputs: Sequence[Input]) -> Iterator[Input]:
        """Yield *inputs*, from where on it pays when others have looked at them."""
        rest = len(inputs) - self._sieve.count
        for number, item in enumerate(inputs):
            if self._workers is not None and self._workers.pays(self._worked_out, rest):
                self._cache = self._cache or self._workers.cache
                self._sieve.prepare()
                yield from self._workers.learn(inputs[number:], self._is_for_others, self._neighbours)
                return
            rest -= not self._is_sifted(item)
            yield item

    def _is_for_others(self, item: Input) -> bool:
        """Tell whether another process can look at an input: what is told of other files is told here."""
        is_alone = not is_told_of_others(item.path) and not holds_lines(item.path)
        return is_alone and item.source is None and not self._is_sifted(item)

    def _is_sifted(self, item: Input) -> bool:
        return self._sieve.holds_nothing(item) and not self._followed(item)

    def _importing(self) -> Iterator[Document]:
        """Yield modules without a word of IMM that call it through other modules of the run."""
        modules = [item for item in self.foreign if is_module(item)]
        callers = self._neighbours.callers
        # A file beside one that is named: a folder that is walked has them all.
        callers |= {
            path
            for item in modules
            if item.named or item.opened
            for path in self._neighbours.callers_beside(item.path)
        }
        found: set[str] = set()
        read: set[str] = set()
        new = set(callers)
        while new:
            known = set(callers)
            others = (item.path for item in modules if item.path not in read)
            importing = {*self._neighbours.importing(others, new)}
            read |= importing
            for item in [item for item in modules if item.path in importing]:
                document = self._read(item, "code")
                if document is not None and CODE in held_by(document):
                    found.add(item.path)
                    yield document
                    _forget(document)
            new = callers - known
        self.foreign = [item for item in self.foreign if item.path not in found]

    def _read(self, item: Input, fallback: str | None = None) -> Document | None:
        kind = item.kind or self._kind(item.path) or self._followed(item) or fallback
        operation = self._settings.run.operation
        if kind is None and operation and item.named:
            kind = f"request:{operation}"
        if self._cache is not None and self._cache.foreign_among([(item, kind)]) != [None]:
            return None
        try:
            source = load(item)
        except UnreadableError as error:
            if isinstance(error, TooLargeError) and item.source is None and _has_lines(item, error.head):
                return long_lines(item.path, kind, named=item.named, longest=LARGEST)
            asked = item.named or not item.has_neighbours or kind is not None
            # What was cut off of a large file is a syntax error only in a file that is ours.
            if isinstance(error, TooLargeError) and not asked and read(error.head) is None:
                return None
            self.unread.append(item)
            return Unread(Source(item.path, b""), Problem("unreadable", _said(error)))
        templates = self._neighbours.templates
        is_template = bool(templates) and os.path.normpath(item.path) in templates
        found = claimed(source, kind, named=item.named, is_template=is_template)
        self._reaches = self._reaches or (found is not None and found.form.reaches)
        if found and found.form.extra and not found.form.is_readable:
            self.lacking[found.form.name] = found.form.extra
            self._unparsed.add(item.path)
            return None
        if self._cache is not None and found and not found.form.reaches:
            known = self._cache.known(item, kind, source, self._neighbours)
            if known is not None:
                return self._remembered(source, found, known)
        self._worked_out += found is not None
        document = found.parsed(source, self._neighbours) if found else None
        if document is not None and found and found.is_ours(document):
            return document
        self._found_nothing(item, kind, found, document)
        return None

    def _remembered(self, source: Source, found: Claimed, known: Known) -> Document | None:
        if CALLER in known.holds:
            self._neighbours.callers.add(source.path)
        if known.findings is None:
            return None
        again = partial(found.read, source, self._neighbours)
        return Remembered(found.encoded(source), known.findings, known.holds, again, known.subjects)

    def _found_nothing(
        self, item: Input, kind: str | None, found: Claimed | None, document: Document | None
    ) -> None:
        """Take note of a file that is not ours after all."""
        if self._cache is None or (found and found.form.reaches):
            return
        if document is not None and dependent(document) is not None:
            self._cache.found(item.path, None, held_by(document), asked_of(document))
        else:
            self._cache.found_foreign(item, kind)

    def _followed(self, item: Input) -> str | None:
        followed = self._neighbours.followed
        return followed.get(os.path.normpath(item.path)) if followed and item.has_neighbours else None


def _kind(settings: Settings, path: str) -> str | None:
    return settings.of(path).kind(path)


def _has_lines(item: Input, head: Source) -> bool:
    """Tell whether a large file is one of lines: in other encodings, they end by other bytes."""
    return holds_lines(item.path) and head.encoding == "utf-8"


def texts_held(config: Config) -> list[Source]:
    """Return the texts of the policies that the caller holds, each once. Raises ConfigError."""
    paths: dict[str, str] = {}
    for path in config.policy_files():
        paths.setdefault(os.path.realpath(path), path)
    return [_source(path) for path in paths.values()]


def held(sources: Iterable[Source], settings: Settings) -> dict[str, Document]:
    """Return the policies that the caller holds as documents, by real path. Raises ConfigError."""
    return {
        os.path.realpath(source.path): _held(source, settings.of(source.path).kind(source.path) or "policy")
        for source in sources
    }


def run_of(documents: Sequence[Document], held: dict[str, Document], *, is_long: bool = False) -> Run:
    """Return what rules over the whole run are given: the subjects of *documents* and the policies held.

    Those of a *long* run are not kept, but asked for again, unless policies are held against all of them.
    """
    if held:
        return GrantedRun(members(documents, held))
    lines = [streamed(document) for document in documents]
    if not is_long and all(each is None or each.is_kept for each in lines):
        return Run(members(documents, held))
    return Run(Again(lambda: _members(documents)), may_be_code=None in lines)


def _members(documents: Sequence[Document]) -> Iterator[Member]:
    for document in documents:
        for subject in document.subjects:
            yield Member(document, subject)
        for group in document.ambiguous:
            for request in group:
                yield Member(document, request, doubtful=True)


def members(documents: Sequence[Document], held: Mapping[str, Document]) -> list[Member]:
    """Return the subjects of *documents* as rules over the whole run see them, then the policies held."""
    found = [*_members(documents)]
    # A policy that is checked as well is one document: what is found in it is told of that.
    checked = {
        os.path.realpath(document.source.path): document
        for document in (documents if held else ())
        if any(map(is_grant, document.subjects))
    }
    for document in (checked.get(key, document) for key, document in held.items()):
        found += [Member(document, s, granting=True) for s in document.subjects if is_grant(s)]
    return found


def _forget(document: Document) -> None:
    """Keep of a document that was checked no more than rules over the run need."""
    # Few kinds take much more room than their text. A protocol is asked for at fifty times the price.
    forget = getattr(document, "forget", None)
    if forget is not None:
        forget()


def _source(path: str) -> Source:
    try:
        return load(Input(path, named=True))
    except UnreadableError as error:
        raise ConfigError(Message("policy {path}: {fault}", path=path, fault=_said(error))) from None


def _held(source: Source, kind: str) -> Document:
    path = source.path
    document = read(source, kind, named=True, neighbours=Neighbours([path]))
    subjects = document.subjects if document else ()
    for subject in subjects:
        if isinstance(subject, Problem) and subject.kind in ("syntax", "template"):
            raise ConfigError(Message("policy {path}: {fault}", path=path, fault=subject.message))
    if document is not None and any(map(is_grant, subjects)):
        return document
    for subject in subjects:
        if isinstance(subject, Policy) and (cloud := _foreign_cloud(subject)):
            fault = Message("a policy of {cloud}; expected one of RAM", cloud=cloud)
            raise ConfigError(Message("policy {path}: {fault}", path=path, fault=fault))
    form = lacking(source)
    if form is not None:
        fault = left_unread(form.name, form.extra)
        raise ConfigError(Message("policy {path}: {fault}", path=path, fault=fault))
    fault = Message("holds no policy of a caller; expected statements with Resource")
    raise ConfigError(Message("policy {path}: {fault}", path=path, fault=fault))


def _said(error: UnreadableError) -> str:
    return Message("{fact}; expected {wanted}", fact=error.fact, wanted=error.expected or EXPECTED)


def is_grant(subject: Subject) -> bool:
    """Tell whether a subject is a policy of RAM that says what its holder may do."""
    # A trust policy says who may take a role, not what the role may do; that of a bucket, who may use it.
    if not isinstance(subject, Policy) or subject.kind in ("trust", "bucket"):
        return False
    said = isinstance(subject.document, dict) and bool(subject.document.get("Statement"))
    return said and _foreign_cloud(subject) is None


def _foreign_cloud(policy: Policy) -> str | None:
    # Few runs hold policies: the rest must not wait for all that RAM means.
    from immlint.ram.written import foreign_cloud

    return foreign_cloud(policy)
