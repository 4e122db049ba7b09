"""Many inputs to one report: checked one by one, then together; sorted, each finding once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from immlint.cache.remembered import (
    KINDS,
    Remembered,
    asked_of,
    bears_on_others,
    held_by,
    kept,
    subjects_of,
)
from immlint.config import Config, ConfigError, Settings
from immlint.config.place import place_of
from immlint.document import Document, dependent
from immlint.engine import CRASH, Engine
from immlint.facts import Facts
from immlint.fingerprint import with_fingerprints
from immlint.input import Input
from immlint.message import Message, meant
from immlint.outcome import Report
from immlint.project import Progress, Project, Workers, held, run_of, texts_held
from immlint.registry import Registry
from immlint.select import Selection, Selections
from immlint.suppress.suppression import Suppressions

if TYPE_CHECKING:
    from immlint.cache.cache import Cache
    from immlint.cache.whole import Whole
    from immlint.document.neighbours import Neighbours
    from immlint.finding import Finding
    from immlint.source import Source

#: So many documents with requests are held as they are: one in an editor, or a few that are named.
_FEW = 16
#: Of more letters in their texts, subjects are made each time that a rule over the run looks at them.
_LONG = 500_000


def run(
    inputs: Iterable[Input],
    registry: Registry,
    config: Config | Settings | None = None,
    *,
    ignores: bool = True,
    progress: Progress | None = None,
    engines: Engines | None = None,
    cache: Cache | None = None,
    granting: dict[str, Document] | None = None,
    seen: Callable[[Document], object] | None = None,
    nearest: Callable[[Config], Registry] | None = None,
    selections: Selections | None = None,
    memories: dict[str, object] | None = None,
    workers: Workers | None = None,
    whole: Whole | None = None,
) -> Report:
    """Check *inputs*, without what is ignored if *ignores*.

    *progress* is told how many inputs are read, of how many, and how much of the next one. *engines* are
    those of an earlier run with the same rules, in the same thread. *granting* are the policies that the
    caller holds, where they were read and judged before: then *inputs* are a part of many, and ignores of
    *config* may be for the others. What *cache* knows is not worked out again. *seen* is given each document
    that holds something to check.
    *nearest* gives the rules for files of a configuration, where they are not those of the run. *selections*
    are those of an earlier run with the same rules and settings. *memories* are what readers keep of a file,
    by path, from one run to the next. *workers* are others that may look at files. *whole* keeps what is
    found in all of them together.

    Raises :class:`~immlint.registry.UnknownRuleError` for a bad selector.

    Raises :class:`~immlint.config.ConfigError` for a policy or a kind of *config* that cannot be used.
    """
    settings = Settings.of_all(config)
    inputs = list(inputs)
    rules_of = nearest or (lambda config: registry)
    for used in settings.used(item.path for item in inputs):
        check_kinds(used)
    selections = selections or Selections(rules_of, settings)
    engines = engines or engines_of(registry)
    project = Project(inputs, settings, cache, memories, workers)
    # Whoever names a policy that cannot be used is to learn it before all else.
    policies = held(texts_held(settings.run), settings) if granting is None else granting
    report = Report(held=policies)
    suppressions = Suppressions(rules_of, settings) if ignores else None
    judges = _Judges(rules_of, settings, engines, selections, suppressions)
    together: list[Document] = []
    for asking in (cache, workers):
        if asking is not None:
            asking.selected = judges.selected
    for document in project.documents(progress):
        report.checked += 1
        if seen:
            seen(document)
        is_let_go = dependent(document) is not None and len(together) >= _FEW
        text = subjects_of(document) if cache is not None or is_let_go else ""
        report.add(document, _found(document, judges.engine, cache, text))
        if suppressions:
            suppressions.checked(document)
        if bears_on_others(document):
            together.append(kept(document, text))
    report.refused = refused(policies.values(), registry) if granting is None else []
    # A policy that RAM refuses grants nothing and proves nothing: what the others would grant is not known.
    granted = {} if report.refused else policies
    over_all = engines.of(selections.of_run())
    # What is selected for them may be wrong: that is told whether anything is found in them or not.
    told = [_as_held(document.source, settings, judges) for document in granted.values()]
    for document, findings in _together(together, granted, over_all, judges.shown, cache, told):
        report.add(document, findings)
    report.foreign = project.foreign
    report.lacking = project.lacking
    report.failed = (
        _has_crashed(report.findings) or bool(report.refused) or any(item.named for item in project.unread)
    )
    if suppressions:
        _suppress(report, suppressions, engines, alone=granting is not None)
    unique = {finding.key(): finding for finding in report.findings}
    report.findings = with_fingerprints(
        [unique[key] for key in sorted(unique)], lambda path: settings.of(path).root
    )
    if whole is not None:
        whole.keep(report, project.answers)
    return report


class _Judges:
    """The engine for each document: that of its configuration, for what may be shown of it or ignored."""

    def __init__(
        self,
        rules_of: Callable[[Config], Registry],
        settings: Settings,
        engines: Engines,
        selections: Selections,
        suppressions: Suppressions | None,
    ) -> None:
        self._rules_of = rules_of
        self._settings = settings
        self._engines = engines
        self._selections = selections
        self._suppressions = suppressions

    def shown(self, document: Document) -> Selection:
        """Return what is to be found in a document."""
        selection = self._selections.of(document.source.path)
        return self._suppressions.shown(document, selection) if self._suppressions else selection

    def engine(self, document: Document) -> Engine:
        """Return the rules for a document."""
        rules = self._rules_of(self._settings.of(document.source.path))
        return self._engines.of(self.shown(document), rules)

    def selected(self, source: Source) -> object:
        """Return what is selected for a text; ``None`` if something may be ignored in it."""
        if self._suppressions and self._suppressions.concern(source):
            return None
        return self._selections.of(source.path), self._settings.of(source.path).rules


class Learner:
    """Works out what is in files, one by one, for a run in another process: that is told to a cache."""

    def __init__(
        self,
        registry: Registry,
        settings: Settings,
        cache: Cache,
        neighbours: Neighbours,
        *,
        ignores: bool,
        nearest: Callable[[Config], Registry],
    ) -> None:
        suppressions = Suppressions(nearest, settings) if ignores else None
        selections = Selections(nearest, settings)
        self._judges = _Judges(nearest, settings, engines_of(registry), selections, suppressions)
        self._project = Project((), settings, cache, neighbours=neighbours)
        self._cache = cache
        cache.selected = self._judges.selected

    def learn(self, items: Iterable[Input]) -> None:
        """Work out what is found in each input by itself."""
        for item in items:
            for document in self._project.of(item):
                _found(document, self._judges.engine, self._cache, subjects_of(document))


def _found(
    document: Document, engine: Callable[[Document], Engine], cache: Cache | None, told: str
) -> Sequence[Finding]:
    """Return what is found in one document, and take note of it, with its subjects as they are *told*."""
    if isinstance(document, Remembered):
        return document.findings
    findings = engine(document).check(document)
    if cache is not None and not _has_crashed(findings):
        cache.found(document.source.path, findings, held_by(document), asked_of(document), told)
    return findings


def _together(
    documents: Sequence[Document],
    policies: dict[str, Document],
    engine: Engine,
    shown: Callable[[Document], Selection],
    cache: Cache | None,
    held: Sequence[tuple[Source, str | None, object]],
) -> Iterator[tuple[Document, Sequence[Finding]]]:
    """Yield what rules over the whole run find, with the document it is in."""
    paths = [document.source.path for document in documents]
    key = cache.run_key(paths, held, engine.selection) if cache else None
    known = cache.known_of_run(key) if cache and key else None
    if known is not None:
        by_path = {document.source.path: document for document in (*policies.values(), *documents)}
        yield from ((by_path[finding.path], [finding]) for finding in known)
        return
    looked_at = {name for name, kind in KINDS.items() if engine.looks_at(kind, granted=bool(policies))}
    whole = [d.with_subjects() if isinstance(d, Remembered) and d.holds & looked_at else d for d in documents]
    is_long = sum(d.room for d in documents if isinstance(d, Remembered)) > _LONG
    found: list[Finding] = []
    for document, findings in engine.check_run(run_of(whole, policies, is_long=is_long), shown):
        found += findings
        yield document, findings
    if cache and key and not _has_crashed(found):
        cache.found_in_run(key, found)


def _as_held(source: Source, settings: Settings, judges: _Judges) -> tuple[Source, str | None, object]:
    """Return a policy that the caller holds with its kind, and with what is selected for it."""
    return source, settings.of(source.path).kind(source.path), judges.selected(source)


def _has_crashed(findings: Iterable[Finding]) -> bool:
    return any(finding.code == CRASH for finding in findings)


def _suppress(report: Report, suppressions: Suppressions, engines: Engines, *, alone: bool) -> None:
    """Leave out what is ignored, and tell the ignores that do not hold or silence nothing."""
    report.findings = suppressions.applied(report.findings)
    for document, selection in suppressions.told(alone=alone):
        report.add(document, suppressions.applied(engines.of(selection).check(document)))


class Engines:
    """The engines of one run, one for each selection: they share what is worked out."""

    def __init__(self, registry: Registry, facts: Facts) -> None:
        self._registry = registry
        self._facts = facts
        self._known: dict[tuple[Registry, Selection], Engine] = {}
        #: That which was asked for last: most files have the same.
        self._last: Engine | None = None

    def of(self, selection: Selection, rules: Registry | None = None) -> Engine:
        """Return the engine for a selection of *rules*, which are those of the run if none are given."""
        rules = rules or self._registry
        last = self._last
        if last is not None and last.selection is selection and last.registry is rules:
            return last
        known = self._known.get((rules, selection))
        if known is None:
            known = self._known[rules, selection] = Engine(rules, selection, self._facts)
        self._last = known
        return known


def engines_of(registry: Registry) -> Engines:
    """Return engines for the rules of *registry*, which know IMM's catalogue."""
    from immlint.catalog import load

    return Engines(registry, Facts(load()))


