"""Findings as a Code Quality report of GitLab."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from immlint.finding import Finding
from immlint.report.context import Context
from immlint.report.words import path_of, told

_LEVELS = {"error": "major", "warning": "minor", "info": "info"}


def gitlab(findings: Sequence[Finding], context: Context) -> str:
    """Return a JSON array of issues; an empty run is ``[]``."""
    seen: set[str] = set()
    return json.dumps([_issue(finding, seen) for finding in findings], ensure_ascii=False, indent=2)


def _issue(finding: Finding, seen: set[str]) -> dict[str, Any]:
    return {
        "check_name": finding.code,
        "description": f"{finding.code}: {told(finding)}",
        "severity": _LEVELS[finding.severity],
        "fingerprint": _unique(finding.fingerprint, seen),
        "location": {
            "path": path_of(finding),
            "positions": {
                "begin": {"line": finding.line, "column": finding.column},
                "end": {"line": finding.end_line, "column": finding.end_column},
            },
        },
    }


def _unique(fingerprint: str, seen: set[str]) -> str:
    """Return a fingerprint that no issue before has: GitLab shows one issue for each."""
    number, unique = 1, fingerprint
    while unique in seen:
        number += 1
        unique = f"{fingerprint}-{number}"
    seen.add(unique)
    return unique
