"""The identity of a finding, which survives edits elsewhere: what was found, and where in the structure.

It is made of path, code, anchor and value, never of the message or the line. Findings alike in all of
that are counted.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from hashlib import sha256
from json.encoder import encode_basestring_ascii as _string
from typing import Any, NamedTuple

from immlint.document import Document, streamed
from immlint.finding import Finding
from immlint.record import fields_of, replace
from immlint.source import Span, UndecodableError
from immlint.subject import EMBEDDED, UNKNOWN, CodeSubject, Place, Policy, Request, Response, Route, Subject


class Identity(NamedTuple):
    """What tells findings apart in a baseline; ``value`` is a hash of the value found."""

    path: str
    code: str
    anchor: str
    value: str


def identity(finding: Finding, root: str | None) -> Identity:
    """Return the identity of a finding, its path seen from the folder *root* of the configuration."""
    return Identity(relative(finding.path, root), finding.code, finding.anchor, finding.value)


#: A name without a folder: that of most texts that are not read from files.
_BARE = re.compile(r"[\w-][\w.-]*")


def relative(path: str, root: str | None) -> str:
    """Return *path* as seen from *root*, by default the working directory, with slashes."""
    if root is None and _BARE.fullmatch(path):
        return path
    try:
        path = os.path.relpath(path, root or os.curdir)
    except ValueError:  # another drive
        path = os.path.abspath(path)
    return path.replace(os.sep, "/")


def with_fingerprints(
    findings: Sequence[Finding], root: Callable[[str], str | None] = lambda path: None
) -> list[Finding]:
    """Give each finding its fingerprint: a hash of its identity, and a number among equal ones.

    *root* tells the folder of the configuration of a file.
    """
    seen: dict[Identity, int] = {}
    named: list[Finding] = []
    paths = {path: relative(path, root(path)) for path in dict.fromkeys(f.path for f in findings)}
    for finding in findings:
        own = Identity(paths[finding.path], finding.code, finding.anchor, finding.value)
        count = seen[own] = seen.get(own, 0) + 1
        # As a list is hashed, of which each text is told as such.
        listed = sorted((*map(_string, own), _FIRST if count == 1 else _canonical(count)))
        named.append(replace(finding, fingerprint=_digest('{"list": [' + ", ".join(listed) + "]}")[:16]))
    return named


def anchor(document: Document, place: Place, span: Span) -> str:
    """Return where a place is in the structure: its pointer without indices, in code below the function."""
    named = Place(tuple([step for step in place.route if isinstance(step, str)]))
    return document.enclosing(span) + named.pointer


def value(document: Document, subject: Subject | None, place: Place, about: object, span: Span) -> str:
    """Return a hash of what stands at *place*, however it is written.

    A whole request or policy is no value: it would change with every edit. *about* is what the place
    does not tell: the name of what is missing there.
    """
    if isinstance(subject, CodeSubject):
        return _hash([about, subject])[:12]
    owner = _owner(document, place) if subject is None else subject
    found = "" if about else _found(document, owner, place, span)
    if type(about) is str and type(found) is str:
        # As the list of both is told: most values are names.
        return _digest('{"list": [' + ", ".join(sorted((_string(about), _string(found)))) + "]}")[:12]
    return _hash([about, found])[:12]


def _found(document: Document, owner: Subject | None, place: Place, span: Span) -> Any:
    if isinstance(owner, Policy | Request | Response) and not place.key and place.route == owner.route:
        return ""
    try:
        found = _at(_data(owner), place.route[len(getattr(owner, "route", ())) :])
    except (LookupError, TypeError, ValueError):
        # What stands beside the parameters, or cannot be read: as it is written.
        return _written_at(document, span)
    if place.part is not None and isinstance(found, str):
        return [found, found[slice(*place.part)]]
    return found


def _written_at(document: Document, span: Span) -> str:
    try:
        return document.source.cut(span).strip("\"'")
    except UndecodableError:
        return ""


def _owner(document: Document, place: Place) -> Subject | None:
    """Return the innermost subject that *place* is in."""
    lines = streamed(document)
    groups = (document.subjects, *document.ambiguous) if lines is None else (lines.around(place),)
    subjects: Iterator[Subject] = (
        subject
        for group in groups
        for subject in group
        if isinstance(subject, Policy | Request | Response)
        and place.route[: len(subject.route)] == subject.route
    )
    return max(subjects, key=lambda subject: len(getattr(subject, "route", ())), default=None)


def _data(owner: Subject | None) -> Any:
    if isinstance(owner, Policy):
        return owner.document
    if isinstance(owner, Request):
        return owner.parameters
    if isinstance(owner, Response):
        return owner.body
    raise LookupError


def _at(data: Any, route: Route) -> Any:
    for step in route:
        data = json.loads(data) if step is EMBEDDED else data[step]
    return data


def _canonical(found: Any) -> str:
    """Return JSON that is the same for what means the same: order is not told."""
    if isinstance(found, str):
        return _string(found)
    # To ask for the types there are most of takes a small part of asking for all that is like them.
    if type(found) is dict or isinstance(found, Mapping):
        items = dict(sorted([(str(key), _canonical(item)) for key, item in found.items()]))
        return '{"object": {' + ", ".join([f"{_string(key)}: {item}" for key, item in items.items()]) + "}}"
    if type(found) is list or isinstance(found, list | tuple):
        return '{"list": [' + ", ".join(sorted(map(_canonical, found))) + "]}"
    if (names := fields_of(found)) is not None:
        return "[" + ", ".join(_canonical(getattr(found, name)) for name in names if name != "place") + "]"
    if isinstance(found, Enum):
        return json.dumps(found.value)
    if isinstance(found, int) and not isinstance(found, bool):
        return f'{{"int": "{found:#x}"}}'  # Python writes no decimal number of thousands of digits
    if found is None or isinstance(found, bool | float):
        return json.dumps(found)
    return _string("unknown" if found is UNKNOWN else type(found).__name__)


#: What :func:`_canonical` makes of 1.
_FIRST = '{"int": "0x1"}'


def _hash(found: Any) -> str:
    try:
        return _digest(_canonical(found))
    except RecursionError:
        return _digest("")


def _digest(text: str) -> str:
    return sha256(text.encode("ascii")).hexdigest()
