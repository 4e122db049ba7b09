"""Imports: names of libraries, and of other files of the run."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from immlint.document.python.call import settled
from immlint.document.python.record import Recorder
from immlint.document.python.sharing import imported
from immlint.document.python.statement import Statements
from immlint.document.python.value import Frame, Items, Symbol, Value

#: What is known by name is never looked for among the files of the run.
_LIBRARIES = ("alibabacloud_", "aliyunsdk", "Tea.", "darabonba.", "pulumi_alicloud.", "ros_cdk_", "libcst.")

Modules = Callable[[str], "Frame | None"]


class Imports(Statements):
    """Walks imports. *modules* finds another file of the run by its dotted name."""

    def __init__(self, recorder: Recorder, modules: Modules | None, package: str) -> None:
        super().__init__(recorder)
        self._modules = modules
        self._package = package
        #: Copies of what was imported, so that no file changes what another file sees.
        self._imported: dict[int, Value] = {}
        self._resolved: dict[str, Value] = {}
        self.statements[cst.Import] = self._import
        self.statements[cst.ImportFrom] = self._import_from

    def _import(self, node: cst.Import, frame: Frame) -> bool:
        for alias in node.names:
            dotted = _dotted(alias.name)
            if alias.asname is not None and isinstance(alias.asname.name, cst.Name):
                frame.bind(alias.asname.name.value, Symbol(dotted))
            else:
                first = dotted.partition(".")[0]
                frame.names[first] = Symbol(first)
        return False

    def _import_from(self, node: cst.ImportFrom, frame: Frame) -> bool:
        base = _dotted(node.module) if node.module is not None else ""
        if node.relative:
            parts = self._package.split(".") if self._package else []
            # What is imported from beside a module is no library, whatever its name.
            parents = parts[: len(parts) - len(node.relative) + 1] or [""]
            base = ".".join([*parents, base] if base else parents)
        if isinstance(node.names, cst.ImportStar):
            self._import_all(base, frame)
            return False
        for alias in node.names:
            name = _dotted(alias.name)
            bound = alias.asname.name if alias.asname is not None else alias.name
            if isinstance(bound, cst.Name):
                frame.bind(bound.value, Symbol(f"{base}.{name}" if base or node.relative else name))
        return False

    def _import_all(self, base: str, frame: Frame) -> None:
        if f"{base}.".startswith(_LIBRARIES):
            return
        found = self._modules(base) if self._modules is not None else None
        for name in found.names if found is not None else ():
            if not name.startswith("_"):
                frame.bind(name, Symbol(f"{base}.{name}"))
        if found is None:
            # Any name may have come with it.
            self.forget_names(list(frame.names), frame)

    def resolve(self, dotted: str) -> Value:
        """Return what a dotted name stands for: a value of another file of the run, or a symbol."""
        if self._modules is None or "." not in dotted or dotted.startswith(_LIBRARIES):
            return Symbol(dotted)
        if dotted not in self._resolved:
            head, _, name = dotted.rpartition(".")
            found = self._modules(head)
            value = found.names.get(name) if found is not None else None
            if value is None or isinstance(value, Symbol):
                self._resolved[dotted] = value or Symbol(dotted)
            else:
                self._resolved[dotted] = imported(value, self._imported)
        value, name = self._resolved[dotted], dotted.rpartition(".")[2]
        # A constant list stays as it is written.
        return value if isinstance(value, Items) and name.isupper() else settled(value, name)


def _dotted(node: cst.CSTNode) -> str:
    if isinstance(node, cst.Attribute):
        return f"{_dotted(node.value)}.{node.attr.value}"
    return node.value if isinstance(node, cst.Name) else ""
