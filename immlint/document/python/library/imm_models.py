"""The models of ``alibabacloud_imm20200930``: requests and their parts, and how they are filled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

from immlint.catalog import SdkClass
from immlint.catalog.type import List, Scalar, struct_of
from immlint.document.python.domain.join import Unknown
from immlint.document.python.domain.objects import LibraryObject
from immlint.document.python.domain.value import Arguments, Interpreting, Lowering, Slot, Value, lower
from immlint.document.python.library.encoding import is_json_text
from immlint.document.python.library.library import Library
from immlint.document.python.library.policies import Sinks
from immlint.near import near
from immlint.record import record
from immlint.subject import UNKNOWN, CodeSubject, Place
from immlint.subject.code import FieldGiven, Means, ObjectGiven

_CORES = ("darabonba.core.DaraCore", "Tea.core.TeaCore")
_FROM_MAP = tuple(f"{core}.from_map" for core in _CORES)
_SINKS: dict[str, Sinks] = {"CredentialConfig": {"policy": "session"}}
#: Methods of models that change nothing.
_QUIET = ("validate", "to_map")


@record(eq=False, frozen=False)
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
        return super().attribute(name, walk)

    def set_attribute(self, name: str, slot: Slot, walk: Interpreting) -> None:
        """Set a field."""
        walk.library(ImmModels).set_field(self, name, slot, Means.ATTRIBUTE)

    def call_method(self, name: str, given: Arguments, walk: Interpreting) -> Value:
        """Return what a method of a model gives."""
        if name == "from_map" and given.positional:
            walk.library(ImmModels).from_map(self, given.positional[0])
            return self
        if name in _QUIET:
            self.read = True
            return Unknown()
        return super().call_method(name, given, walk)

    def lower(self, lowering: Lowering) -> Any:
        """Return what it sends, if all its fields are seen."""
        if self.is_open:
            return UNKNOWN
        sent = {name: lowering.lower(slot.value) for name, slot in self.wire_slots().items()}
        return {name: value for name, value in sent.items() if value is not None}


class ImmModels(Library):
    """What sets the fields of models: they themselves, and the cores of the SDK."""

    packages = ("darabonba", "Tea")

    @cached_property
    def _classes(self) -> Mapping[str, SdkClass]:
        return self.walk.catalog.classes

    def symbols(self) -> Iterable[str]:
        """Return the dotted names of the cores."""
        return _CORES

    def note(self, slot: Slot, fact: Callable[[Place], CodeSubject]) -> None:
        """Note a fact about what stands at *slot*."""
        self.walk.journal.note(self.walk.context, slot, fact)

    def construct(self, name: str, given: Arguments) -> Value | None:
        """Fill a model by the function of a core."""
        return self.filled(given) if name in _FROM_MAP and len(given.positional) == 2 else None

    def filled(self, given: Arguments) -> Value:
        """Fill the object that a function is given first from the dict that it is given second."""
        made = given.positional[0].value
        if isinstance(made, ModelObject):
            self.from_map(made, given.positional[1])
        return made

    def set_field(self, made: ModelObject, name: str, slot: Slot, means: Means) -> None:
        """Set a field of a request or a part of one, as a keyword or an attribute."""
        row = made.model
        if means is not Means.ATTRIBUTE or name not in self.walk.context.tested:
            self._field_given(row, name, slot, means)
        if name not in row.fields:
            self._misspelt(made, name, slot)
            return
        self._assign(made, name, self._checked(row, name, slot, Means.KEYWORD))

    def _misspelt(self, made: ModelObject, name: str, slot: Slot) -> None:
        """Let the fields that a wrong name may mean be there: one mistake is told once."""
        made.version += 1
        meant = near(name, made.model.spellings)
        # Else any of them may be meant.
        made.is_open = made.is_open or not meant
        for field in meant:
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

    def _field_given(self, row: SdkClass, name: str, slot: Slot, means: Means) -> None:
        if not self.walk.is_reporting:
            return
        value = lower(slot.value)
        self.walk.journal.note_name(
            self.walk.context, name, slot, lambda place: FieldGiven(place, row.name, name, means, value)
        )
