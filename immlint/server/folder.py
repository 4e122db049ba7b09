"""What is checked below one folder of the workspace, as the command line would in that folder."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from immlint import baseline
from immlint.config import Config, ConfigError, Settings
from immlint.custom import Registries
from immlint.document import Document
from immlint.engine import CRASH
from immlint.files import is_excluded
from immlint.finding import Finding
from immlint.fix import Checked
from immlint.input import Input
from immlint.message import Message
from immlint.outcome import Report
from immlint.project import Project
from immlint.record import replace
from immlint.registry import Registry, UnknownRuleError
from immlint.rules import registry
from immlint.run import Engines, engines_of, run
from immlint.server.documents import Opened
from immlint.source import Source


class Linted(NamedTuple):
    """What was found in a document; ``trouble`` is why the configuration cannot be used."""

    findings: tuple[Finding, ...] = ()
    trouble: str = ""
    #: What people are to know of the configuration, or of policies that cannot be used.
    remarks: tuple[str, ...] = ()


class Folder:
    """The rules of one folder and what they remember; without a *root* there is no configuration.

    Configurations are small and read each time: so they are what they are on the disk, watched or not.
    """

    def __init__(self, root: str | None) -> None:
        self.root = root
        #: The rules of the last check.
        self.rules: Registry = registry()
        self._registries = Registries(self.rules, Config())
        self._engines: Engines = engines_of(self.rules)
        #: The files of custom rules as they were when they were read, and those that the run names.
        self._seen: dict[tuple[str, ...], tuple[tuple[str, int, int], ...]] = {}
        self._run_rules: tuple[str, ...] = ()
        #: What is kept of the documents that are open, from one version to the next.
        self._memories: dict[str, object] = {}

    def settings(self) -> Settings:
        """Return the configurations as they are now. Raises ConfigError."""
        return Settings(nearest=True, folder=self.root) if self.root is not None else Settings()

    def input(self, document: Opened) -> Input:
        """Return a document as an input of a run; a text that is no file counts as one of this folder."""
        path = self.path(document)
        return Input(path, False, Source(path, document.source.data), opened=document.is_file)

    def path(self, document: Opened) -> str:
        """Return the path that configurations and findings know a document by."""
        return document.path if document.is_file else os.path.join(self.root or "", document.path)

    def stamp(self, document: Opened) -> object:
        """Return what is equal as long as what a document is checked with stays the same."""
        try:
            settings = self.settings()
            own, nearest = settings.run, settings.of(self.path(document))
            files = [*own.policy_files(), *own.rule_files(), *nearest.rule_files()]
            return own, nearest, _stamps([*files, *([own.baseline] if own.baseline else [])])
        except ConfigError as error:
            return str(error)

    def holds(self, document: Opened) -> bool:
        """Tell whether a document is a policy that requests are held against."""
        try:
            return _is_held(document, self.settings())
        except ConfigError:
            return False

    def lint(self, document: Opened, others: Iterable[Opened]) -> Linted:
        """Return what is found in a document; *others* are those that are open beside it."""
        item = self.input(document)
        try:
            settings = self.settings()
            if document.is_file and is_excluded(item.path, settings, self.root):
                return Linted()
            # A policy counts as it is on the screen.
            beside = [self.input(other) for other in others if _is_held(other, settings)]
            report = self._run([item, *beside], settings)
            if settings.run.baseline is not None:
                known = baseline.read(settings.run.baseline)
                report.findings = baseline.new(report.findings, known, settings.run.baseline)
        except (ConfigError, UnknownRuleError) as error:
            return Linted(trouble=str(error))
        except Exception as error:  # whatever it is, the next version of the text may do
            return Linted((_crashed(item.path, error),))
        found = tuple(finding for finding in report.findings if finding.path == item.path)
        return Linted(found, remarks=(*settings.warnings, *report.refused))

    def fixable(self, document: Opened, source: Source) -> Checked:
        """Return what ``--fix`` sees in a text of a document. Raises ConfigError."""
        item = self.input(document)._replace(source=source)
        report = self._run([item], self._fixing())
        return Checked(self.read(document, source), report.findings)

    def read(self, document: Opened, source: Source) -> Document | None:
        """Return a text of a document as it is read, ``None`` if it is not ours. Raises ConfigError."""
        item = self.input(document)._replace(source=source)
        return next(Project([item], self._fixing()).documents(), None)

    def forget(self, document: Opened) -> None:
        """Forget a document that is closed."""
        self._memories.pop(self.path(document), None)

    def _fixing(self) -> Settings:
        def given(config: Config) -> Config:
            # What is not shown is mended all the same; what the caller holds has no fixes.
            return replace(config, severity="info", policies=())

        return Settings(None, given, nearest=self.root is not None, folder=self.root or os.curdir)

    def _run(self, inputs: Sequence[Input], settings: Settings) -> Report:
        used = settings.used(item.path for item in inputs)
        now = {config.rules: _stamps(config.rule_files()) for config in used}
        changed = any(self._seen.get(rules, stamps) != stamps for rules, stamps in now.items())
        if changed or settings.run.rules != self._run_rules:
            self._registries = Registries(registry(), settings.run)
            self._engines = engines_of(self._registries.run)
            self._run_rules, self._seen = settings.run.rules, {}
        self._seen |= now
        nearest = self._registries.of
        report = run(
            inputs,
            self._registries.run,
            settings,
            engines=self._engines,
            nearest=nearest,
            memories=self._memories,
        )
        self.rules = self._registries.all()
        return report


def _is_held(document: Opened, settings: Settings) -> bool:
    held = map(os.path.realpath, settings.run.policy_files()) if settings.run.policies else ()
    return document.is_file and os.path.realpath(document.path) in held


def _stamps(paths: Iterable[str]) -> tuple[tuple[str, int, int], ...]:
    found = []
    for path in paths:
        try:
            status = os.stat(path)
            found.append((path, status.st_mtime_ns, status.st_size))
        except OSError:
            found.append((path, 0, 0))
    return tuple(found)


def _crashed(path: str, error: Exception) -> Finding:
    told = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    message = Message("immlint crashed: {error}; expected it to end", error=told)
    hint = Message("please report it")
    return Finding(CRASH, "rule-crash", "error", message, path, 1, 1, 1, 1, "", hint, "")
