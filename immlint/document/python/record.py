"""What the walk through a module finds, as subjects; each with the slot that its routes begin at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

import libcst as cst

from immlint.catalog import Catalog
from immlint.catalog.type import Scalar
from immlint.document.python.reading import lower, writer
from immlint.document.python.sharing import choice
from immlint.document.python.value import Encoded, Record, Slot, Text, Thing, Value
from immlint.subject import Call, Place, Request, Site, Subject, Use

#: The scope of requests that nothing seen here sends: there is no telling when they are.
UNSENT = ""


@dataclass(eq=False, slots=True)
class Arguments:
    """The arguments of one call. *open*: there are others that nobody can see."""

    node: cst.CSTNode
    positional: list[Slot] = field(default_factory=list)
    keywords: dict[str, Slot] = field(default_factory=dict)
    open: bool = False

    def get(self, name: str, index: int | None = None) -> Slot | None:
        """Return the argument given by name, or at a position."""
        if name in self.keywords:
            return self.keywords[name]
        if index is not None and index < len(self.positional):
            return self.positional[index]
        return None


@dataclass(eq=False)
class Recorder:
    """Subjects in order of execution. ``path`` are the branches that the walk is in."""

    catalog: Catalog
    subjects: list[Subject] = field(default_factory=list)
    sites: list[Slot] = field(default_factory=list)
    path: tuple[int, ...] = ()
    frame: str = ""
    #: False while the code of another file is walked: that file reports for itself.
    recording: bool = True
    #: Whether requests are kept all the same, for what they ask of policies.
    asking: bool = False
    #: The call in this file whose function, of another file, is walked now.
    here: cst.CSTNode | None = None
    #: The function that is walked now for arguments that nobody knows.
    body: str = ""
    clients: dict[int, int] = field(default_factory=dict)
    #: Requests of an SDK that were built, in order; those never sent are told at the end.
    built: list[Thing] = field(default_factory=list)
    #: Calls of a client whose request is not known, by their node: operation, place and region; and
    #: those that were seen with a known one, perhaps in another run through the same function.
    unknown: dict[int, tuple[str, Slot, str | None]] = field(default_factory=dict)
    answered: set[int] = field(default_factory=set)
    #: Documents that were told already, by the node that wrote them.
    told: set[int] = field(default_factory=set)
    #: Dicts and texts that look like policies, wherever they go.
    candidates: dict[int, Slot] = field(default_factory=dict)

    @property
    def scope(self) -> str:
        """A name for the straight-line piece of code that the walk is in."""
        return f"{self.frame}/{'.'.join(map(str, self.path))}"

    def scope_of(self, client: Value) -> str:
        """A name for the piece of code that the walk is in, apart for each client: they may differ in
        account."""
        if not isinstance(client, Thing):
            return self.scope
        return f"{self.scope}@{self.clients.setdefault(id(client), len(self.clients))}"

    def site(self, slot: Slot) -> Site:
        """Return a first step for routes into *slot*."""
        self.sites.append(slot)
        return Site(len(self.sites) - 1)

    def candidate(self, value: Value, node: cst.CSTNode) -> None:
        """Note what may be a policy. What is made of a text that was noted takes its place."""
        text = isinstance(value, Text) and "Statement" in value.shown
        if text or (isinstance(value, Record) and "Statement" in value.slots):
            known = self.candidates.get(id(writer(value)))
            if known is None or known.value is not value:
                self.candidates[id(writer(value))] = Slot(value, node)

    @contextmanager
    def asking_only(self) -> Iterator[None]:
        """Keep of what is walked only what it asks of policies."""
        told = self.recording, self.asking
        self.recording, self.asking = False, self.recording or self.asking
        try:
            yield
        finally:
            self.recording, self.asking = told

    # --- calls of an SDK

    def call(self, use: Use, owner: str, name: str, slot: Slot, value: Any = None) -> None:
        """Record a use of an SDK at the slot itself."""
        if self.recording:
            self.subjects.append(Call(use, owner, name, Place((self.site(slot),)), value))

    def named(self, use: Use, owner: str, name: str, slot: Slot) -> None:
        """Record a use of a name of an SDK; the place is the name, the value stands beside it."""
        if self.recording:
            site = self.site(Slot(Record({name: slot}), slot.node))
            place = Place((site, name), key=True)
            self.subjects.append(Call(use, owner, name, place, lower(slot.value)))

    # --- things that change

    def assign(self, thing: Thing, name: str, slot: Slot) -> None:
        """Set a field; in another branch than the thing was made in, only perhaps."""
        thing.version += 1
        old = thing.slots.get(name)
        if not self.surely(thing.path):
            value = choice([old.value, slot.value]) if old else slot.value
            thing.slots[name] = Slot(value, slot.node, slot.key)
        else:
            thing.slots[name] = slot

    def surely(self, path: tuple[int, ...]) -> bool:
        """Tell whether what was made in the branches *path* surely sees what happens here."""
        return self.path == path[: len(self.path)]

    # --- requests

    def request(
        self,
        operation: str,
        parameters: Mapping[str, Slot],
        node: cst.CSTNode | None,
        *,
        version: str | None = None,
        region: str | None = None,
        named: Slot | None = None,
        open: bool = False,
        typed: bool = False,
        scope: str | None = None,
        sent: cst.CSTNode | None = None,
        local: bool = False,
    ) -> None:
        """Record one request with its parameters by wire name.

        It stands at *node*, or at *sent* if another file wrote that. *local* tells that this file made it.
        """
        if not (self.recording or self.asking):
            return
        purpose: Literal["all", "asks", "echo"] = "all"
        if not self.recording and not (local and self.here is not None):
            purpose = "asks" if self.here is None else "echo"
        if self.here is not None:
            sent, named = self.here, Slot(Record(), self.here)
        rows = self.catalog.operations[operation].parameters if operation in self.catalog.operations else {}
        plain: dict[str, Any] = {}
        for name, slot in parameters.items():
            value = slot.value
            if isinstance(value, Encoded) and name in rows and not isinstance(rows[name].type, Scalar):
                value = value.value
            plain[name] = lower(value)
        site = self.site(Slot(Record(dict(parameters)), node, sent))
        place = Place((self.site(named),)) if named is not None else Place((site,))
        self.subjects.append(
            Request(
                operation,
                plain,
                (site,),
                version,
                open,
                place,
                (self.scope if scope is None else scope) if purpose == "all" else UNSENT,
                region,
                typed,
                purpose,
                self.body,
            )
        )
