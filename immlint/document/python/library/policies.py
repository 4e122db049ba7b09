"""Policies in code: dicts, their JSON text, and objects whose fields take one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from collections.abc import Sequence as Many
from typing import Any

import libcst as cst

from immlint.cloud import is_nobodys
from immlint.document.json.scan import Scan, ScanError, problems_of
from immlint.document.python.context import Context
from immlint.document.python.domain.dict import Dict
from immlint.document.python.domain.join import Unknown
from immlint.document.python.domain.objects import LibraryObject
from immlint.document.python.domain.sequence import Sequence
from immlint.document.python.domain.text import Hole, Text
from immlint.document.python.domain.value import Arguments, Interpreting, Slot, Value, lower
from immlint.document.python.journal import Journal
from immlint.document.recognise.functions import without_functions
from immlint.document.recognise.policies import holds_statements
from immlint.record import field, record, replace
from immlint.subject import (
    EMBEDDED,
    UNKNOWN,
    Place,
    Policy,
    PolicyKind,
    Problem,
    Route,
    computed,
    filled,
    lifted,
)
from immlint.subject import Text as PartlyKnown
from immlint.subject.policy import kind_of

#: Parameters that take a policy by wire name: setters of the core SDK, and requests by action.
PARAMETERS: dict[str, PolicyKind | None] = {
    "PolicyDocument": None,
    "AssumeRolePolicyDocument": "trust",
    "NewAssumeRolePolicyDocument": "trust",
    "Policy": "session",
}
_HINTS = ("acs:", "imm:")


#: How a document begins, behind comments that it should not have.
_BEGINS = re.compile(r"\s*(?:(?://|#)[^\n]*\n\s*|/\*.*?\*/\s*)*\{", re.S)


@record
class _Found:
    """A document, where it stands below what was read, its size, and what its text should not hold."""

    document: Any
    route: Route
    size: int
    problems: Many[Problem] = ()


class Policies:
    """The policies of one module: those given to something that takes one, and those that look like one."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        #: Documents that were told already, by the node that wrote them.
        self._told: set[int] = set()
        #: Dicts and texts that look like policies, wherever they go.
        self._candidates: dict[int, Slot] = {}
        #: What wrote texts that are read as another notation than JSON.
        self._lenient: set[int] = set()

    def note(self, value: Value, node: cst.CSTNode) -> None:
        """Note what may be a policy. What is made of a text that was noted takes its place."""
        known = self._candidates.get(id(value.writer))
        if known is None or known.value is not value:
            self._candidates[id(value.writer)] = Slot(value, node)

    def dismiss(self, value: Value) -> None:
        """Forget what was noted: the text is a template, and what it says once filled in is not known."""
        self._candidates.pop(id(value.writer), None)

    def read_leniently(self, value: Value) -> None:
        """Let a text hold what JSON forbids: it is read by a parser of another notation."""
        self._lenient.add(id(value.writer))

    def give(self, context: Context, slot: Slot, kind: PolicyKind | None) -> None:
        """Note what is given to something that takes a policy."""
        for value in slot.value.options:
            each = Slot(value, slot.node, slot.key)
            for found in self._read(context, each, told=True):
                self._add(context, each, found, kind)
            for part in _added(value.decoded):
                for found in self._read(context, part, told=True):
                    self._add(context, part, found, kind)

    def finish(self, context: Context) -> None:
        """Note the candidates that nothing known was given, if they are RAM's beyond doubt."""
        for slot in self._candidates.values():
            for found in self._read(context, slot, told=False):
                if _is_ram(found.document):
                    self._add(context, slot, found, None)

    def _add(self, context: Context, slot: Slot, found: _Found, kind: PolicyKind | None) -> None:
        origin = id(slot.value.writer)
        if origin in self._told or not context.is_reporting:
            return
        self._told.add(origin)
        if origin not in self._lenient:
            self._journal.subjects += found.problems
        meant = kind or kind_of(found.document)
        compact = len(json.dumps(_plain(found.document), separators=(",", ":"), ensure_ascii=False))
        route: Route = (self._journal.site(slot), *found.route)
        self._journal.subjects.append(Policy(found.document, meant, route, max(found.size, compact), compact))

    def _read(self, context: Context, slot: Slot, *, told: bool) -> Iterator[_Found]:
        value = slot.value.decoded
        if value.is_texty:
            yield from self._parsed(context, slot, value.text(), told=told)
        elif value.is_whole:
            document = without_functions(lower(value))
            yield _Found(document, (), len(json.dumps(_plain(document))))

    def _parsed(self, context: Context, slot: Slot, text: Text, *, told: bool) -> Iterator[_Found]:
        shown = text.shown
        if not _BEGINS.match(shown):
            return
        scan = Scan(shown, holes=text.holes)
        try:
            tree = scan.read()
        except ScanError as error:
            if told and context.is_reporting and id(slot.value.writer) not in self._told:
                self._told.add(id(slot.value.writer))
                scan.problems.append(("syntax", str(error), error.hint, error.span))
                self._journal.subjects += self._problems(slot, text, scan)
            return
        size = sum(len(piece.text) for piece in text.pieces if not isinstance(piece, Hole))
        problems = self._problems(slot, text, scan) if context.is_reporting else ()
        yield _Found(lifted(tree.value, computed), (EMBEDDED,), size, problems)

    def _problems(self, slot: Slot, text: Text, scan: Scan) -> list[Problem]:
        """Return what JSON forbids in a text, as far as no part that nobody sees may make it right."""
        found = []
        for problem in problems_of(scan, "policy"):
            start, end = problem.span or (0, 0)
            before = len(text.shown[:start].rstrip())
            if text.is_known(start, end) and before not in text.holes.values():
                place = Place((self._journal.site(slot), EMBEDDED), part=problem.span)
                found.append(replace(problem, span=None, place=place))
        return found


