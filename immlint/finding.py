"""What is reported: one finding with its exact place, and the edits that would mend it."""

from __future__ import annotations

from enum import IntEnum
from typing import Any, Literal, NamedTuple

from immlint.message import Say
from immlint.record import field, record, replace


class Severity(IntEnum):
    """How bad it is: see the README for what each level promises."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @classmethod
    def of(cls, label: str) -> Severity:
        """Return the severity of a name; raises KeyError for one that is none."""
        return _BY_LABEL[label]

    @property
    def label(self) -> str:
        """The name used in options and reports."""
        return _LABELS[self]


_LABELS = {severity: severity.name.lower() for severity in Severity}
_BY_LABEL = {label: severity for severity, label in _LABELS.items()}


class Edit(NamedTuple):
    """Replace the text between two code point offsets."""

    start: int
    end: int
    text: str


#: A fix that is *safe* keeps the meaning of everything else; one for *display* is never applied.
Applicability = Literal["safe", "unsafe", "display"]


class Fix(NamedTuple):
    """Edits of one file that mend a finding; ``proof`` names what is proved of them (a policy's only)."""

    description: str
    edits: tuple[Edit, ...]
    applicability: Applicability
    proof: str | None = None


class Related(NamedTuple):
    """Another place that explains a finding."""

    message: str
    path: str
    line: int
    column: int


@record
class Finding:
    """One finding. Lines and columns begin at 1, count code points; the end is exclusive.

    ``start`` and ``end`` are code point offsets into the text, for whoever cuts or edits it.
    """

    code: str
    name: str
    severity: str
    message: str
    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    pointer: str
    help: str
    url: str
    #: ``certain``, or ``inferred`` where it rests on a row of the catalogue or a value that is only inferred.
    confidence: str = "certain"
    fix: Fix | None = None
    fingerprint: str = ""
    related: tuple[Related, ...] = ()
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)
    #: Where it is in the structure, without indices, and a hash of the value found: see ``fingerprint``.
    anchor: str = field(default="", compare=False)
    value: str = field(default="", compare=False)

    def key(self) -> tuple[Any, ...]:
        """Return what findings are sorted and told apart by."""
        return (
            self.path,
            self.line,
            self.column,
            self.code,
            self.end_line,
            self.end_column,
            self.message,
        )

    def said(self, say: Say) -> Finding:
        """Return it in another language; what it is known by stays."""
        fix = self.fix and self.fix._replace(description=say(self.fix.description))
        related = tuple(other._replace(message=say(other.message)) for other in self.related)
        return replace(self, message=say(self.message), help=say(self.help), fix=fix, related=related)

    def to_dict(self) -> dict[str, Any]:
        """Return the keys of the JSON report, in their order."""
        fix = self.fix and {
            "description": self.fix.description,
            "applicability": self.fix.applicability,
            "edits": [{"start": e.start, "end": e.end, "text": e.text} for e in self.fix.edits],
        }
        related = [
            {"message": r.message, "path": r.path, "line": r.line, "column": r.column} for r in self.related
        ]
        return {
            "code": self.code,
            "name": self.name,
            "severity": self.severity,
            "message": self.message,
            "path": self.path,
            "line": self.line,
            "column": self.column,
            "end_line": self.end_line,
            "end_column": self.end_column,
            "pointer": self.pointer,
            "help": self.help,
            "url": self.url,
            "confidence": self.confidence,
            "fix": fix,
            "fingerprint": self.fingerprint,
            "related": related,
        }
