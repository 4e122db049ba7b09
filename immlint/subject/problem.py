"""What keeps a document from being read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from immlint.subject.place import Place


@dataclass(frozen=True, slots=True, eq=False)
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
    arguments: Mapping[str, Any] = field(default_factory=dict)
    named: bool = True
