"""What names mean in the files of a folder: variables by default, locals, and what takes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from immlint.document.terraform.evaluate import Evaluator, Reference
from immlint.document.terraform.policies import OTHERS, POLICIES, Named, roots
from immlint.document.terraform.syntax import Attribute, Block, Syntax
from immlint.document.terraform.written import Written, elsewhere
from immlint.source import Span
from immlint.subject import UNKNOWN

if TYPE_CHECKING:
    from tree_sitter import Node

#: The folders that a configuration can name: which of them is which, only a run of Terraform tells.
_FOLDERS = (("path", "module"), ("path", "root"), ("path", "cwd"))
#: What takes policies, by the type of block: a provider that takes a role may limit what it may do.
_TAKING = {"resource": POLICIES, "provider": {"alicloud": {"policy": "session-policy"}}}
_NOTHING = (Written(0, 0), False)
#: Defaults that stand for a value still to be given.
_NOT_GIVEN: tuple[object, ...] = ("", None, [], {})


class Scope:
    """The names of one file, and of those *around* it, which are read when they are needed."""

    def __init__(
        self, own: Syntax, around: Callable[[], Iterable[Syntax]], outermost: str | None = None
    ) -> None:
        self._own = own
        self._outermost = outermost
        self._around = around
        self._values: dict[Reference, tuple[Written, bool]] = {}
        self._defined: dict[Reference, list[tuple[Syntax, Node]]] | None = None
        self._kinds: dict[Reference, str] | None = None

    def look_up(self, path: Reference, span: Span, depth: int) -> Written:
        """Return the value of a reference at *span*: one that is written in another file stands there."""
        if path in _FOLDERS:
            return Written(*span, ".")
        name, steps = path[:2], path[2:]
        if name[0] not in ("local", "var"):
            return Written(*span)
        if name not in self._values:
            # A value that is made of itself is none.
            self._values[name] = _NOTHING
            self._values[name] = self._evaluated(name, depth + 1)
        value, is_own = self._values[name]
        for step in steps:
            value = _part(value, step)
        return value.unwritable() if is_own and value.value is not UNKNOWN else elsewhere(value.value, span)

    def attributes(self) -> Iterator[tuple[Attribute, str | None]]:
        """Yield the attributes of the file, each with the kind of the policy that it takes or gives."""
        yield from ((attribute, self._outermost) for attribute in self._own.outermost())
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

    def _evaluated(self, name: Reference, depth: int) -> tuple[Written, bool]:
        """Return the value of a name, and whether it is written in this file."""
        if self._defined is None:
            self._defined = {}
            for syntax in (self._own, *self._around()):
                # A file of values gives one beside the default: which of them counts, a run decides.
                for attribute in syntax.outermost():
                    self._defined.setdefault(("var", attribute.name), []).append(
                        (syntax, attribute.expression)
                    )
                for block, attribute in _attributes(syntax, syntax.blocks()):
                    defined = _name(block, attribute)
                    if defined is not None:
                        self._defined.setdefault(defined, []).append((syntax, attribute.expression))
        found = self._defined.get(name, [])
        if len(found) != 1:
            return _NOTHING
        syntax, expression = found[0]
        value = Evaluator(syntax, self.look_up).value(expression, depth)
        return _NOTHING if name[0] == "var" and value.value in _NOT_GIVEN else (value, syntax is self._own)


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
    if block.type in ("resource", "data") and block.labels and block.labels[0].startswith(OTHERS):
        return "ignore"
    types = _TAKING.get(block.type, {})
    return types.get(block.labels[0], {}).get(attribute.name) if block.labels else None


def _taken(syntax: Syntax) -> Iterator[tuple[Reference, str]]:
    """Yield the names whose values resources of a file take for policies, each with its kind."""
    evaluator = Evaluator(syntax, lambda path, span, depth: Written(*span))
    for block, attribute in _attributes(syntax, syntax.blocks()):
        kind = _kind(block, attribute)
        for root in roots(evaluator, attribute.expression, kind) if kind is not None else ():
            if isinstance(root.holds, Named) and root.kind is not None:
                path = root.holds.path
                yield path[: 3 if path[0] == "data" else 2], root.kind


def _part(value: Written, step: str | int | None) -> Written:
    """Return a member or an item; of a list of which others are unknown, nobody knows which is which."""
    is_sure = value.items is None or all(item.value is not UNKNOWN for item in value.items)
    try:
        return value.step(step)[1] if is_sure else Written(0, 0)
    except LookupError:
        return Written(0, 0)