def check_kinds(config: Config) -> None:
    """Raise ConfigError for a kind of a configuration whose operation IMM does not have."""
    for glob, kind in config.kinds.items():
        why = fault_of_kind(glob, kind)
        if why and config.path is not None:
            raise ConfigError(Message("{path}: {error}", path=place_of(config, glob), error=why))
        if why:
            raise ConfigError(why)


def fault_of_kind(glob: str, kind: str) -> str:
    """Return what is wrong with a kind, given with its glob, if IMM does not have its operation."""
    from immlint.catalog import load

    catalog = load()
    _, _, operation = kind.partition(":")
    if not operation or operation in catalog.operations or operation in catalog.legacy_actions:
        return ""
    from immlint.near import nearest

    near = nearest(operation, catalog.operations, 0.5, exact=True)
    hint = meant(near) or Message("; expected one of its API, such as CreateDataset")
    told = "kind {kind!r} for {glob!r}: IMM has no {operation!r}{hint}"
    return Message(told, kind=kind, glob=glob, operation=operation, hint=hint)


def refused(policies: Collection[Document], registry: Registry) -> list[str]:
    """Return why RAM would refuse policies, a line for each that it would."""
    if not policies:
        return []
    # Few runs hold policies: the rest must not wait for all that RAM means.
    from immlint.refusal import refusals, told

    return [told(finding) for document in policies for finding in refusals(document, registry)[:1]]
