"""Findings for programs: a JSON array of the documented keys, columns in code points."""

from __future__ import annotations

import json
from collections.abc import Sequence

from immlint.finding import Finding
from immlint.report.context import Context


def as_json(findings: Sequence[Finding], context: Context) -> str:
    """Return a JSON array, one object per finding; an empty run is ``[]``."""
    return json.dumps([finding.to_dict() for finding in findings], ensure_ascii=False, indent=2)
