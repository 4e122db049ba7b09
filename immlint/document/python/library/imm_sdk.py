"""The new SDK, ``alibabacloud_imm20200930``: requests and their parts, clients, and what is sent.

The SDK checks nothing before it sends: see the rules SDK101 to SDK112 for what it does instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import libcst as cst

from immlint.catalog import Operation, SdkClass
from immlint.catalog.type import List, Scalar, struct_of
from immlint.document.python.domain.join import Unknown
from immlint.document.python.domain.objects import LibraryObject
from immlint.document.python.domain.value import Arguments, Interpreting, Lowering, Slot, Value, lower
from immlint.document.python.journal import UNSENT, Sending
from immlint.document.python.library.encoding import is_json_text
from immlint.document.python.library.library import Library, Walk, at_name
from immlint.document.python.library.openapi import ConfigObject, region_given, region_in
from immlint.document.python.library.policies import Sinks
from immlint.near import near
from immlint.subject import UNKNOWN, CodeSubject, Place
from immlint.subject.code import (
    CalledOnClass,
    ClientMade,
    FieldGiven,
    Means,
    NameCalled,
    ObjectGiven,
    PositionalGiven,
)

PACKAGE = "alibabacloud_imm20200930"
MODELS = f"{PACKAGE}.models"
CLIENT = f"{PACKAGE}.client.Client"
_CORES = ("darabonba.core.DaraCore", "Tea.core.TeaCore")
_FROM_MAP = tuple(f"{core}.from_map" for core in _CORES)
_SINKS: dict[str, Sinks] = {"CredentialConfig": {"policy": "session"}}
#: A client that nothing is known of.
ANYONE = Unknown("client")
#: Methods of models that change nothing.
_QUIET = ("validate", "to_map")


@dataclass(eq=False, slots=True)
class ModelObject(LibraryObject):
    """A request, or a part of one."""

    row: SdkClass | None = None

    @property
    def model(self) -> SdkClass:
        """The class that it is of."""
        assert self.row is not None
        return self.row

    def wire_name(self, name: str) -> str:
        """Return the name that a field has where it is sent."""
        row = self.model.fields.get(name)
        return row.name if row is not None else name

    def wire_slots(self) -> dict[str, Slot]:
        """Return the fields that are sent, by wire name."""
        fields = self.model.fields
        return {fields[name].name: slot for name, slot in self.slots.items() if name in fields}

    def attribute(self, name: str, walk: Interpreting) -> Value:
        """Return a field; what one that was never set is, is not told."""
        known = name in self.model.fields
        self.read = self.read or known
        if known and name not in self.slots and not self.is_open:
            return Unknown(name)
        return super(ModelObject, self).attribute(name, walk)

    def set_attribute(self, name: str, slot: Slot, walk: Interpreting) -> None:
        """Set a field."""
        walk.library(ImmSdk).set_field(self, name, slot, Means.ATTRIBUTE)

    def call_method(self, name: str, given: Arguments, walk: Interpreting) -> Value:
        """Return what a method of a model gives."""
        if name == "from_map" and given.positional:
            walk.library(ImmSdk).from_map(self, given.positional[0])
            return self
        if name in _QUIET:
            self.read = True
            return Unknown()
        return super(ModelObject, self).call_method(name, given, walk)

    def lower(self, lowering: Lowering) -> Any:
        """Return what it sends, if all its fields are seen."""
        if self.is_open:
            return UNKNOWN
        sent = {name: lowering.lower(slot.value) for name, slot in self.wire_slots().items()}
        return {name: value for name, value in sent.items() if value is not None}


class ClientObject(LibraryObject):
    """A client, with the fields of its configuration."""

    __slots__ = ()

    @property
    def region(self) -> str | None:
        """The region that it sends to, if that is known."""
        endpoint = self.field_value("endpoint")
        if endpoint is not None and not endpoint.is_none:
            return region_in(endpoint.known)
        return self.says("region_id") or None

    def call_method(self, name: str, given: Arguments, walk: Interpreting) -> Value:
        """Note a method that the client does not have."""
        library = walk.library(ImmSdk)
        if name not in library.walk.catalog.methods and not name.startswith("_"):
            library.note(at_name(given), lambda place: NameCalled(place, "Client", name))
            return Unknown(name)
        return super().call_method(name, given, walk)


def region_of(client: Value) -> str | None:
    """Return the region that a client sends to, if it is known."""
    return client.region if isinstance(client, ClientObject) else None


@dataclass(frozen=True, slots=True)
class _Unseen:
    """A call of a client whose request is not known."""

    operation: str
    at: Slot
    region: str | None


class ImmSdk(Library):
    """The package ``alibabacloud_imm20200930``, and what its cores offer for its models."""

    packages = (PACKAGE, "darabonba", "Tea")

    def __init__(self, walk: Walk) -> None:
        super().__init__(walk)
        #: Requests that were built, in order; those never sent are told at the end.
        self._built: list[ModelObject] = []
        #: Calls whose request is not known, by their node, and those that were seen with a known one,
        #: perhaps in another run through the same function.
        self._unseen: dict[int, _Unseen] = {}
        self._answered: set[int] = set()

    @cached_property
    def _classes(self) -> Mapping[str, SdkClass]:
        return self.walk.catalog.classes

    def symbols(self) -> Iterable[str]:
        """Return the dotted names of its classes."""
        return (*(f"{MODELS}.{name}" for name in self._classes), CLIENT, *_CORES)

    def note(self, slot: Slot, fact: Callable[[Place], CodeSubject]) -> None:
        """Note a fact about what stands at *slot*."""
        self.walk.journal.note(self.walk.context, slot, fact)

    # --- objects

    def construct(self, name: str, given: Arguments) -> Value | None:
        """Return what calling a symbol of the SDK makes."""
        if name.startswith(f"{MODELS}."):
            return self._of_models(name, given)
        if name == CLIENT:
            return self._client(given)
        if name in _FROM_MAP and len(given.positional) == 2:
            return self._filled(given)
        return None

    def _of_models(self, name: str, given: Arguments) -> Value:
        head, _, last = name.rpartition(".")
        owner = head.rpartition(".")[2]
        if owner in self._classes and last == "from_map" and len(given.positional) > 1:
            # The method as a function: the object is its first argument.
            return self._filled(given)
        if owner in self._classes:
            # A method called on the class, where an object was meant.
            self.note(Slot(Unknown(), given.node), lambda place: CalledOnClass(place, owner, last))
        elif last in self._classes:
            return self._model(self._classes[last], given)
        elif last.endswith("Request") and isinstance(given.node, cst.Call):
            at = Slot(Unknown(), given.node.func)
            self.note(at, lambda place: NameCalled(place, "models", last))
        return Unknown()

    def _filled(self, given: Arguments) -> Value:
        made = given.positional[0].value
        if isinstance(made, ModelObject):
            self.from_map(made, given.positional[1])
        return made

    def _model(self, row: SdkClass, given: Arguments) -> ModelObject:
        context = self.walk.context
        made = ModelObject({}, given.node, given.is_open, context.branch, local=context.is_reporting, row=row)
        if given.positional:
            count = len(given.positional)
            self.note(given.positional[0], lambda place: PositionalGiven(place, row.name, count))
            made.is_open = True
        for name, slot in given.keywords.items():
            self.set_field(made, name, slot, Means.KEYWORD)
        if row.operation and context.is_reporting:
            self._built.append(made)
        return made

    def declared(self, name: str) -> Value | None:
        """Return an object of a class of the SDK that was made elsewhere: nobody can see its fields."""
        if name == CLIENT:
            return ClientObject(is_open=True, branch=self.walk.branch)
        row = self._classes.get(name.rpartition(".")[2])
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
                self.note(Slot(config, given.node), lambda place: ClientMade(place, names))
            client.slots = dict(config.slots)
            if config.is_of_client:
                region_given(self.walk, client)
        return client

    # --- fields

    def set_field(self, made: ModelObject, name: str, slot: Slot, means: Means) -> None:
        """Set a field of a request or a part of one, as a keyword or an attribute."""
        row = made.model
        self._field_given(row, name, slot, means)
        if name not in row.fields:
            self._misspelt(made, name, slot)
            return
        self._assign(made, name, self._checked(row, name, slot, Means.KEYWORD))

    def _misspelt(self, made: ModelObject, name: str, slot: Slot) -> None:
        """Let the fields that a wrong name may mean be there: one mistake is told once."""
        made.version += 1
        for field in near(name, made.model.spellings):
            made.slots.setdefault(field, Slot(Unknown(field), slot.node, slot.key))

    def _assign(self, made: ModelObject, name: str, slot: Slot) -> None:
        made.assign(name, slot, self.walk)
        sinks = _SINKS.get(made.model.name, {})
        if name in sinks:
            self.walk.give_policy(slot, sinks[name])

    def _checked(self, row: SdkClass, name: str, slot: Slot, means: Means) -> Slot:
        """Return a field as it is set; note what is given in place of an object, a list or a dict."""
        kind = row.fields[name].type
        if row.shrink or isinstance(kind, Scalar):
            return slot
        part, shown = struct_of(kind), name if means is Means.KEYWORD else row.fields[name].name
        wanted = "list" if isinstance(kind, List) else part or "dict"
        if is_json_text(slot.value) and (part in self._classes or row.operation):
            self._given_to_field(row, shown, slot, "json", wanted)
            return Slot(Unknown(name), slot.node, slot.key)
        if part in self._classes:
            for item in slot.value.seen() if slot.value.is_sequence else [slot]:
                self._part(row, shown, item, str(part), means)
        is_copied = part is not None and means is Means.MAP_KEY
        if wanted == "list" and row.operation and slot.value.type_name in ("tuple", "set") and not is_copied:
            self._given_to_field(row, shown, slot, str(slot.value.type_name), wanted)
        return slot

    def _part(self, row: SdkClass, name: str, item: Slot, kind: str, means: Means) -> None:
        """Note a dict where an object belongs, and an object where ``from_map`` wants a dict."""
        if means is Means.KEYWORD and item.value.entries() is not None:
            self._given_to_field(row, name, item, "dict", kind)
        elif means is Means.MAP_KEY and isinstance(item.value, ModelObject):
            self._given_to_field(row, name, item, item.value.model.name, "dict")

    def _given_to_field(self, row: SdkClass, name: str, slot: Slot, given: str, wanted: str) -> None:
        self.note(slot, lambda place: ObjectGiven(place, row.name, name, given, wanted))

    def from_map(self, made: ModelObject, slot: Slot) -> None:
        """Set fields by wire name; the SDK drops what it does not know."""
        entries = slot.value.entries()
        made.is_open = made.is_open or not slot.value.is_whole
        python = {field.name: name for name, field in made.model.fields.items()}
        for key, inner in (entries or {}).items():
            self._field_given(made.model, key, inner, Means.MAP_KEY)
            if key in python:
                self._assign(made, python[key], self._checked(made.model, python[key], inner, Means.MAP_KEY))
            else:
                self._misspelt(made, key, inner)

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
        for value in slot.value.options:
            if is_client:
                self._argument(name, operation, value, slot)
            if isinstance(value, ModelObject):
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
        self.note(slot, lambda place: ObjectGiven(place, name, None, given, wanted))

    def _field_given(self, row: SdkClass, name: str, slot: Slot, means: Means) -> None:
        value = lower(slot.value)
        self.walk.journal.note_name(
            self.walk.context, name, slot, lambda place: FieldGiven(place, row.name, name, means, value)
        )

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
            if not made.reported:
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
