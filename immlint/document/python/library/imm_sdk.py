"""The new SDK, ``alibabacloud_imm20200930``: its clients, and what they send.

The SDK checks nothing before it sends: see the rules SDK101 to SDK112 for what it does instead.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext

import libcst as cst

from immlint.catalog import Operation, SdkClass
from immlint.catalog.endpoint import region_in
from immlint.document.python.domain.join import Unknown
from immlint.document.python.domain.objects import LibraryObject
from immlint.document.python.domain.value import Arguments, Interpreting, Slot, Value
from immlint.document.python.journal import UNSENT, Sending
from immlint.document.python.library.imm_models import ImmModels, ModelObject
from immlint.document.python.library.library import Library, Walk, at_name
from immlint.document.python.library.openapi import ConfigObject, region_given
from immlint.record import record
from immlint.subject.code import CalledOnClass, ClientMade, Means, NameCalled, ObjectGiven, PositionalGiven

PACKAGE = "alibabacloud_imm20200930"
MODELS = f"{PACKAGE}.models"
CLIENT = f"{PACKAGE}.client.Client"
#: A client that nothing is known of.
ANYONE = Unknown("client")


class ClientObject(LibraryObject):
    """A client, with the fields of its configuration."""

    __slots__ = ()

    @property
    def any_like(self) -> Value | None:
        """Return a client of which nothing else is known."""
        return ClientObject(is_open=True)

    @property
    def region(self) -> str | None:
        """The region that it sends to, if that is known."""
        endpoint = self.field_value("endpoint")
        if endpoint is not None and not endpoint.is_none:
            return region_in(endpoint.known)
        return self.says("region_id") or None

    def call_method(self, name: str, given: Arguments, walk: Interpreting) -> Value:
        """Note a method that the client does not have."""
        models = walk.library(ImmModels)
        if name not in models.walk.catalog.methods and not name.startswith("_"):
            models.note(at_name(given), lambda place: NameCalled(place, "Client", name))
            return Unknown(name)
        return super().call_method(name, given, walk)


def region_of(client: Value) -> str | None:
    """Return the region that a client sends to, if it is known."""
    return client.region if isinstance(client, ClientObject) else None


@record
class _Unseen:
    """A call of a client whose request is not known."""

    operation: str
    at: Slot
    region: str | None


class ImmSdk(Library):
    """The package ``alibabacloud_imm20200930``."""

    packages = (PACKAGE,)

    def __init__(self, walk: Walk) -> None:
        super().__init__(walk)
        #: Requests that were built, in order; those never sent are told at the end.
        self._built: list[ModelObject] = []
        #: Calls whose request is not known, by their node, and those that were seen with a known one,
        #: perhaps in another run through the same function.
        self._unseen: dict[int, _Unseen] = {}
        self._answered: set[int] = set()

    @property
    def _models(self) -> ImmModels:
        return self.walk.library(ImmModels)

    def symbols(self) -> Iterable[str]:
        """Return the dotted names of its classes."""
        return (*(f"{MODELS}.{name}" for name in self.walk.catalog.classes), CLIENT)

    # --- objects

    def construct(self, name: str, given: Arguments) -> Value | None:
        """Return what calling a symbol of the SDK makes."""
        if name.startswith(f"{MODELS}."):
            return self._of_models(name, given)
        if name == CLIENT:
            return self._client(given)
        return None

    def _of_models(self, name: str, given: Arguments) -> Value:
        head, _, last = name.rpartition(".")
        owner = head.rpartition(".")[2]
        if owner in self.walk.catalog.classes and last == "from_map" and len(given.positional) > 1:
            # The method as a function: the object is its first argument.
            return self._models.filled(given)
        if owner in self.walk.catalog.classes:
            # A method called on the class, where an object was meant.
            self._models.note(Slot(Unknown(), given.node), lambda place: CalledOnClass(place, owner, last))
        elif last in self.walk.catalog.classes:
            return self._model(self.walk.catalog.classes[last], given)
        elif last.endswith("Request") and isinstance(given.node, cst.Call):
            at = Slot(Unknown(), given.node.func)
            self._models.note(at, lambda place: NameCalled(place, "models", last))
        return Unknown()

    def _model(self, row: SdkClass, given: Arguments) -> ModelObject:
        context = self.walk.context
        made = ModelObject({}, given.node, given.is_open, context.branch, local=context.is_reporting, row=row)
        if given.positional:
            count = len(given.positional)
            self._models.note(given.positional[0], lambda place: PositionalGiven(place, row.name, count))
            made.is_open = True
        for name, slot in given.keywords.items():
            self._models.set_field(made, name, slot, Means.KEYWORD)
        if row.operation and context.is_reporting:
            self._built.append(made)
        return made

    def declared(self, name: str) -> Value | None:
        """Return an object of a class of the SDK that was made elsewhere: nobody can see its fields."""
        if name == CLIENT:
            return ClientObject(is_open=True, branch=self.walk.branch)
        row = self.walk.catalog.classes.get(name.rpartition(".")[2])
        if row is None or name != f"{MODELS}.{row.name}":
            return None
        return ModelObject(is_open=True, branch=self.walk.branch, row=row)

    def _client(self, given: Arguments) -> ClientObject:
        slot = given.get("config", 0)
        client = ClientObject(node=given.node, branch=self.walk.branch)
        self.walk.journal.note_call(self.walk.context, "Client", "Client", at_name(given), given)
        if slot is not None and isinstance(slot.value, ConfigObject):
            config = slot.value
            names = tuple(name for name, inner in config.slots.items() if not inner.value.is_none)
            if not config.may_grow and config.is_of_client:
                self._models.note(Slot(config, given.node), lambda place: ClientMade(place, names))
            client.slots = dict(config.slots)
            if config.is_of_client:
                region_given(self.walk, client)
        return client

    # --- sending

    @property
    def methods(self) -> Iterable[str]:
        """The names of methods that send a request."""
        return self.walk.catalog.methods

    def send(self, owner: Value, name: str, given: Arguments) -> Value | None:
        """Note the request that a method of a client sends.

        A client that came from elsewhere is known by what it is given.
        """
        operation = self.walk.catalog.methods[name]
        is_client = isinstance(owner, ClientObject)
        names = operation.arguments(name)
        slot = given.get(names[0], 0)
        if is_client and self._gives_fields(names, given):
            self._object_given(name, operation, "keywords", Slot(Unknown(), given.node))
        elif is_client:
            self.walk.journal.note_call(self.walk.context, "Client", name, at_name(given), given)
        if slot is None or not (is_client or any(map(_is_request, slot.value.options))):
            return None
        at = at_name(given)
        options = slot.value.options
        wanted = operation.python["requestClass"]
        # Code may tell the options apart: one that fits may be the one that is sent.
        fits = [o for o in options if isinstance(o, ModelObject) and o.model.name == wanted]
        for value in options:
            if is_client and not (fits and len(options) > 1):
                self._argument(name, operation, value, slot)
            if isinstance(value, ModelObject):
                # Of several, one is sent.
                with self.walk.apart() if len(options) > 1 else nullcontext():
                    self._sent(value, region_of(owner), at, owner)
                self._answered.add(id(at.node))
            elif value.is_unknown and is_client:
                self._unseen.setdefault(id(at.node), _Unseen(operation.name, at, region_of(owner)))
        return Unknown(name)

    @staticmethod
    def _gives_fields(names: tuple[str, ...], given: Arguments) -> bool:
        """Tell whether a method is given the fields of its request in place of the request."""
        others = [slot.value for key, slot in given.keywords.items() if key not in names]
        if given.positional or given.is_open or names[0] in given.keywords:
            return False
        return bool(others) and not any(map(_is_request, others))

    def _argument(self, name: str, operation: Operation, value: Value, slot: Slot) -> None:
        given = value.model.name if isinstance(value, ModelObject) else value.type_name
        if given is not None:
            self._object_given(name, operation, given, slot)

    def _object_given(self, name: str, operation: Operation, given: str, slot: Slot) -> None:
        wanted = operation.python["requestClass"]
        self._models.note(slot, lambda place: ObjectGiven(place, name, None, given, wanted))

    def _sent(self, made: ModelObject, region: str | None, at: Slot | None, client: Value) -> None:
        """Note the request that an object stands for now, unless it was told in this state."""
        operation = made.model.operation
        if operation is None or made.reported == made.version:
            return
        made.reported = made.version
        journal, context = self.walk.journal, self.walk.context
        journal.request(
            context,
            Sending(
                operation,
                made.wire_slots(),
                made.node,
                region=region,
                is_open=made.may_grow,
                typed=True,
                scope=journal.scope_of(context, client) if at is not None else UNSENT,
                local=made.local,
                named=at,
                sent=at.node if at is not None else None,
            ),
        )

    def finish(self) -> None:
        """Note the requests that nothing seen here sends, and the calls whose requests are not seen."""
        for made in self._built:
            if not made.reported and not made.is_template:
                made.is_open = made.is_open or made.read
                self._sent(made, None, None, ANYONE)
        for key, call in self._unseen.items():
            if key not in self._answered:
                # What is asked is known, though not of what: policies are held against that, too.
                sending = Sending(
                    call.operation,
                    {},
                    call.at.node,
                    region=call.region,
                    is_open=True,
                    typed=True,
                    scope=UNSENT,
                )
                self.walk.journal.request(self.walk.context, sending)


def _is_request(value: Value) -> bool:
    return isinstance(value, ModelObject)
