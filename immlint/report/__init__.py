"""Findings as text, in one table. A new report is a module, a function and a row here."""

from __future__ import annotations

from collections.abc import Sequence

from immlint.finding import Finding
from immlint.report.context import Context, Reporter

__all__ = ["REPORTS", "Context", "Reporter"]


def _full(findings: Sequence[Finding], context: Context) -> str:
    from immlint.report.terminal import full

    return full(findings, context)


def _concise(findings: Sequence[Finding], context: Context) -> str:
    from immlint.report.terminal import concise

    return concise(findings, context)


def _json(findings: Sequence[Finding], context: Context) -> str:
    from immlint.report.machine import as_json

    return as_json(findings, context)


#: By the name that ``--output-format`` takes; a module is imported when its report is written.
REPORTS: dict[str, Reporter] = {"full": _full, "concise": _concise, "json": _json}
