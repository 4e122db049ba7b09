"""How structures reach what is sent as JSON text: as they are, written by Python, or encoded twice."""

from __future__ import annotations

from immlint.document.python.domain.string import Json, Repr
from immlint.document.python.domain.value import Slot, Value, lower
from immlint.document.python.library.library import Walk
from immlint.subject.code import Encoding, ParameterGiven


def is_json_text(value: Value) -> bool:
    """Tell whether a value is the text of an object or a list, in JSON or as Python writes it."""
    if isinstance(value, Json):
        return not value.value.is_unknown
    return isinstance(value, Repr) or (value.is_texty and value.text().shown.lstrip()[:1] in ("{", "["))


def encoding_of(value: Value) -> Encoding | None:
    """Return what is wrong with a value where JSON text is sent, if anything surely is."""
    if value.is_structure:
        return Encoding.NONE
    if isinstance(value, Repr):
        return Encoding.PYTHON if value.is_pythonic else None
    return Encoding.TWICE if isinstance(value, Json) and is_json_text(value.value) else None


def note_encoding(walk: Walk, name: str, slot: Slot, encoding: Encoding, owner: str = "generic") -> None:
    """Note a parameter that is given in a wrong encoding."""
    value = lower(slot.value)
    walk.journal.note_name(
        walk.context, name, slot, lambda place: ParameterGiven(place, name, value, encoding, owner)
    )


def check_policy(walk: Walk, name: str, slot: Slot) -> None:
    """Note a policy that is given to an SDK in another form than its text."""
    encoding = encoding_of(slot.value)
    if encoding is not None:
        note_encoding(walk, name, slot, encoding, "policy")
