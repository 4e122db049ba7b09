"""Many inputs to one report: checked one by one, then together; sorted, each finding once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from immlint.cache.remembered import KINDS, Remembered, held_by
from immlint.config import Config, ConfigError, Settings
from immlint.document import Document
from immlint.engine import CRASH, Engine
from immlint.fingerprint import with_fingerprints
from immlint.input import Input
from immlint.message import Message, meant
from immlint.outcome import Report
from immlint.project import Project, held, members, texts_held
from immlint.registry import Registry
from immlint.rule import Facts
from immlint.select import Selection, Selections
from immlint.suppress.suppression import Suppressions

if TYPE_CHECKING:
    from immlint.cache.cache import Cache
    from immlint.finding import Finding
    from immlint.source import Source


def run(
    inputs: Iterable[Input],
    registry: Registry,
    config: Config | Settings | None = None,
    *,
    ignores: bool = True,
    progress: Callable[[int, int], None] | None = None,
    engines: Engines | None = None,
    cache: Cache | None = None,
    granting: dict[str, Document] | None = None,
    seen: Callable[[Document], object] | None = None,
) -> Report:
    """Check *inputs*, without what is ignored if *ignores*.

    *progress* is told how many inputs are read, of how many. *engines* are those of an earlier run with
    the same rules, in the same thread. *granting* are the policies that the caller holds, where they were
    read and judged before: then *inputs* are a part of many, and ignores of *config* may be for the others.
    What *cache* knows is not worked out again. *seen* is given each document that holds something to check.

    Raises :class:`~immlint.registry.UnknownRuleError` for a bad selector.

    Raises :class:`~immlint.config.ConfigError` for a policy or a kind of *config* that cannot be used.
    """
    settings = Settings.of_all(config)
    inputs = list(inputs)
    for used in settings.used(item.path for item in inputs):
        check_kinds(used.kinds.items())
    selections = Selections(registry, settings)
    engines = engines or engines_of(registry)
    project = Project(inputs, settings, cache)
    # Whoever names a policy that cannot be used is to learn it before all else.
    policies = held(texts_held(settings.run), settings) if granting is None else granting
    report = Report()
    suppressions = Suppressions(registry, settings) if ignores else None
    together: list[Document] = []

    def shown(document: Document) -> Selection:
        selection = selections.of(document.source.path)
        return suppressions.shown(document, selection) if suppressions else selection

    def kept(source: Source) -> Selection | None:
        return None if suppressions and suppressions.concern(source) else selections.of(source.path)

    if cache is not None:
        cache.selected = kept
    for document in project.documents(progress):
        report.checked += 1
        if seen:
            seen(document)
        report.add(document, _found(document, lambda known: engines.of(shown(known)), cache))
        if suppressions:
            suppressions.checked(document)
        if held_by(document):
            together.append(document)
    report.refused = refused(policies.values(), registry) if granting is None else []
    # A policy that RAM refuses grants nothing and proves nothing: what the others would grant is not known.
    granted = {} if report.refused else policies
    held_texts = [
        (source.path, source.data, settings.of(source.path).kind(source.path))
        for source in (document.source for document in granted.values())
    ]
    engine = engines.of(selections.of_run())
    for document, findings in _together(together, granted, engine, shown, cache, held_texts):
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
    return report


def _found(
    document: Document, engine: Callable[[Document], Engine], cache: Cache | None
) -> Sequence[Finding]:
    """Return what is found in one document, and take note of it."""
    if isinstance(document, Remembered):
        return document.findings
    findings = engine(document).check(document)
    if cache is not None and not _has_crashed(findings):
        cache.found(document.source.path, findings, held_by(document))
    return findings


def _together(
    documents: Sequence[Document],
    policies: dict[str, Document],
    engine: Engine,
    shown: Callable[[Document], Selection],
    cache: Cache | None,
    held: Sequence[tuple[str, bytes, str | None]],
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
    whole = [d.read() if isinstance(d, Remembered) and d.holds & looked_at else d for d in documents]
    found: list[Finding] = []
    for document, findings in engine.check_run(members(whole, policies), shown):
        found += findings
        yield document, findings
    if cache and key and not _has_crashed(found):
        cache.found_in_run(key, found)


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
        self._by_selection: dict[Selection, Engine] = {}

    def of(self, selection: Selection) -> Engine:
        """Return the engine for a selection."""
        if selection not in self._by_selection:
            self._by_selection[selection] = Engine(self._registry, selection, self._facts)
        return self._by_selection[selection]


def engines_of(registry: Registry) -> Engines:
    """Return engines for the rules of *registry*, which know IMM's catalogue."""
    from immlint.catalog import load

    return Engines(registry, Facts(load()))


def check_kinds(kinds: Iterable[tuple[str, str]]) -> None:
    """Raise ConfigError for a kind, given with its glob, whose operation IMM does not have."""
    from immlint.catalog import load

    catalog = load()
    for glob, kind in kinds:
        _, _, operation = kind.partition(":")
        if operation and operation not in catalog.operations and operation not in catalog.legacy_actions:
            from immlint.near import nearest

            near = nearest(operation, catalog.operations, 0.5, exact=True)
            hint = meant(near) or Message("; expected one of its API, such as CreateDataset")
            raise ConfigError(
                Message(
                    "kind {kind!r} for {glob!r}: IMM has no {operation!r}{hint}",
                    kind=kind,
                    glob=glob,
                    operation=operation,
                    hint=hint,
                )
            )


def refused(policies: Collection[Document], registry: Registry) -> list[str]:
    """Return why RAM would refuse policies, a line for each that it would."""
    if not policies:
        return []
    # Few runs hold policies: the rest must not wait for all that RAM means.
    from immlint.refusal import refusals, told

    return [told(finding) for document in policies for finding in refusals(document, registry)[:1]]
