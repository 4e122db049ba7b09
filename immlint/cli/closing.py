"""What is said on standard error when a run is over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from immlint.cli.speech import echo
from immlint.run import Report

#: Inputs that are named one by one where nothing was checked.
_MANY = 100


def remark(report: Report, options: Mapping[str, Any]) -> None:
    """Tell which policies could not be used, where nothing was checked, and the counts."""
    for line in report.refused:
        echo(f"Error: {line}", err=True)
    for line in _passed_over(report, options):
        echo(line, err=True)
    if not options["quiet"]:
        echo(_summary(report), err=True)


def _summary(report: Report) -> str:
    foreign = len(report.foreign)
    if not report.findings:
        said = f"no findings in {_files(report.checked)}"
        return f"{said}; {foreign} more without anything to check" if foreign else said
    counts = []
    for severity in ("error", "warning", "info"):
        count = sum(finding.severity == severity for finding in report.findings)
        if count:
            plural = "s" if count > 1 and severity != "info" else ""
            counts.append(f"{count} {severity}{plural}")
    searched = report.checked + foreign
    found = len({finding.path for finding in report.findings})
    files = f"{found} of {_files(searched)}" if found < searched else _files(found)
    return f"{', '.join(counts)} in {files}"


def _files(count: int) -> str:
    return f"{count} file{'' if count == 1 else 's'}"


def _passed_over(report: Report, options: Mapping[str, Any]) -> list[str]:
    """Return what is said of inputs in which nothing was checked: whoever named one expects otherwise."""
    items = [item for item in report.foreign if item.named]
    if options["verbose"]:
        items = items if len(report.foreign) >= _MANY else report.foreign
    elif options["quiet"]:
        return []
    lines = [f"{i.path}: nothing to check, neither an IMM request nor a RAM policy" for i in items[:_MANY]]
    more = len(items) - _MANY
    return [*lines, f"... and {more} more"] if more > 0 else lines
