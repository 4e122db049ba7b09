"""What names mean in the files of a folder: variables by default, locals, and what takes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from immlint.document.terraform.evaluate import Evaluator, Reference
from immlint.document.terraform.policies import POLICIES, Named, roots
from immlint.document.terraform.syntax import Attribute, Block, Syntax
from immlint.subject import UNKNOWN

if TYPE_CHECKING:
    from tree_sitter import Node

#: The folders that a configuration can name: which of them is which, only a run of Terraform tells.
_FOLDERS = (("path", "module"), ("path", "root"), ("path", "cwd"))
#: Defaults that stand for a value still to be given.
_NOT_GIVEN: tuple[object, ...] = ("", None, [], {})


class Scope:
    """The names of one file, and of those *around* it, which are read when they are needed."""

    def __init__(self, own: Syntax, around: Callable[[], Iterable[Syntax]]) -> None:
        self._own = own
        self._around = around
        self._values: dict[Reference, Any] = {}
        self._defined: dict[Reference, list[tuple[Syntax, Node]]] | None = None
        self._kinds: dict[Reference, str] | None = None

    def value(self, path: Reference) -> Any:
        """Return the value of a reference as far as it is known."""
        if path in _FOLDERS:
            return "."
        name, steps = path[:2], path[2:]
        if name[0] not in ("local", "var"):
            return UNKNOWN
        if name not in self._values:
            # A value that is made of itself is none.
            self._values[name] = UNKNOWN
            self._values[name] = self._evaluated(name)
        value = self._values[name]
        for step in steps:
            value = _part(value, step)
        return value

    def attributes(self) -> Iterator[tuple[Attribute, str | None]]:
        """Yield the attributes of the file, each with the kind of the policy that it takes or gives."""
        for block, attribute in _attributes(self._own, self._own.blocks()):
            name = _name(block, attribute)
            yield attribute, self.kind(name) if name is not None else _kind(block, attribute)

    def kind(self, name: Reference) -> str | None:
        """Return what takes the value of a name for a policy: ``None`` if nothing does."""
        if self._kinds is None:
            self._kinds = {}
            for syntax in (self._own, *self._around()):
                self._kinds |= _taken(syntax)
        return self._kinds.get(name)

    def _evaluated(self, name: Reference) -> Any:
        if self._defined is None:
            self._defined = {}
            for syntax in (self._own, *self._around()):
                for block, attribute in _attributes(syntax, syntax.blocks()):
                    defined = _name(block, attribute)
                    if defined is not None:
                        self._defined.setdefault(defined, []).append((syntax, attribute.expression))
        found = self._defined.get(name, [])
        if len(found) != 1:
            return UNKNOWN
        syntax, expression = found[0]
        value = Evaluator(syntax, self.value).value(expression).value
        return UNKNOWN if name[0] == "var" and value in _NOT_GIVEN else value


def _attributes(syntax: Syntax, blocks: Iterable[Block]) -> Iterator[tuple[Block, Attribute]]:
    """Yield the attributes of blocks and of those in them, each with the outermost."""
    for block in blocks:
        yield from ((block, attribute) for attribute in syntax.attributes(block.body))
        inner = syntax.blocks(block.body) if block.body is not None else ()
        yield from ((block, attribute) for _, attribute in _attributes(syntax, inner))


def _name(block: Block, attribute: Attribute) -> Reference | None:
    """Return the name that an attribute gives a value to."""
    if block.type == "locals":
        return ("local", attribute.name)
    is_default = block.type == "variable" and block.labels and attribute.name == "default"
    return ("var", block.labels[0]) if is_default else None


def _kind(block: Block, attribute: Attribute) -> str | None:
    """Return the kind of the policy that an attribute takes."""
    taken = POLICIES.get(block.labels[0], {}) if block.type == "resource" and block.labels else {}
    return taken.get(attribute.name)


def _taken(syntax: Syntax) -> Iterator[tuple[Reference, str]]:
    """Yield the names whose values resources of a file take for policies, each with its kind."""
    evaluator = Evaluator(syntax, lambda path: UNKNOWN)
    for block, attribute in _attributes(syntax, syntax.blocks()):
        kind = _kind(block, attribute)
        for root in roots(evaluator, attribute.expression, kind) if kind is not None else ():
            if isinstance(root.holds, Named) and root.kind is not None:
                path = root.holds.path
                yield path[: 3 if path[0] == "data" else 2], root.kind


def _part(value: Any, step: str | int | None) -> Any:
    if isinstance(value, dict):
        return value.get(step, UNKNOWN)
    if isinstance(value, list) and isinstance(step, int) and UNKNOWN not in value[: step + 1]:
        return value[step] if step < len(value) else UNKNOWN
    return UNKNOWN
