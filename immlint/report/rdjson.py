"""Findings in reviewdog's diagnostic format; its columns count bytes of UTF-8."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from immlint.finding import Finding, Fix
from immlint.report.context import Context
from immlint.report.words import path_of, relative_path, told
from immlint.source import Source


def rdjson(findings: Sequence[Finding], context: Context) -> str:
    """Return one object with all diagnostics."""
    found = [_diagnostic(finding, context) for finding in findings]
    return json.dumps({"source": {"name": "immlint"}, "diagnostics": found}, ensure_ascii=False, indent=2)


def rdjson_lines(findings: Sequence[Finding], context: Context) -> str:
    """Return a diagnostic a line; an empty run is empty."""
    found = ({"source": {"name": "immlint"}, **_diagnostic(finding, context)} for finding in findings)
    return "\n".join(json.dumps(diagnostic, ensure_ascii=False) for diagnostic in found)


def _diagnostic(finding: Finding, context: Context) -> dict[str, Any]:
    source = context.sources.get(finding.path)
    found: dict[str, Any] = {
        "message": told(finding),
        "location": {
            "path": path_of(finding),
            "range": {
                "start": _position(source, finding.line, finding.column),
                "end": _position(source, finding.end_line, finding.end_column),
            },
        },
        "severity": finding.severity.upper(),
        "code": {"value": finding.code, **({"url": finding.url} if finding.url else {})},
    }
    if source is not None and finding.fix is not None and finding.fix.applicability != "display":
        found["suggestions"] = [_suggestion(source, finding.fix)]
    if finding.related:
        found["related_locations"] = [
            {
                "message": related.message,
                "location": {
                    "path": relative_path(related.path),
                    "range": {
                        "start": _position(context.sources.get(related.path), related.line, related.column)
                    },
                },
            }
            for related in finding.related
        ]
    return found


def _suggestion(source: Source, fix: Fix) -> dict[str, Any]:
    """Return a fix as one replacement, as each suggestion is taken by itself."""
    edits = sorted(fix.edits)
    start, end = edits[0].start, edits[-1].end
    text, at = "", start
    for edit in edits:
        text += source.text[at : edit.start] + edit.text
        at = edit.end
    return {
        "range": {
            "start": _position(source, *source.position(start)),
            "end": _position(source, *source.position(end)),
        },
        "text": text,
    }


def _position(source: Source | None, line: int, column: int) -> dict[str, int]:
    return {"line": line, "column": column + (_surplus(source, line, column) if source is not None else 0)}


def _surplus(source: Source, line: int, column: int) -> int:
    """Return how many more bytes than code points come before a column of a line of the file."""
    try:
        before = source.line(line)[: column - 1]
    except (IndexError, ValueError):
        return 0
    # To who reads the file as bytes, the mark is a part of its first line.
    mark = len(source.mark) if line == 1 and source.encoding == "utf-8" else 0
    return mark + len(before.encode("utf-8", "surrogatepass")) - len(before)
