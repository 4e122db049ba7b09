"""Many inputs to one report: read, checked one by one, then together; sorted, each once."""

from __future__ import annotations

import os
import select
import stat
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from immlint.config import Config, ConfigError
from immlint.document import Document, read
from immlint.document.neighbours import Neighbours
from immlint.engine import Blank, Engine, Raised
from immlint.finding import Finding, Severity, with_fingerprints
from immlint.registry import Registry
from immlint.rule import Facts
from immlint.select import select as select_rules
from immlint.source import Source
from immlint.subject import GrantedRun, Member, Policy, Problem, Request, Run, Subject

#: Larger files are not read: no request or policy comes near (a policy has 6144 characters).
LARGEST = 16 * 1024 * 1024
_HEAD = 64 * 1024
#: Seconds to wait for somebody to write into a named pipe.
PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class Input:
    """A path to check; ``named`` tells that the user asked for this very path."""

    path: str
    named: bool
    source: Source | None = None


@dataclass(slots=True, eq=False)
class Report:
    """What a run found. ``sources`` holds the text of every file with findings, by path."""

    findings: list[Finding] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)
    #: How many inputs held something to check.
    checked: int = 0
    #: Inputs that hold neither request nor policy.
    foreign: list[Input] = field(default_factory=list)
    #: Whether a rule crashed or a named path could not be read.
    failed: bool = False


class _Unreadable(Exception):
    """An input cannot be read; the message says why."""


def run(inputs: Iterable[Input], registry: Registry, config: Config | None = None) -> Report:
    """Check *inputs*. Raises :class:`~immlint.registry.UnknownRuleError` for a bad selector.

    Raises :class:`~immlint.config.ConfigError` for a policy of *config* that cannot be used.
    """
    from immlint.catalog import load

    config = config or Config()
    selection = select_rules(
        registry,
        select=config.select,
        extend=config.extend_select,
        ignore=config.ignore,
        least=Severity[config.least.upper()],
    )
    engine = Engine(registry, selection, Facts(load()))
    # Whoever names a policy that cannot be used is to learn it before all else.
    held = _held(config)
    report = Report()
    together: list[Document] = []
    for document in read_all(inputs, config, report):
        _add(report, document, engine.lint(document))
        if document.ambiguous or any(isinstance(s, Request | Policy) for s in document.subjects):
            together.append(document)
    members = list(_members(together))
    granting = _granting(held, together)
    _check_together(engine, together, [*members, *_grants(together, granting)], report)
    report.failed = report.failed or engine.crashed
    unique = {finding.key(): finding for finding in report.findings}
    report.findings = with_fingerprints([unique[key] for key in sorted(unique)])
    return report


def read_all(inputs: Iterable[Input], config: Config, report: Report) -> Iterator[Document]:
    """Yield the documents in *inputs*; *report* counts them and keeps what is not ours."""
    items = list(inputs)
    neighbours = Neighbours(item.path for item in items if item.source is None)
    callers: set[str] = set()
    foreign: list[Input] = []
    for item in items:
        document = _document(item, config, report, neighbours)
        if document is None:
            foreign.append(item)
        else:
            callers |= _names(item, document)
            report.checked += 1
            yield document
    yield from _through(foreign, callers, config, report, neighbours)


def _names(item: Input, document: Document) -> set[str]:
    """Return the words by which other modules import a module that calls IMM."""
    if not item.path.endswith(".py") or not any(isinstance(s, Request) for s in document.subjects):
        return set()
    folder, name = os.path.split(os.path.abspath(item.path))
    return {os.path.basename(folder) if name == "__init__.py" else name.removesuffix(".py")}


def _through(
    foreign: list[Input], callers: set[str], config: Config, report: Report, neighbours: Neighbours
) -> Iterator[Document]:
    """Yield modules without a word of IMM that call it through other modules of the run."""
    modules = [item for item in foreign if item.path.endswith(".py") and item.source is None]
    imports = {item.path: neighbours.imports(item.path) for item in modules} if callers else {}
    found: set[str] = set()
    new = callers
    while new:
        words, new = new, set()
        for item in modules:
            if item.path not in found and imports[item.path] & words:
                document = _document(item, config, report, neighbours, "code")
                names = _names(item, document) if document is not None else set()
                if document is not None and names:
                    found.add(item.path)
                    new |= names
                    report.checked += 1
                    yield document
    report.foreign.extend(item for item in foreign if item.path not in found)


def _members(documents: Sequence[Document]) -> Iterator[Member]:
    for number, document in enumerate(documents):
        for subject in document.subjects:
            yield Member(number, document.source.path, subject)
        for candidate in (request for group in document.ambiguous for request in group):
            yield Member(number, document.source.path, candidate, doubtful=True)


def _held(config: Config) -> dict[str, Document]:
    """Return the documents of the policies that the caller holds, by real path."""
    found: dict[str, Document] = {}
    for path in config.policy_files():
        key = os.path.realpath(path)
        if key not in found:
            found[key] = _policy_document(path, config)
    return found


def _granting(held: Mapping[str, Document], documents: list[Document]) -> list[int]:
    """Return which documents grant, by number; those that are not linted are added to *documents*."""
    numbers: dict[str, int] = {}
    for number, document in enumerate(documents if held else ()):
        if any(map(_is_grant, document.subjects)):
            numbers[os.path.realpath(document.source.path)] = number
    for key, document in held.items():
        if key not in numbers:
            numbers[key] = len(documents)
            documents.append(document)
    return [numbers[key] for key in held]


