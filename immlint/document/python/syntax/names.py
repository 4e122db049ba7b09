"""Which names a body binds or changes, and whether it may leave its loop: told from its form alone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache

import libcst as cst

from immlint.document.python.syntax.nodes import children, nodes_in
from immlint.document.python.syntax.turns import CHANGING, Turn

_CHOOSING = (
    *(cst.If, cst.Match, cst.IfExp, cst.BooleanOperation, cst.While),
    *(cst.Try, cst.TryStar, cst.Break, cst.Continue, cst.Return),
)


_TAKING = ("pop", "popitem", "popleft")
_NOTHING = (cst.Ellipsis, cst.SimpleString, cst.ConcatenatedString)


def _does_nothing(node: cst.CSTNode) -> bool:
    """Tell whether a statement is ``pass``, ``...``, a text, or says that something is not implemented."""
    if isinstance(node, cst.Raise):
        raised = node.exc.func if isinstance(node.exc, cst.Call) else node.exc
        return isinstance(raised, cst.Name) and raised.value == "NotImplementedError"
    return isinstance(node, cst.Pass) or (isinstance(node, cst.Expr) and isinstance(node.value, _NOTHING))


def captured(pattern: cst.CSTNode) -> list[cst.Name]:
    """Return the names that a pattern binds."""
    names: list[cst.Name] = []
    stack: list[cst.CSTNode] = [pattern]
    while stack:
        node = stack.pop()
        bound = node.rest if isinstance(node, cst.MatchMapping) else None
        if isinstance(node, cst.MatchAs | cst.MatchStar):
            bound = node.name
        if isinstance(bound, cst.Name):
            names.append(bound)
        stack.extend(children(node))
    return names


def definitions(node: cst.CSTNode, outer: str = "") -> Iterator[tuple[str, cst.CSTNode]]:
    """Yield the functions and classes below a node, by dotted name."""
    for child in children(node):
        name = outer
        if isinstance(child, cst.FunctionDef | cst.ClassDef):
            name = f"{outer}.{child.name.value}".removeprefix(".")
            yield name, child
        yield from definitions(child, name)


class Body:
    """What the form of a body tells of what it may do."""

    def __init__(self, node: cst.CSTNode) -> None:
        self._node = node
        self._turn: Turn | None = None

    def turn(self, test: cst.BaseExpression | None) -> Turn:
        """Return what a turn leaves to the next, if it is the body of a loop, with its *test*."""
        self._turn = self._turn or Turn(self._node, test)
        return self._turn

    @cached_property
    def leaves(self) -> bool:
        """Whether it may leave the loop that it is the body of."""
        within = (cst.FunctionDef, cst.Lambda, cst.ClassDef, cst.For, cst.While)
        return any(isinstance(node, cst.Break) for node in nodes_in(self._node, within))

    @cached_property
    def shared(self) -> frozenset[str]:
        """The names that it declares to be those of a body around it."""
        found = (node for node in nodes_in(self._node, ()) if isinstance(node, cst.Global | cst.Nonlocal))
        return frozenset(item.name.value for node in found for item in node.names)

    @cached_property
    def takes(self) -> bool:
        """Whether it takes something out of what holds it: another thing each time."""
        calls = (node.func for node in nodes_in(self._node, ()) if isinstance(node, cst.Call))
        return any(isinstance(func, cst.Attribute) and func.attr.value in _TAKING for func in calls)

    @cached_property
    def sets_own(self) -> bool:
        """Whether a method sets attributes of what it is called on."""
        targets = (
            n.target for n in nodes_in(self._node, ()) if isinstance(n, cst.AssignTarget | cst.AnnAssign)
        )
        owners = (target.value for target in targets if isinstance(target, cst.Attribute))
        return any(isinstance(owner, cst.Name) and owner.value in ("self", "cls") for owner in owners)

    @cached_property
    def chooses(self) -> bool:
        """Whether it may pass something over."""
        return any(
            isinstance(node, _CHOOSING) for node in nodes_in(self._node, (cst.FunctionDef, cst.Lambda))
        )

    @cached_property
    def is_stub(self) -> bool:
        """Whether the body of a function does nothing: what is done is written elsewhere, or in no place."""
        return all(
            all(map(_does_nothing, children(line) if isinstance(line, cst.SimpleStatementLine) else (line,)))
            for line in children(self._node)
        )

    @cached_property
    def nodes(self) -> frozenset[int]:
        """The identities of all nodes in it."""
        return frozenset(map(id, nodes_in(self._node, ())))

    @cached_property
    def assigned(self) -> frozenset[str]:
        """The names that it assigns to, nested bodies included."""
        names: set[str] = set()
        for node in nodes_in(self._node, ()):
            if isinstance(node, cst.AssignTarget | cst.AugAssign | cst.AnnAssign | cst.NamedExpr | cst.For):
                targets = [node.target]
                while targets:
                    target = targets.pop()
                    if isinstance(target, cst.Name):
                        names.add(target.value)
                    elif isinstance(target, cst.Tuple | cst.List):
                        targets += [element.value for element in target.elements]
        return frozenset(names)


@lru_cache(maxsize=4096)
def body_of(node: cst.CSTNode) -> Body:
    """Return what the form of a body tells: loops and functions are walked more than once."""
    return Body(node)


def let_go() -> None:
    """Forget what was told of bodies, whose trees stay as long as that is known."""
    body_of.cache_clear()


_FUNCTIONS = frozenset({cst.FunctionDef, cst.Lambda})
#: The nodes that may change the value of a name.
_CHANGERS = frozenset({cst.AssignTarget, cst.AugAssign, cst.AnnAssign, cst.Del, cst.Call})


def changed(tree: cst.Module) -> frozenset[str]:
    """Return the names that a function changes the value of, though they are bound outside of it."""
    names: set[str] = set()
    stack: list[tuple[cst.CSTNode, frozenset[str] | None]] = [(tree, None)]
    while stack:
        node, local = stack.pop()
        # By its own type: isinstance asks the abstract classes of libcst for every node.
        kind = type(node)
        if kind in _FUNCTIONS:
            assert isinstance(node, cst.FunctionDef | cst.Lambda)
            own = body_of(node.body).assigned | {p.name.value for p in _parameters(node.params)}
            local = own | (local or frozenset())
        if local is not None and kind in _CHANGERS:
            names |= {name for name in _changed_by(node) if name not in local}
        stack.extend((child, local) for child in children(node))
    return frozenset(names)


def _parameters(parameters: cst.Parameters) -> Iterator[cst.Param]:
    yield from (*parameters.posonly_params, *parameters.params, *parameters.kwonly_params)
    for star in (parameters.star_arg, parameters.star_kwarg):
        if isinstance(star, cst.Param):
            yield star


def _changed_by(node: cst.CSTNode) -> Iterator[str]:
    """Yield the names whose values one node changes: ``x[k] = v``, ``x.a = v``, ``x.append(v)`` ..."""
    targets: list[cst.CSTNode] = []
    if isinstance(node, cst.AssignTarget | cst.AugAssign | cst.AnnAssign | cst.Del):
        targets = [node.target]
    elif isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute):
        targets = [node.func] if node.func.attr.value in CHANGING else []
    for target in targets:
        inner: cst.CSTNode = target
        while isinstance(inner, cst.Attribute | cst.Subscript):
            inner = inner.value
        if isinstance(inner, cst.Name) and inner is not target:
            yield inner.value


def set_on_class(node: cst.ClassDef) -> frozenset[str]:
    """Return the attributes that the methods of a class set on the class itself."""
    found = set()
    for each in nodes_in(node.body, ()):
        if isinstance(each, cst.AssignTarget | cst.AugAssign | cst.AnnAssign):
            target = each.target
            if isinstance(target, cst.Attribute) and _is_class(target.value, node.name.value):
                found.add(target.attr.value)
    return frozenset(found)


def _is_class(owner: cst.BaseExpression, name: str) -> bool:
    """Tell whether an expression in a method is the class: ``cls``, its name, ``type(self)`` ..."""
    if isinstance(owner, cst.Call):
        return isinstance(owner.func, cst.Name) and owner.func.value == "type"
    if isinstance(owner, cst.Attribute):
        return owner.attr.value == "__class__"
    return isinstance(owner, cst.Name) and owner.value in ("cls", name)


def annotated(node: cst.ClassDef) -> list[str]:
    """Return the names that a class annotates in its own body, but those of the class alone."""
    names: list[str] = []
    for line in node.body.body:
        for part in line.body if isinstance(line, cst.SimpleStatementLine) else ():
            if isinstance(part, cst.AnnAssign) and isinstance(part.target, cst.Name):
                kind = part.annotation.annotation
                outer = kind.value if isinstance(kind, cst.Subscript) else kind
                word = outer.attr if isinstance(outer, cst.Attribute) else outer
                if not (isinstance(word, cst.Name) and word.value == "ClassVar"):
                    names.append(part.target.value)
    return names
