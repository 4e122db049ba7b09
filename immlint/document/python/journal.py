"""The facts that the interpreter finds, as subjects; each with the slot that its routes begin at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import libcst as cst

from immlint.catalog import Catalog
from immlint.catalog.type import Scalar
from immlint.document.python.context import Context, Mode
from immlint.document.python.domain.dict import Dict
from immlint.document.python.domain.value import Arguments, Slot, Value, lower
from immlint.document.python.syntax.names import body_of
from immlint.record import record
from immlint.subject import CallSite, CodeSubject, Place, Purpose, Request, Site, Subject
from immlint.subject.code import MethodCalled

#: The scope of requests that nothing seen here sends: there is no telling when they are.
UNSENT = ""


@record
class Sending:
    """A request as code sends it, with its parameters by wire name.

    It stands at *node*, or at *sent* if another file wrote that. *named* is where the operation is named.
    *is_open*: there may be further parameters. *typed*: an SDK object carries them. *local*: the linted file
    made it. *scope* is the straight-line piece of code that sends it, if not that of the context.
    """

    operation: str
    parameters: Mapping[str, Slot]
    node: cst.CSTNode | None
    version: str | None = None
    region: str | None = None
    named: Slot | None = None
    is_open: bool = False
    typed: bool = False
    scope: str | None = None
    sent: cst.CSTNode | None = None
    local: bool = False


class Journal:
    """Subjects in the order of execution, and the slots that they stand at."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.subjects: list[Subject] = []
        self.sites: list[Slot] = []
        self._noted: set[int] = set()
        self._clients: dict[int, tuple[Value, int]] = {}

    def site(self, slot: Slot) -> Site:
        """Return a first step for routes into *slot*."""
        self.sites.append(slot)
        return Site(len(self.sites) - 1)

    def scope_of(self, context: Context, client: Value) -> str:
        """Return a name for a piece of code, apart for each client: they may differ in account."""
        if not client.is_mutable:
            return context.place
        number = self._clients.setdefault(id(client), (client, len(self._clients)))[1]
        return f"{context.place}@{number}"

    def note(self, context: Context, slot: Slot, fact: Callable[[Place], CodeSubject]) -> None:
        """Note a fact about what stands at *slot*."""
        if context.is_reporting:
            self.subjects.append(fact(Place((self.site(slot),))))

    def note_once(self, context: Context, slot: Slot, fact: Callable[[Place], CodeSubject]) -> None:
        """Note a fact about what stands at *slot*, however often it is come by."""
        if context.is_reporting and id(slot.node) not in self._noted:
            self._noted.add(id(slot.node))
            self.note(context, slot, fact)

    def note_name(
        self, context: Context, name: str, slot: Slot, fact: Callable[[Place], CodeSubject]
    ) -> None:
        """Note a fact about a name: the place is the name, the value at *slot* stands beside it."""
        if context.is_reporting:
            site = self.site(Slot(Dict({name: slot}), slot.node))
            self.subjects.append(fact(Place((site, name), key=True)))

    def note_call(self, context: Context, owner: str, name: str, at: Slot, given: Arguments) -> None:
        """Note a method that is called, at its name, unless there may be arguments that nobody can see."""
        if context.is_reporting and not given.is_open:
            place = Place((self.site(Slot(Dict(dict(given.keywords)), at.node)),))
            keywords = tuple(given.keywords)
            self.subjects.append(MethodCalled(place, owner, name, len(given.positional), keywords))

    def request(self, context: Context, sending: Sending) -> None:
        """Note one request."""
        if context.mode is Mode.SILENT:
            return
        purpose = Purpose.ALL
        if not context.is_reporting and not (sending.local and context.call_site is not None):
            purpose = Purpose.ASKS if context.call_site is None else Purpose.ECHO
        sent, named = sending.sent, sending.named
        if context.call_site is not None:
            sent, named = context.call_site, Slot(Dict(), context.call_site)
        site = self.site(Slot(Dict(dict(sending.parameters)), sending.node, sent))
        scope = context.place if sending.scope is None else sending.scope
        self.subjects.append(
            Request(
                sending.operation,
                self._plain(sending),
                (site,),
                sending.version,
                sending.is_open,
                Place((self.site(named),)) if named is not None else Place((site,)),
                CallSite(
                    scope if purpose is Purpose.ALL else UNSENT,
                    sending.region,
                    sending.typed,
                    purpose,
                    context.body,
                    {n: slot.branch for n, slot in sending.parameters.items() if slot.branch is not None},
                    self._brought(context, sending.parameters),
                ),
            )
        )

    def _brought(self, context: Context, parameters: Mapping[str, Slot]) -> dict[str, Place]:
        """Return the call that gave a parameter its value, for each that the functions here did not write."""
        found: dict[str, Place] = {}
        for name, slot in parameters.items() if context.is_reporting else ():
            brought: cst.CSTNode | None = None
            for call, function in reversed(context.calls):
                if id(slot.value.writer) in body_of(function).nodes:
                    break
                brought = call
            if brought is not None:
                found[name] = Place((self.site(Slot(Dict(), brought)),))
        return found

    def _plain(self, sending: Sending) -> dict[str, Any]:
        """Return the parameters as plain data; structures that are sent as JSON are what they were."""
        operation = self.catalog.operations.get(sending.operation)
        rows = operation.parameters if operation is not None else {}
        plain: dict[str, Any] = {}
        for name, slot in sending.parameters.items():
            structured = name in rows and not isinstance(rows[name].type, Scalar)
            plain[name] = lower(slot.value.decoded if structured else slot.value)
        return plain