def _added(document: Value) -> Iterator[Slot]:
    """Yield each statement that some run adds to a document, as a document of its own that is not whole."""
    statements = document.entry("Statement")
    for slot in statements.value.added() if statements is not None else ():
        node = slot.value.writer
        written = node if isinstance(node, cst.CSTNode) else slot.node
        parts = {"Version": Slot(Unknown()), "Statement": Slot(Sequence([slot], is_open=True, node=written))}
        yield Slot(Dict(parts, node=written), written)


def _is_ram(document: Any) -> bool:
    """Tell whether a document is a policy of RAM, and of no other cloud."""
    if not isinstance(document, dict) or not holds_statements(document.get("Statement")):
        return False
    text = json.dumps(document, default=str, ensure_ascii=False)
    if kind_of(document) != "bucket" and is_nobodys(document, text):
        return False
    return document.get("Version", "1") == "1" and any(f'"{hint}' in text for hint in _HINTS)


def _plain(value: Any) -> Any:
    """Return a document whose holes are empty: it is at least that long."""
    if isinstance(value, PartlyKnown):
        return filled(value, "")
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return None if value is UNKNOWN else value


Sinks = Mapping[str, PolicyKind | None]


@record(eq=False, frozen=False)
class PolicySink(LibraryObject):
    """An object some fields of which take a policy, by the kind that it is then."""

    sinks: Sinks = field(default_factory=dict)

    def assign(self, name: str, slot: Slot, walk: Interpreting) -> None:
        """Set a field, and note the policy if it is one."""
        super().assign(name, slot, walk)
        if name in self.sinks:
            walk.give_policy(slot, self.sinks[name])


def sink(walk: Interpreting, sinks: Sinks, given: Arguments) -> PolicySink:
    """Return the object that the constructor of a class with *sinks* makes."""
    made = PolicySink(node=given.node, is_open=given.is_open, branch=walk.branch, sinks=sinks)
    for name, slot in given.keywords.items():
        made.assign(name, slot, walk)
    return made
