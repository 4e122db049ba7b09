"""What nobody calls in a module: its functions, and the methods of its classes."""

from __future__ import annotations

from immlint.document.python.domain.classes import Class
from immlint.document.python.domain.function import Function
from immlint.document.python.domain.join import escape
from immlint.document.python.domain.value import Arguments, Value
from immlint.document.python.interpret.apply import call_function, instantiate
from immlint.document.python.interpret.interpreter import Interpreter
from immlint.document.python.syntax.names import body_of
from immlint.record import replace
from immlint.subject import Purpose, Request


class Uncalled:
    """The functions that nobody calls here: somebody elsewhere will, with arguments nobody knows.

    Defaults are one way to call one, so the rules see them; what it asks of policies may be anything.
    """

    def __init__(self, walk: Interpreter) -> None:
        self._walk = walk
        #: An object of each class, and how many defaults were read to make it.
        self._made: dict[tuple[int, bool], tuple[Value, int]] = {}

    def walk_all(self) -> None:
        """Walk each of them, and those defined in them."""
        walk = self._walk
        # The list grows while it is walked.
        for function, cls in walk.functions:
            if function.called or (cls is None and function.is_member):
                continue
            begun, read = len(walk.journal.subjects), walk.defaults_read
            walk.defaulted.clear()
            self._call(function, cls, any_argument=False)
            if walk.defaults_read == read:
                # Whatever is given in their place, the same is sent.
                continue
            subjects = walk.journal.subjects
            for number, subject in enumerate(subjects[begun:], begun):
                if isinstance(subject, Request) and subject.call is not None and subject.is_checked:
                    subjects[number] = replace(subject, call=replace(subject.call, purpose=Purpose.RULES))
            with walk.grants_only():
                self._call(function, cls, any_argument=True)

    def _call(self, function: Function, cls: Class | None, *, any_argument: bool) -> None:
        walk = self._walk
        branch = (*walk.branch, walk.number())
        with walk.within(walk.context._replace(branch=branch, body=function.body, any_argument=any_argument)):
            owner = None
            if cls is not None and "staticmethod" not in function.decorators:
                owner = self._object(cls)
            if not function.called or any_argument:
                given = Arguments(function.node, is_open=True)
                escape(call_function(walk, function, given, owner))

    def _object(self, cls: Class) -> Value:
        """Return an object of a class whose methods were called in any order."""
        walk = self._walk
        key = (id(cls), walk.context.any_argument)
        if key not in self._made:
            read = walk.defaults_read
            # Those that derive from it give other arguments than its defaults.
            any_argument = walk.context.any_argument or bool(cls.overridden)
            with walk.within(walk.context._replace(any_argument=any_argument)):
                made = instantiate(walk, cls, Arguments(cls.node, is_open=True))
            with walk.unreported(), walk.apart():
                for name, found in [pair for each in cls.lineage for pair in each.frame.names.items()]:
                    if isinstance(found, Function) and name != "__init__" and body_of(found.node).sets_own:
                        found.called_on(made, Arguments(found.node, is_open=True), walk)
            self._made[key] = made, walk.defaults_read - read
        else:
            walk.defaults_read += self._made[key][1]
        return self._made[key][0]
