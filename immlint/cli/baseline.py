"""``immlint check --baseline``: what it knows is left out, or it is written."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from immlint.cli.speech import misuse, refusal, tell
from immlint.config import Config
from immlint.input import Input
from immlint.message import Message, counted, reason
from immlint.outcome import Report
from immlint.report.words import relative_path

#: Codes of what keeps a text from being read: what else is in there is not known.
_UNREADABLE = ("RAM201", "LNT903", "LNT905")
_NOT_BESIDE = ("--select", "--extend-select", "--ignore", "--no-ignores", "--diff", "--fix", "--statistics")


def check_options(options: dict[str, Any]) -> bool:
    """Tell whether a baseline is to be written. Raises click.UsageError beside what narrows it."""
    written = next((o for o in ("--write-baseline", "--prune-baseline") if options[_name(o)]), None)
    if written is None:
        return False
    if options["write_baseline"] and options["prune_baseline"]:
        raise misuse(Message("--write-baseline writes all anew; expected no --prune-baseline beside it"))
    beside = next((option for option in _NOT_BESIDE if options[_name(option)]), None)
    if beside is not None:
        raise misuse(
            Message(
                "{written} is about all rules that are on; expected no {beside} beside it",
                written=written,
                beside=beside,
            )
        )
    return True


def _name(option: str) -> str:
    return "show_diff" if option == "--diff" else option.removeprefix("--").replace("-", "_")


def heed(report: Report, options: dict[str, Any], config: Config) -> None:
    """Leave out what the baseline knows. Raises ConfigError."""
    path = options["baseline"] or config.baseline
    if path is not None:
        from immlint import baseline

        report.findings = baseline.new(report.findings, baseline.read(path), path)


def update(report: Report, inputs: Sequence[Input], options: dict[str, Any], config: Config) -> int:
    """Write the baseline and return the exit code. Raises ConfigError.

    What it knows of files that were not checked, or could not be read, stays.
    """
    path = options["baseline"] or config.baseline
    if path is None:
        raise misuse(Message("name the file with --baseline, or by 'baseline' in the configuration"))
    if report.failed:
        for line in report.refused:
            tell("Error: {line}", line=line)
        tell("Error: {path} is not written: not everything could be checked", path=path)
        return 2
    from immlint import baseline

    unread = {finding.path for finding in report.findings if finding.code in _UNREADABLE}
    checked = [item.path for item in inputs if item.path not in unread]
    known = baseline.read(path) if options["prune_baseline"] or os.path.exists(path) else None
    found = baseline.counted(report.findings, path)
    if known is not None:
        merge = baseline.pruned if options["prune_baseline"] else baseline.written
        found = merge(known, found, checked, path)
    try:
        baseline.write(path, found)
    except OSError as error:
        raise refusal(Message("{path}: {error}", path=path, error=reason(error))) from None
    if not options["quiet"]:
        total = found.total()
        tell(
            "{path} knows {findings}",
            path=relative_path(path),
            findings=counted(total, "{count} finding", "{count} findings"),
        )
    return 0
