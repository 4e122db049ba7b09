"""``immlint check --add-ignores``: everything that stands is ignored from now on, to be reviewed."""

from __future__ import annotations

import os
from collections.abc import Sequence

import click

from immlint.config import Settings
from immlint.document import Document
from immlint.finding import Finding
from immlint.input import Input
from immlint.project import Project
from immlint.run import Report
from immlint.save import replace
from immlint.source import Source
from immlint.suppress.add import appended, entries, with_comments

#: What tells of ignores, and of rules that crash, is not ignored.
_NEVER = ("LNT901", "LNT902", "LNT904")


def add(report: Report, inputs: Sequence[Input], settings: Settings, *, quiet: bool) -> int:
    """Write ignores for the findings of *report* and return the exit code. Raises ConfigError."""
    by_path: dict[str, list[Finding]] = {}
    for finding in report.findings:
        if finding.code not in _NEVER:
            by_path.setdefault(finding.path, []).append(finding)
    texts: dict[str, bytes] = {}
    left: dict[str, list[Finding]] = {}
    for item in inputs:
        if item.path in by_path:
            made, rest = _commented(item, report.sources[item.path], by_path[item.path], settings)
            if made.data != report.sources[item.path].data:
                texts[item.path] = made.data
            if rest:
                left[item.path] = rest
    texts |= _configured(left, settings)
    failed = report.failed
    for path, data in texts.items():
        try:
            replace(path, data)
        except OSError as error:
            failed = True
            click.echo(f"Error: {path}: {(error.strerror or str(error)).lower()}", err=True)
    if not quiet:
        total = sum(map(len, by_path.values()))
        click.echo(f"{total} finding{'' if total == 1 else 's'} ignored, to be reviewed", err=True)
    return 2 if failed else 0


def _commented(
    item: Input, source: Source, findings: list[Finding], settings: Settings
) -> tuple[Source, list[Finding]]:
    def reread(text: Source) -> Document | None:
        return next(Project([item._replace(source=text)], settings).documents(), None)

    document = reread(source)
    return with_comments(document, findings, reread) if document is not None else (source, findings)


def _configured(left: dict[str, list[Finding]], settings: Settings) -> dict[str, bytes]:
    """Return the configurations nearest to files, or new ones, with entries for findings, by path."""
    by_config: dict[str, list[dict[str, str | list[str]]]] = {}
    for path, findings in left.items():
        config = settings.of(path).path or os.path.join(_top(path), "immlint.toml")
        added = entries(path, os.path.dirname(os.path.abspath(config)), findings)
        by_config.setdefault(config, []).extend(added)
    texts: dict[str, bytes] = {}
    for config, added in by_config.items():
        data = b""
        if os.path.exists(config):
            with open(config, "rb") as file:
                data = file.read()
        within = os.path.basename(config) == "pyproject.toml"
        texts[config] = appended(config, data, added, within_tool=within)
    return texts


def _top(path: str) -> str:
    """Return the working directory, or the folder of a file that is not in there."""
    outside = os.path.relpath(path).startswith(os.pardir)
    return os.path.dirname(path) if outside else os.curdir
