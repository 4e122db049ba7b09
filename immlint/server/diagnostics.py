"""Findings as the client shows them."""

from __future__ import annotations

from collections.abc import Mapping

from lsprotocol import types

from immlint.finding import Finding, Related
from immlint.input import Input, UnreadableError, load
from immlint.message import Say
from immlint.report.words import told
from immlint.server.documents import Opened, address_of
from immlint.server.positions import Positions
from immlint.source import UndecodableError

_SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
}
#: Rules that tell of what could as well be left out, and of what belongs to an old version.
_TAGS = {
    types.DiagnosticTag.Unnecessary: frozenset(
        ("GNT104", "IMM108", "LNT901", "RAM501", "RAM502", "RAM503", "RAM504", "RAM506", "RAM507")
    ),
    types.DiagnosticTag.Deprecated: frozenset(("IMM114", "RAM306", "RAM307", "SDK106")),
}


class Shown:
    """What the client can show of diagnostics, and the language in which it shows them."""

    def __init__(self, capabilities: types.ClientCapabilities, say: Say) -> None:
        self.say = say
        document = capabilities.text_document
        both = [d for d in (document and document.publish_diagnostics, document and document.diagnostic) if d]
        self.tags = {tag for each in both if each.tag_support for tag in each.tag_support.value_set}
        self.related = any(each.related_information for each in both)


def diagnostic(
    finding: Finding, document: Opened, documents: Mapping[str, Opened], shown: Shown
) -> types.Diagnostic:
    """Return a finding in *document*; *documents* are those that are open."""
    finding = finding.said(shown.say)
    related = [_related(each, finding, document, documents) for each in finding.related]
    tags = [tag for tag, codes in _TAGS.items() if finding.code in codes and tag in shown.tags]
    return types.Diagnostic(
        range=document.positions.range(finding.start, finding.end),
        severity=_SEVERITIES[finding.severity],
        code=finding.code,
        code_description=types.CodeDescription(finding.url) if finding.url else None,
        source="immlint",
        message=told(finding),
        tags=tags or None,
        related_information=(related or None) if shown.related else None,
    )


def _related(
    related: Related, finding: Finding, document: Opened, documents: Mapping[str, Opened]
) -> types.DiagnosticRelatedInformation:
    own = related.path == finding.path
    uri, positions = (
        (document.uri, document.positions) if own else _elsewhere(related.path, documents, document.encoding)
    )
    at = positions.place(related.line, related.column) if positions else types.Position(related.line - 1, 0)
    return types.DiagnosticRelatedInformation(types.Location(uri, types.Range(at, at)), related.message)


def _elsewhere(path: str, documents: Mapping[str, Opened], encoding: str) -> tuple[str, Positions | None]:
    for other in documents.values():
        if other.is_file and other.path == path:
            return other.uri, other.positions
    try:
        return address_of(path), Positions(load(Input(path, True)), encoding, marked=False)
    except (UnreadableError, UndecodableError):
        return address_of(path), None
