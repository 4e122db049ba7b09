"""Findings as text and back: what is said keeps its templates, and can be told in any language still."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from immlint.finding import Edit, Finding, Fix, Related
from immlint.message import Message, Term
from immlint.record import fields_of


class UnwritableError(TypeError):
    """Something in a finding would not come back as it is."""


def text_of(findings: Sequence[Finding]) -> str:
    """Return findings as one text. Raises :class:`UnwritableError`."""
    try:
        text = json.dumps([_row(finding) for finding in findings], separators=(",", ":"))
        whole = findings_in(text) == list(findings)
    except (ValueError, LookupError, RecursionError) as error:
        raise UnwritableError(str(error)) from None
    if not whole:
        raise UnwritableError("what is read is something else")
    return text


def findings_in(text: str) -> list[Finding]:
    """Return the findings in a text that :func:`text_of` made."""
    return [_finding(row) for row in json.loads(text)]


def _row(finding: Finding) -> dict[str, Any]:
    row = {name: getattr(finding, name) for name in fields_of(finding) or ()}
    row["related"] = [[_said(r.message), r.path, r.line, r.column] for r in finding.related]
    if finding.fix is not None:
        row["fix"] = [_said(finding.fix.description), *finding.fix[1:]]
    for name in ("message", "help"):
        row[name] = _said(row[name])
    return row


def _finding(fields: dict[str, Any]) -> Finding:
    for name in ("message", "help"):
        fields[name] = _heard(fields[name])
    fields["related"] = tuple(Related(_heard(message), *place) for message, *place in fields["related"])
    if fields["fix"] is not None:
        description, edits, *rest = fields["fix"]
        fields["fix"] = Fix(_heard(description), tuple(Edit(*edit) for edit in edits), *rest)
    return Finding(**fields)


def _said(value: object) -> Any:
    """Return a text, or an argument of one, as JSON that tells its kind. Raises UnwritableError."""
    if isinstance(value, Message):
        return [value.template, {name: _said(each) for name, each in value.arguments.items()}]
    if isinstance(value, Term):
        return [str(value)]
    if type(value) in (str, int, bool):
        return value
    raise UnwritableError(f"a {type(value).__name__} in a message")


def _heard(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    if len(value) == 1:
        return Term(value[0])
    return Message(value[0], **{name: _heard(each) for name, each in value[1].items()})
