"""Plain data to policies, at the root or anywhere inside, also as JSON in a string."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from immlint import cloud
from immlint.document.json.clean import is_deep, load
from immlint.document.json.scan import Scan, ScanError
from immlint.document.recognise import ros
from immlint.document.recognise.functions import without_functions
from immlint.document.sniff import Claim
from immlint.record import field, record
from immlint.subject import (
    EMBEDDED,
    Place,
    Policy,
    PolicyKind,
    Problem,
    Route,
    Text,
    computed,
    is_open,
    lifted,
    template,
)
from immlint.subject.policy import kind_of, may_leave_out, read_names, read_texts
from immlint.subject.value import has_no_gaps

_ELEMENTS = frozenset(("effect", "action", "notaction", "resource", "principal"))
_VERSIONS = ("1", 1, "1.0", "1.1", "2.0", "5.0", "2008-10-17", "2012-10-17")
KINDS: dict[str, PolicyKind] = {
    "policy": "identity",
    "trust-policy": "trust",
    "session-policy": "session",
    "control-policy": "control",
    "bucket-policy": "bucket",
}
#: Levels below which no policy is looked for.
DEEPEST = 60


@record(frozen=False)
class _Written:
    """Where a value stands, and how long its text is if it is a whole text of its own."""

    value: Any
    route: Route
    size: int | None
    #: What the resource of ROS says of it that it is a property of.
    held: ros.Property | None = None

    def read_as(self, asked: PolicyKind | None, compact: str, *, gaps: bool) -> tuple[Any, PolicyKind]:
        """Return the policy as it is sent, and its kind: by the user, else by its place, else by its form.

        Without *gaps* none of its texts has any.
        """
        document = self.value
        if gaps and not has_no_gaps(compact):
            document = read_texts(document)
        elif may_leave_out(compact):
            document = read_names(document)
        if self.held is not None and self.held.has_texts and document.get("Version") == 1:
            document = {**document, "Version": "1"}
        if asked is not None and asked != "identity":
            return document, asked
        told = self.held.kind if self.held is not None else None
        return document, (told if told not in (None, "identity") else None) or kind_of(self.value)


@record(frozen=False)
class Search:
    """The policies in one document; ``problems`` are those of policies written into strings."""

    claim: Claim
    problems: list[Problem] = field(default_factory=list)

    def policies(self, data: Any, route: Route, size: int | None) -> Iterator[Policy]:
        """Yield every policy, outermost first. What a file is said to be is one in any case."""
        asked = KINDS.get(self.claim.role or "")
        found = list(self._find(data, route, size))
        if asked and not found:
            found = [_Written(data, route, size)]
        clouds = [cloud.cloud_of(at.value) for at in found]
        # A file of another cloud says so once; what in it says nothing of whose it is, is that cloud's.
        foreign = self.claim.foreign or any(clouds)
        told = False
        for at, other in zip(found, clouds, strict=True):
            compact = _compact(at.value)
            if asked is None and other is not None and (told or not self._is_told(at.value, compact)):
                continue
            guessed = asked is None and other is None and at.held is None
            if guessed and not self._is_ours(at.value, compact, foreign):
                continue
            told = told or other is not None
            written = len(compact) if at.size is None else at.size
            document, kind = at.read_as(asked, compact, gaps=self.claim.gaps)
            yield Policy(document, kind, at.route, written, len(compact))

    def _is_told(self, document: Any, compact: str) -> bool:
        """Tell whether another cloud's policy is worth a word: fragments of its templates are not."""
        said = '"arn:aws' in compact or str(document.get("Version")) in ("2012-10-17", "2008-10-17")
        return "Statement" in document and (said or not self.claim.foreign)

    def _is_ours(self, document: Any, compact: str, foreign: bool) -> bool:
        """Tell whether a policy that names no other cloud could be one of RAM."""
        if kind_of(document) != "bucket" and cloud.is_nobodys(document, compact):
            return False
        said = document.get("Version") == "1" or "Statement" not in document
        return said or not foreign or cloud.RAM.search(compact) is not None

    def _find(self, data: Any, route: Route, size: int | None) -> Iterator[_Written]:
        stack = [_Written(data, route, size)]
        # Held, since the id of what is read from a text within it, and dropped, is soon another's.
        seen: dict[int, object] = {}
        held: dict[Route, ros.Property] = {}
        while stack:
            at = stack.pop()
            value = at.value
            at.held = at.held or held.get(at.route)
            if at.held is not None and at.held.kind is None:
                continue
            if len(at.route) - len(route) > DEEPEST:
                continue
            if isinstance(value, str):
                inner = self._embedded(value, at.route)
                if inner is not None:
                    size_of = None if isinstance(value, Text) else len(value)
                    stack.append(_Written(inner, (*at.route, EMBEDDED), size_of, at.held))
            elif isinstance(value, dict | list):
                if id(value) in seen:
                    continue
                seen[id(value)] = value
                if isinstance(value, dict) and _is_policy(value):
                    yield at
                    continue
                if isinstance(value, dict) and "Type" in value:
                    held.update(((*at.route, *below), told) for below, told in ros.policies(value))
                pairs = value.items() if isinstance(value, dict) else enumerate(value)
                stack.extend(_Written(item, (*at.route, key), None) for key, item in reversed(list(pairs)))

    def _embedded(self, text: str, route: Route) -> Any:
        if "tatement" not in text or not text.lstrip().startswith("{"):
            return None
        try:
            data, repeated = load(text, constants=True)
            if is_deep(text, data):
                raise RecursionError
            data = without_functions(lifted(data, computed) if isinstance(text, Text) else data)
        except (ValueError, RecursionError):
            data, repeated = None, '"Effect"' in text
        if repeated and not is_open(template(text)) and cloud.is_meant_for_ram(text):
            return self._scan(text, route)
        return data

    def _scan(self, text: str, route: Route) -> Any:
        scan = Scan(text)
        data: Any = None
        try:
            data = without_functions(scan.read().value)
        except ScanError as error:
            scan.problems.append(("syntax", str(error), error.hint, error.span))
        for kind, message, hint, span in scan.problems:
            place = Place(route, part=span)
            self.problems.append(Problem(kind, message, hint, place=place, about="policy"))  # type: ignore[arg-type]
        return data


def _compact(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), default=str)


def _is_policy(data: Mapping[str, Any]) -> bool:
    """Tell whether an object is a policy, by its own keys and those of its statements."""
    if "Statement" in data:
        if holds_statements(data["Statement"]):
            return True
        version = data.get("Version")
        plain = version in _VERSIONS and not isinstance(version, bool)
        return plain and set(data) <= {"Version", "Statement", "Id"}
    for key in ("Statements", "statement", "statements"):
        # A framework that builds a policy of its own list (name, description, statement) is none.
        if any(str(other).lower() not in ("version", "id", key.lower()) for other in data):
            continue
        items = data.get(key)
        if isinstance(items, list) and any(
            isinstance(i, dict) and "Effect" in i and ("Action" in i or "NotAction" in i) for i in items
        ):
            return True
    return False


def holds_statements(value: Any) -> bool:
    """Tell whether the value of ``Statement`` has at least one object that looks like a statement."""
    items = value if isinstance(value, list) else [value]
    return any(isinstance(item, dict) and _is_statement(item) for item in items)


def _is_statement(item: Mapping[str, Any]) -> bool:
    names = _ELEMENTS & {str(key).lower() for key in item}
    return "effect" in names or len(names) > 1
