"""What keeps a document from being read."""

from __future__ import annotations

from typing import Literal

from immlint.record import record
from immlint.subject.place import Place


@record(eq=False)
class Problem:
    """What is wrong with a document as text or file, found before any rule saw it.

    Either *span* (code point offsets) or *place* says where. ``about`` is the subject family the
    file is known by, and picks the rule that reports it. ``named`` tells that the user named the file, or
    said what it is.
    """

    kind: Literal["syntax", "duplicate-key", "encoding", "template", "unreadable", "crash"]
    message: str
    hint: str = ""
    span: tuple[int, int] | None = None
    place: Place | None = None
    about: Literal["policy", "request", "code"] = "request"
    named: bool = True
    #: What to write in place of what is at *span*, where that is sure.
    instead: str | None = None
