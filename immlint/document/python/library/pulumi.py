"""Pulumi for Alibaba Cloud: policies and roles, and policy documents that are written as arguments."""

from __future__ import annotations

from immlint.document.python.domain.dict import Dict
from immlint.document.python.domain.join import Unknown
from immlint.document.python.domain.sequence import Sequence
from immlint.document.python.domain.string import string_of
from immlint.document.python.domain.value import Arguments, Slot, Value
from immlint.document.python.library.library import Library
from immlint.document.python.library.policies import Sinks, sink

_RAM = "pulumi_alicloud.ram."
_SINKS: dict[str, Sinks] = {
    f"{_RAM}Policy": {"policy_document": None, "document": None},
    f"{_RAM}Role": {"document": "trust", "assume_role_policy_document": "trust"},
}
_ELEMENTS = {"effect": "Effect", "actions": "Action", "resources": "Resource"}


class Pulumi(Library):
    """The package ``pulumi_alicloud``."""

    packages = ("pulumi_alicloud",)

    def construct(self, name: str, given: Arguments) -> Value | None:
        """Return a resource that takes a policy, or a statement; note a document."""
        if name in _SINKS:
            return sink(self.walk, _SINKS[name], given)
        if name.startswith(f"{_RAM}GetPolicyDocumentStatementArgs"):
            return _statement(Dict(dict(given.keywords), given.is_open, given.node))
        if name in (f"{_RAM}get_policy_document", f"{_RAM}get_policy_document_output"):
            self._document(given)
            return Unknown("document")
        return None

    def _document(self, given: Arguments) -> None:
        statements = given.get("statements")
        if statements is None or not statements.value.is_sequence:
            return
        read = []
        for slot in statements.value.seen():
            # What the arguments' own class made is a statement already.
            entries = slot.value.entries()
            is_plain = isinstance(slot.value, Dict) and "Effect" not in (entries or {})
            read.append(Slot(_statement(slot.value), slot.node) if is_plain else slot)
        version = given.get("version") or Slot(string_of("1"), given.node)
        is_open = statements.value.iterate() is None
        items = Slot(Sequence(read, is_open, statements.node), statements.node)
        document = Dict({"Version": version, "Statement": items}, False, given.node)
        self.walk.give_policy(Slot(document, given.node), None)


def _statement(written: Value) -> Dict:
    """Return the statement that the arguments of one stand for."""
    entries = written.entries() or {}
    slots = {_ELEMENTS[key]: slot for key, slot in entries.items() if key in _ELEMENTS}
    slots.setdefault("Effect", Slot(string_of("Allow")))
    for key, slot in entries.items():
        if key not in _ELEMENTS and not slot.value.is_none:
            slots[key.capitalize().rstrip("s")] = Slot(Unknown(key), slot.node, slot.key)
    return Dict(slots, not written.is_whole)
