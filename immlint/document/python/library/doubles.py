"""Mocks and patches of tests: ``unittest.mock``, and the fixtures ``monkeypatch`` and ``mocker`` of pytest.

What is sent by a mock is sent to nobody, and of what a patch replaces nothing is known from there on. That it
is put back at the end of the test, is not followed: what other tests see is known a little less.
"""

from __future__ import annotations

from collections.abc import Iterable

from immlint.document.python.domain.double import Double
from immlint.document.python.domain.function import Generator
from immlint.document.python.domain.join import Method, Unknown, escape, escape_arguments
from immlint.document.python.domain.value import Arguments, Escape, Slot, Value
from immlint.document.python.library.library import Library

_MOCKS = frozenset(
    ("Mock", "MagicMock", "AsyncMock", "NonCallableMock", "NonCallableMagicMock", "create_autospec")
)
_STUBS = ("stub", "async_stub")
#: Methods of fixtures that set or delete an attribute, or an item, of their first argument.
_ATTRIBUTES = ("setattr", "delattr")
_ITEMS = ("setitem", "delitem")


class TestDoubles(Library):
    """What stands in for something else while a test runs."""

    packages = ("unittest", "mock")

    def construct(self, name: str, given: Arguments) -> Value | None:
        """Return what calling something of ``unittest.mock`` gives."""
        return self._of_mock(name.rpartition("mock.")[2], given)

    @property
    def methods(self) -> Iterable[str]:
        """The methods of ``mocker`` and ``monkeypatch``."""
        return (*_MOCKS, *_STUBS, *_ATTRIBUTES, *_ITEMS, "patch", "object")

    def send(self, owner: Value, name: str, given: Arguments) -> Value | None:
        """Return what a method of a fixture gives."""
        if name in _MOCKS or name in _STUBS:
            return self._of_mock("Mock", given)
        if name == "patch":
            return self._replaced(name, given) if _dotted(given) else None
        if name == "object":
            is_patch = isinstance(owner, Method) and owner.name == "patch"
            return self._replaced("patch.object", given) if is_patch else None
        if name in _ATTRIBUTES:
            self._replace(given)
        elif len(given.positional) > 1:
            given.positional[0].value.set_item(given.positional[1].value, Slot(Unknown()), self.walk)
        return None

    def _of_mock(self, name: str, given: Arguments) -> Value | None:
        if name in _MOCKS:
            escape_arguments(given)
            return Double()
        if name in ("patch", "patch.object"):
            return Generator((self._replaced(name, given),))
        if name == "patch.dict" and given.positional:
            escape(given.positional[0].value, Escape.LOST)
        return None

    def _replaced(self, name: str, given: Arguments) -> Value:
        """Return what stands in the place of what a patch replaces."""
        self._replace(given)
        new = given.value("new", 1 if name == "patch" else 2)
        return Double() if new is None else new

    def _replace(self, given: Arguments) -> None:
        """Let an attribute have been set: that of what is given first, or what a dotted name stands for."""
        if not given.positional:
            return
        target = given.positional[0].value
        name = given.value("attribute", 1) or given.value("name", 1)
        if target.known is not None:
            self.walk.overwrite(target.known)
        elif target.is_texty:
            # It may be a name of this very module (``f"{__name__}.send"``).
            self.walk.forget_module()
        elif name is not None and name.known is not None:
            target.set_attribute(name.known, Slot(Double()), self.walk)
        else:
            escape(target, Escape.LOST)


def _dotted(given: Arguments) -> bool:
    """Tell whether a dotted name is given first: others have methods of the name, for paths."""
    known = given.positional[0].value.known if given.positional else None
    return known is not None and all(map(str.isidentifier, known.split(".")))
