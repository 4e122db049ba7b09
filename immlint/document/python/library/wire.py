"""The wire form: a dict that names operation and version, as code writes it that signs by itself."""

from __future__ import annotations

from immlint.document.python.context import Context
from immlint.document.python.domain.dict import Dict
from immlint.document.python.journal import UNSENT, Sending
from immlint.document.python.library.library import Library, Walk


class WireForm(Library):
    """What is sent by no library that is known here: it is what it is at the end."""

    packages = ()

    def __init__(self, walk: Walk) -> None:
        super().__init__(walk)
        self._made: list[tuple[Dict, Context]] = []

    def note(self, made: Dict) -> None:
        """Note a dict, if it names the version of the API."""
        context = self.walk.context
        if context.is_reporting and _text(made, "Version") == self.walk.catalog.version:
            self._made.append((made, context))

    def finish(self) -> None:
        """Note the requests among those dicts."""
        for made, context in self._made:
            action = _text(made, "Action")
            operation = self.walk.catalog.operations.get(action or "")
            # A table of operations names them and their versions, too.
            if operation is None or made.slots.keys().isdisjoint(operation.parameter_names):
                continue
            parameters = {
                name: slot for name, slot in made.slots.items() if name not in ("Action", "Version")
            }
            sending = Sending(
                operation.name,
                parameters,
                made.node,
                version=self.walk.catalog.version,
                named=made.slots["Action"],
                # It may be there to be copied and completed.
                is_open=True,
                scope=UNSENT,
            )
            self.walk.journal.request(context, sending)


def _text(made: Dict, key: str) -> str | None:
    slot = made.slots.get(key)
    return slot.value.known if slot is not None and slot.branch is None else None
