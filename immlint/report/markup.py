"""Findings as XML: JUnit and Checkstyle."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from itertools import groupby

from immlint.finding import Finding
from immlint.report.context import Context
from immlint.report.words import path_of, told

_HEAD = '<?xml version="1.0" encoding="utf-8"?>'
#: What XML 1.0 forbids, escaped or not.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(findings: Sequence[Finding], context: Context) -> str:
    """Return a test suite for each file; what is only information is a test that passes.

    An empty run is one test that passes: some readers take a report without any for a mistake.
    """
    if not findings:
        return "\n".join(
            (
                _HEAD,
                '<testsuites name="immlint" tests="1" failures="0" errors="0">',
                '  <testsuite name="immlint" tests="1" failures="0" errors="0">',
                '    <testcase name="no findings" classname="immlint"/>',
                "  </testsuite>",
                "</testsuites>",
            )
        )
    lines = [_HEAD, _opened("testsuites", name="immlint", **_counts(findings))]
    for path, group in groupby(findings, path_of):
        inside = list(group)
        lines.append("  " + _opened("testsuite", name=path, **_counts(inside)))
        for finding in inside:
            lines += _case(finding, path)
        lines.append("  </testsuite>")
    return "\n".join([*lines, "</testsuites>"])


def _counts(findings: Sequence[Finding]) -> dict[str, object]:
    failures = sum(finding.severity != "info" for finding in findings)
    return {"tests": len(findings), "failures": failures, "errors": 0}


def _case(finding: Finding, path: str) -> list[str]:
    place = f"{finding.line}:{finding.column}"
    text = f"{path}:{place}: {finding.severity} {finding.code} {told(finding)}"
    case = _opened(
        "testcase",
        name=f"{finding.code} {finding.name} {place}",
        classname=path,
        file=path,
        line=finding.line,
    )
    if finding.severity == "info":
        inner = f"<system-out>{_text(text)}</system-out>"
    else:
        failure = _opened("failure", message=finding.message, type=finding.severity)
        inner = f"{failure}{_text(text)}</failure>"
    return [f"    {case}", f"      {inner}", "    </testcase>"]


def checkstyle(findings: Sequence[Finding], context: Context) -> str:
    """Return an element for each file, with its errors."""
    lines = [_HEAD, '<checkstyle version="4.3">']
    for path, group in groupby(findings, path_of):
        lines.append("  " + _opened("file", name=path))
        for finding in group:
            error = _opened(
                "error",
                line=finding.line,
                column=finding.column,
                severity=finding.severity,
                message=told(finding),
                source=f"immlint.{finding.code}",
            )
            lines.append(f"    {error[:-1]}/>")
        lines.append("  </file>")
    return "\n".join([*lines, "</checkstyle>"])


def _opened(tag: str, **attributes: object) -> str:
    given = "".join(f' {key}="{_attribute(value)}"' for key, value in attributes.items())
    return f"<{tag}{given}>"


def _attribute(value: object) -> str:
    # A parser reads white space in an attribute as spaces, unless it is escaped.
    return re.sub(r"[\t\n\r]", lambda match: f"&#{ord(match[0])};", _text(str(value)))


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text))
