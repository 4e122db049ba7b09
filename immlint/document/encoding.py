"""How data is to be encoded that is sent to an API."""

from __future__ import annotations

from immlint.document.sniff import Claim
from immlint.source import Source
from immlint.subject import Problem


def encoding_problems(source: Source, claim: Claim) -> list[Problem]:
    """Return what is wrong with how a text is encoded, if that is ours to report."""
    if claim.about is None:
        return []
    if source.encoding != "utf-8":
        message = f"the file is {source.encoding.upper()[:6]}; expected UTF-8"
    elif source.mark:
        message = "the file begins with a byte order mark; expected plain UTF-8"
    else:
        return []
    return [Problem("encoding", message, "save it as UTF-8", (0, 0), about=claim.about)]
