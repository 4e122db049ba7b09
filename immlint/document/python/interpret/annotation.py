"""What annotations, ``cast``, ``isinstance`` and ``hasattr`` tell of values that nothing else is known of."""

from __future__ import annotations

import libcst as cst

from immlint.document.python.domain.classes import Class
from immlint.document.python.domain.frame import Frame, Symbol
from immlint.document.python.domain.kind import Holder
from immlint.document.python.domain.value import Arguments, Value
from immlint.document.python.interpret.interpreter import Interpreter
from immlint.document.python.syntax.literal import token
from immlint.document.python.syntax.shown import expression_name

#: What stands for its first argument.
_SAME = frozenset(("Optional", "Annotated", "Final", "ClassVar", "Awaitable", "Required", "NotRequired"))
#: What holds any number of its first argument.
_MANY = frozenset(
    [
        *("list", "List", "Sequence", "Iterable", "Collection", "tuple", "Tuple", "set", "Set", "deque"),
        *("Iterator", "Generator", "AsyncIterator", "AsyncGenerator", "AsyncIterable", "ContextVar", "Queue"),
    ]
)
#: What holds its second argument at keys.
_KEYED = frozenset(("dict", "Dict", "Mapping", "MutableMapping", "defaultdict", "OrderedDict"))


def declared(walk: Interpreter, node: cst.BaseExpression, frame: Frame) -> Value | None:
    """Return an object of the class that an annotation names, if it is one that is known."""
    if isinstance(node, cst.SimpleString):
        text = token(node.value)
        try:
            node = cst.parse_expression(text.text if text else "")
        except (cst.ParserSyntaxError, cst.CSTValidationError):
            return None
    if isinstance(node, cst.BinaryOperation):
        sides = [each for each in (node.left, node.right) if expression_name(each) != "None"]
        found = [declared(walk, each, frame) for each in sides]
        return found[0] if len(found) == 1 else None
    if isinstance(node, cst.Subscript):
        return _generic(walk, node, frame)
    if not isinstance(node, cst.Name | cst.Attribute):
        return None
    # None stands for an import that may have failed.
    named = [option for option in walk.evaluate(node, frame).options if not option.is_none]
    return of_class(walk, named[0], node) if len(named) == 1 else None


def _generic(walk: Interpreter, node: cst.Subscript, frame: Frame) -> Value | None:
    name = expression_name(node.value)
    number = 1 if name in _KEYED else 0
    inner = node.slice[number].slice if number < len(node.slice) else None
    if name not in _SAME | _MANY | _KEYED or not isinstance(inner, cst.Index):
        return None
    found = declared(walk, inner.value, frame)
    if found is None or name in _SAME:
        return found
    return Holder(found, name in _KEYED) if found.any_like is not None else None


def of_class(walk: Interpreter, cls: Value, node: cst.CSTNode) -> Value | None:
    """Return an object of a class, of which nothing else is known."""
    if isinstance(cls, Symbol):
        return walk.declared(cls.dotted)
    if not isinstance(cls, Class) or cls.is_enum:
        return None
    with walk.unreported():
        return walk.instantiate(cls, Arguments(node, is_open=True)).any_like


def typed(walk: Interpreter, node: cst.Annotation | None, frame: Frame) -> Value | None:
    """Return what an annotation says of a value of which nothing is known, or which is still to be set."""
    found = declared(walk, node.annotation, frame) if node is not None else None
    return found if found is not None and found.any_like is not None else None


def narrow(walk: Interpreter, test: cst.BaseExpression, frame: Frame) -> None:
    """Let a name of which nothing is known be of the class that a test asks of it."""
    if not (
        isinstance(test, cst.Call) and expression_name(test.func) == "isinstance" and len(test.args) == 2
    ):
        return
    name, cls = (arg.value for arg in test.args)
    if isinstance(name, cst.Name) and frame.find(name.value).is_unknown:
        found = declared(walk, cls, frame)
        if found is not None and found.any_like is not None:
            frame.names[name.value] = found


def attributes_tested(test: cst.BaseExpression) -> frozenset[str]:
    """Return the attributes that something surely has where a test holds (``hasattr(x, "name")``)."""
    if isinstance(test, cst.BooleanOperation) and isinstance(test.operator, cst.And):
        return attributes_tested(test.left) | attributes_tested(test.right)
    if not (isinstance(test, cst.Call) and expression_name(test.func) == "hasattr" and len(test.args) == 2):
        return frozenset()
    name = test.args[1].value
    text = token(name.value) if isinstance(name, cst.SimpleString) else None
    return frozenset((text.text,)) if text is not None else frozenset()
