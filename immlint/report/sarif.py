"""Findings as a SARIF 2.1.0 log, with what GitHub code scanning shows of rules."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from typing import Any

from immlint.finding import Finding, Fix
from immlint.report.context import Context
from immlint.report.words import relative_path, told
from immlint.source import Source

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_PROBLEMS = {"error": "error", "warning": "warning", "info": "recommendation"}


def sarif(findings: Sequence[Finding], context: Context) -> str:
    """Return a log of one run; its rules are those that found something."""
    codes = list(dict.fromkeys(finding.code for finding in findings))
    names = {finding.code: finding.name for finding in findings}
    driver: dict[str, Any] = {"name": "immlint"}
    if context.version:
        driver["version"] = driver["semanticVersion"] = context.version
    driver["rules"] = [_rule(code, names[code], context) for code in codes]
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "results": [_result(finding, codes.index(finding.code), context) for finding in findings],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _rule(code: str, name: str, context: Context) -> dict[str, Any]:
    rule: dict[str, Any] = {"id": code, "name": "".join(word.capitalize() for word in name.split("-"))}
    if context.describe is None:
        return rule
    known = context.describe(code)
    return rule | {
        "shortDescription": {"text": known.summary},
        "fullDescription": {"text": known.summary},
        "help": {"text": known.explanation, "markdown": known.explanation},
        **({"helpUri": known.url} if known.url else {}),
        "defaultConfiguration": {"level": _LEVELS[known.severity]},
        "properties": {
            "tags": [code[:3].lower()],
            "precision": "very-high",
            "problem.severity": _PROBLEMS[known.severity],
        },
    }


def _result(finding: Finding, index: int, context: Context) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": told(finding)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(finding.path)},
                    "region": _region((finding.line, finding.column), (finding.end_line, finding.end_column)),
                }
            }
        ],
        "partialFingerprints": {"immlint/v1": finding.fingerprint},
        "properties": {"pointer": finding.pointer, "confidence": finding.confidence},
    }
    if finding.related:
        result["relatedLocations"] = [
            {
                "message": {"text": related.message},
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(related.path)},
                    "region": {"startLine": related.line, "startColumn": related.column},
                },
            }
            for related in finding.related
        ]
    source = context.sources.get(finding.path)
    if source is not None and finding.fix is not None and finding.fix.applicability != "display":
        result["fixes"] = [_fix(finding.fix, source)]
    return result


def _fix(fix: Fix, source: Source) -> dict[str, Any]:
    replacements = [
        {
            "deletedRegion": _region(source.position(edit.start), source.position(edit.end)),
            "insertedContent": {"text": edit.text},
        }
        for edit in fix.edits
    ]
    change = {"artifactLocation": {"uri": _uri(source.path)}, "replacements": replacements}
    return {"description": {"text": fix.description}, "artifactChanges": [change]}


def _region(start: Iterable[int], end: Iterable[int]) -> dict[str, int]:
    return dict(zip(("startLine", "startColumn", "endLine", "endColumn"), (*start, *end), strict=True))


def _uri(path: str) -> str:
    """Return a path as a relative reference; one outside the working directory as a whole address."""
    from urllib.parse import quote

    path = relative_path(path)
    # A colon in the first step of a relative reference would be read as the end of a scheme.
    quoted = quote(os.fsencode(path), safe="/~@!$&'()*+,;=")
    return f"file://{quoted}" if os.path.isabs(path) else quoted
