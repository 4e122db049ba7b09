"""Findings for programs: the documented keys as JSON, columns in code points."""

from __future__ import annotations

import json
from collections.abc import Sequence

from immlint.finding import Finding
from immlint.report.context import Context


def as_json(findings: Sequence[Finding], context: Context) -> str:
    """Return a JSON array, one object per finding; an empty run is ``[]``."""
    return json.dumps([finding.to_dict() for finding in findings], ensure_ascii=False, indent=2)


def as_json_lines(findings: Sequence[Finding], context: Context) -> str:
    """Return one JSON object a line; an empty run is empty."""
    return "\n".join(json.dumps(finding.to_dict(), ensure_ascii=False) for finding in findings)
