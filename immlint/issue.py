"""What a check found, in words that are put together when they are read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from immlint.finding import Severity
from immlint.message import filled
from immlint.record import field, record
from immlint.repair import Offer, Repair, Write
from immlint.subject import Place, Problem

if TYPE_CHECKING:
    from immlint.document import Document


class Elsewhere(NamedTuple):
    """A place in a document of the run that explains an issue."""

    document: Document
    place: Place
    message: str


@record(eq=False)
class Issue:
    """What a check found: *message* and *hint* are templates for ``arguments``.

    ``severity`` overrides that of the rule. ``inferred`` tells that it rests on a row of the catalogue or
    a value that is only inferred: it is at most a warning then, and shown with ``--pedantic`` only.
    ``related`` are places of the same document that explain it; in a rule over a whole run, ``elsewhere``
    are those of any document.
    """

    place: Place
    message: str
    hint: str = ""
    arguments: Mapping[str, object] = field(default_factory=dict)
    severity: Severity | None = None
    inferred: bool = False
    related: tuple[tuple[Place, str], ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    repair: Repair | Offer | None = None
    #: In a rule over a whole run: the document that it is about.
    document: Document | None = None
    #: What of the place it is about, where the place does not tell: the name of what is missing there.
    about: str = ""

    @property
    def text(self) -> str:
        """The message with its arguments."""
        return filled(self.message, self.arguments)

    @property
    def hint_text(self) -> str:
        """The hint with its arguments."""
        return filled(self.hint, self.arguments)


def issue(
    place: Place,
    message: str,
    hint: str = "",
    *,
    severity: Severity | None = None,
    inferred: bool = False,
    related: tuple[tuple[Place, str], ...] = (),
    elsewhere: tuple[Elsewhere, ...] = (),
    repair: Repair | Offer | None = None,
    document: Document | None = None,
    about: str = "",
    **arguments: object,
) -> Issue:
    """Return an issue: *message* and *hint* are constant templates, *arguments* what they name."""
    return Issue(
        place, message, hint, arguments, severity, inferred, related, elsewhere, repair, document, about
    )


def reported(problem: Problem, severity: Severity | None = None, *, inferred: bool = False) -> Issue:
    """Return the issue that a problem is: it was put into words where it was found."""
    return issue(
        problem.place or Place(),
        "{fact}",
        "{advice}",
        severity=severity,
        inferred=inferred,
        fact=problem.message,
        advice=problem.hint,
        repair=_written_instead(problem),
    )


def _written_instead(problem: Problem) -> Repair | None:
    if problem.instead is None or problem.span is None:
        return None
    return Repair("put it in quotes", (Write(problem.span, problem.instead),))


_SHOWN = json.JSONEncoder(ensure_ascii=False, default=str, allow_nan=False).encode


def quoted(value: object) -> str:
    """Return *value* as a message shows it: as JSON on one line, cut where it gets long."""
    if isinstance(value, str):
        value = value[:81]  # what comes after is not shown
    try:
        # JSON has no infinity: a number that Python takes for one was written otherwise.
        text = _SHOWN(value)
    except (ValueError, RecursionError):
        return "this value"
    text = text[:81]
    if not text.isprintable():
        text = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
    return text if len(text) <= 80 else text[:76] + " ..."
