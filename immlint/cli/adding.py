"""``immlint check --add-ignores``: everything that stands is ignored from now on, to be reviewed."""

from __future__ import annotations

import os
from collections.abc import Sequence

from immlint.cli.speech import tell
from immlint.config import Settings
from immlint.document import Document
from immlint.finding import Finding
from immlint.input import Input
from immlint.message import counted, reason
from immlint.outcome import Report
from immlint.project import Project
from immlint.save import replace
from immlint.source import Source
from immlint.suppress.add import NEVER, configured, with_comments

#: Why a run fails: what is told of it says more than the exit code.
_FAILURES = ("LNT904", "LNT905")


def add(report: Report, inputs: Sequence[Input], settings: Settings, *, quiet: bool) -> int:
    """Write ignores for the findings of *report* and return the exit code. Raises ConfigError."""
    by_path: dict[str, list[Finding]] = {}
    for finding in report.findings:
        if finding.code not in NEVER:
            by_path.setdefault(finding.path, []).append(finding)
        elif finding.code in _FAILURES:
            tell("Error: {path}: {error}", path=finding.path, error=finding.message)
    texts: dict[str, bytes] = {}
    left: dict[str, list[Finding]] = {}
    for item in inputs:
        if item.path in by_path:
            made, rest = _commented(item, report.sources[item.path], by_path[item.path], settings)
            if made.data != report.sources[item.path].data:
                texts[item.path] = made.data
            if rest:
                left[item.path] = rest
    texts |= configured(left, settings, os.curdir)
    failed = report.failed
    written = True
    for path, data in texts.items():
        try:
            replace(path, data)
        except OSError as error:
            failed, written = True, False
            tell("Error: {path}: {error}", path=path, error=reason(error))
    if written and not quiet:
        total = sum(map(len, by_path.values()))
        tell(
            counted(
                total, "{count} finding ignored, to be reviewed", "{count} findings ignored, to be reviewed"
            )
        )
    return 2 if failed else 0


def _commented(
    item: Input, source: Source, findings: list[Finding], settings: Settings
) -> tuple[Source, list[Finding]]:
    def reread(text: Source) -> Document | None:
        return next(Project([item._replace(source=text)], settings).documents(), None)

    document = reread(source)
    return with_comments(document, findings, reread) if document is not None else (source, findings)
