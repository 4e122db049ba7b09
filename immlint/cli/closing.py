"""What is said on standard error when a run is over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from immlint.cli.speech import tell
from immlint.document.reader import left_unread
from immlint.message import Message, counted
from immlint.outcome import Report

#: Inputs that are named one by one where nothing was checked.
_MANY = 100
_ONE = {"error": "{count} error", "warning": "{count} warning", "info": "{count} info"}
_SOME = {"error": "{count} errors", "warning": "{count} warnings", "info": "{count} info"}


def remark(report: Report, options: Mapping[str, Any]) -> None:
    """Tell which policies could not be used, where nothing was checked, and the counts."""
    for line in report.refused:
        tell("Error: {line}", line=line)
    for form, extra in report.lacking.items() if not options["quiet"] else ():
        tell(left_unread(form, extra))
    for line in _passed_over(report, options):
        tell(line)
    if not options["quiet"]:
        tell(_summary(report))


def _summary(report: Report) -> Message:
    foreign = len(report.foreign)
    if not report.findings:
        said = Message("no findings in {files}", files=_files(report.checked))
        more = "{said}; {count} more without anything to check"
        return Message(more, said=said, count=foreign) if foreign else said
    counts: Message | None = None
    for severity in ("error", "warning", "info"):
        count = sum(finding.severity == severity for finding in report.findings)
        if count:
            level = Message(_ONE[severity] if count == 1 else _SOME[severity], count=count)
            counts = Message("{some}, {more}", some=counts, more=level) if counts else level
    searched = report.checked + foreign
    found = len({finding.path for finding in report.findings})
    files = _files(found)
    if found < searched:
        files = Message("{count} of {files}", count=found, files=_files(searched))
    return Message("{counts} in {files}", counts=counts, files=files)


def _files(count: int) -> Message:
    return counted(count, "{count} file", "{count} files")


def _passed_over(report: Report, options: Mapping[str, Any]) -> list[Message]:
    """Return what is said of inputs in which nothing was checked: whoever named one expects otherwise."""
    items = [item for item in report.foreign if item.named]
    if options["verbose"]:
        items = items if len(report.foreign) >= _MANY else report.foreign
    elif options["quiet"]:
        return []
    told = "{path}: nothing to check, neither an IMM request nor a RAM policy"
    lines = [Message(told, path=item.path) for item in items[:_MANY]]
    more = len(items) - _MANY
    return [*lines, Message("... and {count} more", count=more)] if more > 0 else lines
