"""What one turn of a loop leaves to the next, told from the form of its body alone."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from immlint.document.python.syntax.nodes import children, nodes_in

#: Methods that change the value they belong to.
CHANGING = frozenset(
    ("append", "extend", "insert", "update", "setdefault", "pop", "clear", "remove", "popitem", "from_map")
)
#: What sets a part of a value: its target, or the call of a method that changes it.
Change = cst.Attribute | cst.Subscript | cst.Call


class Turn:
    """The body of a loop: *begin* is what is done before each turn, as its test."""

    def __init__(self, body: cst.CSTNode, begin: cst.CSTNode | None) -> None:
        #: The names that were looked at, and those of which a part was set at most.
        self._used = _names_in(begin) if begin is not None else set()
        self._changed: set[str] = set()
        self._renewed: set[str] = set()
        #: What sets a part of a value behind a place that may have looked at it: the next turn sees it there.
        self.carried: list[Change] = []
        for node in _statements(body):
            self._take(node, is_sure=True)

    @property
    def renewed(self) -> frozenset[str]:
        """The names that each turn binds anew, before anything in it can see what they stood for."""
        return frozenset(self._renewed)

    def _take(self, node: cst.CSTNode, *, is_sure: bool) -> None:
        """Take up a node in the order of execution; *is_sure* tells that each turn comes by it."""
        if isinstance(node, cst.Assign | cst.AnnAssign | cst.AugAssign):
            if node.value is not None:
                self._take(node.value, is_sure=False)
            is_new = is_sure and not isinstance(node, cst.AugAssign) and node.value is not None
            targets = (
                [each.target for each in node.targets] if isinstance(node, cst.Assign) else [node.target]
            )
            for target in targets:
                self._bind(target, is_new=is_new)
        elif isinstance(node, cst.Del):
            self._bind(node.target, is_new=False)
        elif isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and _changes(node.func):
            for arg in node.args:
                self._take(arg.value, is_sure=False)
            self._change(node, node.func.value)
        elif isinstance(node, cst.Attribute):
            self._take(node.value, is_sure=False)
        elif isinstance(node, cst.Name):
            self._used.add(node.value)
        else:
            is_sure = is_sure and isinstance(node, cst.Expr | cst.SimpleStatementLine)
            for child in children(node):
                self._take(child, is_sure=is_sure)

    def _bind(self, target: cst.CSTNode, *, is_new: bool) -> None:
        if isinstance(target, cst.Attribute):
            self._change(target, target.value)
        elif isinstance(target, cst.Subscript):
            for each in target.slice:
                self._take(each, is_sure=False)
            self._change(target, target.value)
        elif isinstance(target, cst.Name):
            if is_new and target.value not in self._used | self._changed:
                self._renewed.add(target.value)
            self._used.add(target.value)
        else:
            for child in children(target):
                self._bind(child, is_new=is_new)

    def _change(self, change: Change, owner: cst.CSTNode) -> None:
        while isinstance(owner, cst.Attribute | cst.Subscript):
            for each in owner.slice if isinstance(owner, cst.Subscript) else ():
                self._take(each, is_sure=False)
            owner = owner.value
        if isinstance(owner, cst.Name):
            self._changed.add(owner.value)
            if owner.value in self._used:
                self.carried.append(change)
        else:
            self._take(owner, is_sure=False)


def _statements(body: cst.CSTNode) -> Iterator[cst.CSTNode]:
    for statement in children(body):
        yield from children(statement) if isinstance(statement, cst.SimpleStatementLine) else (statement,)


def _changes(method: cst.Attribute) -> bool:
    return method.attr.value in CHANGING


def _names_in(node: cst.CSTNode) -> set[str]:
    return {each.value for each in nodes_in(node) if isinstance(each, cst.Name)}
