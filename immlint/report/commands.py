"""Findings as logging commands, which a CI turns into annotations: GitHub Actions and Azure Pipelines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from immlint.finding import Finding
from immlint.report.context import Context
from immlint.report.words import path_of, told
from immlint.visible import visible

_GITHUB_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}
#: What the runner unescapes, in this order: a percent sign comes first, as it begins all others.
_GITHUB_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_GITHUB_PROPERTY = {**_GITHUB_DATA, ":": "%3A", ",": "%2C"}
_AZURE = {"%": "%AZP25", ";": "%3B", "\r": "%0D", "\n": "%0A", "]": "%5D"}


def github(findings: Sequence[Finding], context: Context) -> str:
    """Return a workflow command for each finding."""
    return "\n".join(map(_github, findings))


def _github(finding: Finding) -> str:
    properties: dict[str, object] = {
        "title": f"{finding.code} {finding.name}",
        "file": path_of(finding),
        "line": finding.line,
        "endLine": finding.end_line,
    }
    if finding.line == finding.end_line:  # columns of several lines are refused
        properties |= {"col": finding.column, "endColumn": finding.end_column}
    given = ",".join(f"{key}={_escaped(value, _GITHUB_PROPERTY)}" for key, value in properties.items())
    return f"::{_GITHUB_LEVELS[finding.severity]} {given}::{_escaped(told(finding), _GITHUB_DATA)}"


def azure(findings: Sequence[Finding], context: Context) -> str:
    """Return a logging command for each error and warning: there is none for information."""
    return "\n".join(_azure(finding) for finding in findings if finding.severity != "info")


def _azure(finding: Finding) -> str:
    properties = {
        "type": finding.severity,
        "sourcepath": path_of(finding),
        "linenumber": finding.line,
        "columnnumber": finding.column,
        "code": finding.code,
    }
    given = ";".join(f"{key}={_escaped(value, _AZURE)}" for key, value in properties.items())
    return f"##vso[task.logissue {given}]{_escaped(told(finding), _AZURE)}"


def _escaped(value: object, escapes: Mapping[str, str]) -> str:
    # The logs of both show what is said there, and obey the escapes of terminals.
    text = visible(str(value), kept="\r\n\t")
    for char, escape in escapes.items():
        text = text.replace(char, escape)
    return text
