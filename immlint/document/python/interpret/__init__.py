"""The interpreter: a module is walked in the order of execution, and what it does is noted."""

from __future__ import annotations

from collections.abc import Callable

from immlint.catalog import Catalog
from immlint.document.python.context import Mode
from immlint.document.python.interpret.apply import call_back, call_function, instantiate
from immlint.document.python.interpret.bind import assign
from immlint.document.python.interpret.evaluate import EXPRESSIONS
from immlint.document.python.interpret.execute import STATEMENTS
from immlint.document.python.interpret.imports import Imports, Module, Modules
from immlint.document.python.interpret.interpreter import Exhausted, Handlers, Interpreter, Mentions
from immlint.document.python.interpret.uncalled import Uncalled
from immlint.document.python.syntax.statements import Parsed

__all__ = ["Imports", "Interpreter", "Mentions", "Module", "Modules", "interpret"]

_HANDLERS = Handlers(EXPRESSIONS, STATEMENTS, assign, call_function, call_back, instantiate)


def interpret(
    parsed: Parsed,
    text: str,
    catalog: Catalog,
    *,
    modules: Modules | None = None,
    package: str = "",
    path: str = "module",
    spent: Callable[[], None] | None = None,
) -> Interpreter:
    """Walk a whole module and return the interpreter at its end: its journal holds what was found.

    *modules* finds another file of the run by its dotted name, *package* is what relative imports begin at.
    Of another file than the one that is linted nothing is reported; *spent* is told of each step in it.
    """
    mode = Mode.REPORT if spent is None else Mode.SILENT
    walk = Interpreter(catalog, _HANDLERS, Imports(modules, package, kept=spent is None), path, mode, spent)
    frame, walk.mentions = walk.module, Mentions(text)
    walk.shared = walk.mentions.shared
    walk.parsed = parsed
    try:
        walk.block(parsed.tree.body, frame)
        if walk.is_reporting:
            Uncalled(walk).walk_all()
    except Exhausted:
        # Where the walk broke off, requests were perhaps not complete, and names not what they become.
        return walk
    for name in walk.shared & frame.names.keys():
        # Whoever imports the module cannot tell which value it will see.
        frame.names[name] = walk.seen_at_any_time(name, frame.names[name])
    walk.finish()
    return walk
