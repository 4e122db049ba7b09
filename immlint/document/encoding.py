"""How data is to be encoded that is sent to an API."""

from __future__ import annotations

from immlint.document.sniff import Claim
from immlint.message import Message
from immlint.source import Source
from immlint.subject import Problem


def encoding_problems(source: Source, claim: Claim) -> list[Problem]:
    """Return what is wrong with how a text is encoded, if that is ours to report."""
    # A byte order mark is no slip: YAML allows it, and what reads JSON may pass it over (RFC 8259, 8.1).
    if claim.about is None or source.encoding == "utf-8":
        return []
    message = Message("the file is {encoding}; expected UTF-8", encoding=source.encoding.upper()[:6])
    return [Problem("encoding", message, Message("save it as UTF-8"), (0, 0), about=claim.about)]