def _grants(documents: Sequence[Document], granting: Iterable[int]) -> Iterator[Member]:
    for number in granting:
        for subject in filter(_is_grant, documents[number].subjects):
            yield Member(number, documents[number].source.path, subject, granting=True)


def _policy_document(path: str, config: Config) -> Document:
    kind = config.kind(path) or "policy"
    try:
        source = _load(Input(path, named=True), kind)
    except _Unreadable as error:
        raise ConfigError(f"policy {path}: {error}") from None
    document = read(source, kind, named=True) if source else None
    for subject in document.subjects if document else ():
        if isinstance(subject, Problem) and subject.kind in ("syntax", "template"):
            raise ConfigError(f"policy {path}: {subject.message}")
    if document is None or not any(map(_is_grant, document.subjects)):
        for subject in document.subjects if document else ():
            if isinstance(subject, Policy) and (cloud := _foreign_cloud(subject)):
                raise ConfigError(f"policy {path}: a policy of {cloud}; expected one of RAM")
        raise ConfigError(f"policy {path}: holds no policy of a caller; expected statements with Resource")
    return document


def _is_grant(subject: Subject) -> bool:
    # A trust policy says who may take a role, not what the role may do.
    if not isinstance(subject, Policy) or subject.kind == "trust":
        return False
    said = isinstance(subject.document, dict) and bool(subject.document.get("Statement"))
    return said and _foreign_cloud(subject) is None


def _foreign_cloud(policy: Policy) -> str | None:
    # Few runs hold policies: the rest must not wait for all that RAM means.
    from immlint.ram.grammar import foreign_cloud

    return foreign_cloud(policy)


def _add(report: Report, document: Document, findings: list[Finding]) -> None:
    if findings:
        report.findings.extend(findings)
        report.sources[document.source.path] = document.source


def _document(
    item: Input, config: Config, report: Report, neighbours: Neighbours, fallback: str | None = None
) -> Document | None:
    kind = config.kind(item.path) or fallback
    if kind is None and config.operation and item.named:
        kind = f"request:{config.operation}"
    if kind == "ignore":
        return None
    try:
        source = _bounded(item.source) if item.source else _load(item, kind)
    except _Unreadable as error:
        report.failed = report.failed or item.named
        problem = Problem("unreadable", str(error))
        return Blank(Source(item.path, b""), [problem])
    return None if source is None else read(source, kind, named=item.named, neighbours=neighbours)


def _load(item: Input, kind: str | None) -> Source | None:
    """Read a file whole, or only its head where it is too large to be ours."""
    try:
        status = os.stat(item.path)
        if stat.S_ISDIR(status.st_mode):
            os.listdir(item.path)
        pipe = stat.S_ISFIFO(status.st_mode) and item.named
        if not stat.S_ISREG(status.st_mode) and not pipe:
            raise _Unreadable("this is not a regular file; expected JSON or YAML")
        if pipe:
            data = _drain(item.path)
        else:
            with open(item.path, "rb") as file:
                data = file.read(LARGEST + 1)
    except FileNotFoundError:
        dangling = os.path.islink(item.path)
        why = "this link leads nowhere" if dangling else "there is no such file"
        raise _Unreadable(f"{why}; expected a file to read") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise _Unreadable(f"{reason}; expected a file to read") from None
    if len(data) <= LARGEST:
        return Source(item.path, data)
    if item.named or kind or _looks_ours(item.path, data[:_HEAD]):
        return _bounded(Source(item.path, data))
    return None


def _drain(path: str) -> bytes:
    """Read a named pipe to its end; a shell makes one for ``<(command)``."""
    pipe = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    data = bytearray()
    deadline = time.monotonic() + PATIENCE
    try:
        while len(data) <= LARGEST:
            try:
                more = os.read(pipe, 1 << 16)
            except BlockingIOError:
                # Somebody holds the other end and may still write: that may take any time.
                select.select([pipe], [], [])
                deadline = 0.0
                continue
            data += more
            if not more and (data or not deadline):
                break
            if not more and time.monotonic() > deadline:
                raise _Unreadable("nobody writes into this pipe; expected JSON or YAML")
            if not more:
                time.sleep(0.01)
    finally:
        os.close(pipe)
    return bytes(data)


def _bounded(source: Source) -> Source:
    if len(source.data) > LARGEST:
        raise _Unreadable(f"the file is too large; expected at most {LARGEST // 2**20} MiB")
    return source


def _looks_ours(path: str, head: bytes) -> bool:
    # What was cut off is a syntax error only in a file that is ours.
    return read(Source(path, head)) is not None


def _check_together(
    engine: Engine, documents: Sequence[Document], members: Sequence[Member], report: Report
) -> None:
    engine.documents = documents
    if not members:
        return
    granted = any(member.granting for member in members)
    subject = GrantedRun(members) if granted else Run(members)
    for rule in engine.rules(type(subject)):
        by_document: dict[int, list[Raised]] = {}
        for raised in engine.guard(rule, subject, None):
            by_document.setdefault(raised.issue.document, []).append(raised)
        for number, items in by_document.items():
            _add(report, documents[number], engine.locate(documents[number], items))


def standard_input(filename: str) -> Input:
    """Read standard input as the file *filename*, up to the size limit. Raises OSError."""
    if sys.stdin is None:
        raise OSError("it is closed")
    data = sys.stdin.buffer.read(LARGEST + 1)
    return Input(filename, named=True, source=Source(filename, data))
