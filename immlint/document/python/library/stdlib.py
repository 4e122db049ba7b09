"""The standard library: what its functions give, as far as values are known, and what they let escape."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from immlint.document.python.domain.classes import Class
from immlint.document.python.domain.dict import Dict
from immlint.document.python.domain.frame import Symbol
from immlint.document.python.domain.function import Generator, Partial
from immlint.document.python.domain.join import Unknown, escape, handed_over, join, reachable
from immlint.document.python.domain.kind import Holder, Integer, Namespace
from immlint.document.python.domain.objects import LibraryObject
from immlint.document.python.domain.sequence import Sequence
from immlint.document.python.domain.string import NONE, Const, Json, Repr, string
from immlint.document.python.domain.value import Arguments, Copies, Escape, Interpreting, Slot, Value
from immlint.document.python.library.library import Library

#: What may be given anything without changing it.
_HARMLESS = ("builtins.", "logging.", "json.", "pprint.", "typing.")
#: Functions of Python that only look at what they are given.
_LOOKING = tuple(
    f"builtins.{name}" for name in ("print", "len", "str", "repr", "isinstance", "bool", "format")
)
#: Types whose methods are known by what they belong to, and functions that do what those do.
_TYPES = ("builtins.dict", "builtins.list", "builtins.object")
_OPERATORS = ("operator.setitem", "operator.delitem", "operator.ior")
#: Functions of Python that call what they are given.
_CALLING = ("builtins.map", "builtins.filter", "builtins.exec", "builtins.eval", "builtins.vars")


def other(name: str, given: Arguments, walk: Interpreting) -> Value:
    """Return what a function gives of which nothing else is known."""
    owner, _, last = name.rpartition(".")
    if ((owner in _TYPES and last != "fromkeys") or name in _OPERATORS) and given.positional:
        # A method as a function: the object is its first argument.
        rest = Arguments(given.node, given.positional[1:], given.keywords, given.is_open)
        method = f"__{last}__" if name in _OPERATORS else last
        return given.positional[0].value.call_method(method, rest, walk)
    if not name.startswith(_HARMLESS) or name in _CALLING:
        return handed_over(given, walk, last)
    values = [slot.value for slot in given.slots]
    if name in _LOOKING:
        return Unknown(last)
    # What comes out of it may hold what went in.
    values += walk.call_back(given)
    for value in values:
        escape(value)
    return Unknown(last, reachable(values))


class StandardLibrary(Library):
    """Functions of Python itself, and of the modules that requests and policies are written with."""

    packages = (
        "builtins",
        "json",
        "textwrap",
        "copy",
        "functools",
        "string",
        "importlib",
        "dataclasses",
        *("contextlib", "typing", "threading", "types"),
    )

    def symbols(self) -> Iterable[str]:
        """Return the dotted names of its functions."""
        return _FUNCTIONS

    def construct(self, name: str, given: Arguments) -> Value | None:
        """Return what a function gives; ``None`` if that is not known."""
        function = _FUNCTIONS.get(name)
        return function(self, given) if function is not None else None

    def _getattr(self, given: Arguments) -> Value | None:
        if len(given.positional) < 2:
            return None
        name = given.positional[1].value.known
        return Unknown() if name is None else given.positional[0].value.attribute(name, self.walk)

    def _setattr(self, given: Arguments) -> Value | None:
        if len(given.positional) != 3:
            return None
        owner, name = given.positional[0].value, given.positional[1].value.known
        if name is None:
            _lose(owner)
            return None
        slot = given.positional[2]
        owner.set_attribute(name, Slot(slot.value, slot.node, given.positional[1].node), self.walk)
        return NONE

    def _delattr(self, given: Arguments) -> Value | None:
        if len(given.positional) != 2:
            return None
        owner, name = given.positional[0].value, given.positional[1].value.known
        if name is None:
            _lose(owner)
            return None
        owner.delete_attribute(name, self.walk)
        return NONE

    def _vars(self, given: Arguments) -> Value | None:
        if not given.positional:
            return self._names(given)
        return given.positional[0].value.attribute("__dict__", self.walk)

    def _names(self, given: Arguments) -> Value | None:
        """Let nothing be known of the module's names: the code may set them."""
        self.walk.forget_module()
        return None

    def _import(self, given: Arguments) -> Value | None:
        name = given.positional[0].value.known if len(given.positional) == 1 else None
        return self.walk.resolve(name) if name and not name.startswith(".") else None

    def _field(self, given: Arguments) -> Value | None:
        """Return the default of a field of a dataclass: that is what its class has by its name."""
        factory = given.value("default_factory")
        if factory is not None:
            with self.walk.unreported():
                return factory.call(Arguments(given.node), self.walk).any_like
        return given.value("default") if set(given.keywords) == {"default"} else None

    def _cast(self, given: Arguments) -> Value | None:
        if len(given.positional) != 2:
            return None
        cls, value = (slot.value for slot in given.positional)
        named = self.walk.declared(cls.dotted) if isinstance(cls, Symbol) else None
        return named if value.is_unknown and named is not None and named.any_like is not None else value

    def _namespace(self, given: Arguments) -> Value | None:
        return Namespace({name: slot.value for name, slot in given.keywords.items()})

    @property
    def methods(self) -> Iterable[str]:
        """The methods of ``contextlib.ExitStack``."""
        return ("enter_context", "enter_async_context")

    def send(self, owner: Value, name: str, given: Arguments) -> Value | None:
        """Return what a context gives that is entered."""
        value = given.value("", 0)
        if isinstance(value, Generator):
            return join(value.values)
        return value.call_method("__enter__", Arguments(given.node), self.walk) if value is not None else None

    def _partial(self, given: Arguments) -> Value | None:
        if not given.positional or given.is_open:
            return None
        return Partial(given.positional[0].value, given.positional[1:], given.keywords)

    def _type(self, given: Arguments) -> Value | None:
        value = given.positional[0].value if len(given.positional) == 1 else None
        return value.class_of if value is not None and value.class_of is not value else None

    def _context(self, given: Arguments) -> Value | None:
        return Generator((given.positional[0].value,)) if given.positional else None

    def _template(self, given: Arguments) -> Value | None:
        if given.positional:
            self.walk.policies.dismiss(given.positional[0].value)
        return None

    def _json(self, given: Arguments) -> Value | None:
        return Json(given.positional[0].value) if given.positional else None

    def _str(self, given: Arguments) -> Value | None:
        if not given.positional:
            return None
        value = given.positional[0].value
        if value.is_structure:
            return Repr(value)
        is_plain = value.is_texty or isinstance(value, Const | Integer)
        return string(value.text()) if is_plain else Unknown("str")

    def _repr(self, given: Arguments) -> Value | None:
        value = given.positional[0].value if given.positional else None
        return Repr(value) if value is not None and value.is_structure else None

    def _dedent(self, given: Arguments) -> Value | None:
        value = given.positional[0].value if given.positional else None
        return value if value is not None and value.is_texty else None

    def _dict(self, given: Arguments) -> Value | None:
        made = Dict({}, given.is_open, given.node, branch=self.walk.branch)
        if given.positional:
            made.merge(given.positional[0].value, None)
        for name, slot in given.keywords.items():
            made.put(name, slot)
        return made

    def _list(self, given: Arguments) -> Value | None:
        value = given.positional[0].value if given.positional else None
        if value is None or not value.is_sequence:
            return None
        made = Sequence([], False, given.node, self.walk.branch)
        made.extend(value)
        return made

    def _deep_copy(self, given: Arguments) -> Value | None:
        value = given.positional[0].value if len(given.positional) == 1 else None
        if value is not None and value.is_structure:
            return Copies().of(value)
        return self._copy(given)

    def _copy(self, given: Arguments) -> Value | None:
        value = given.positional[0].value if given.positional else None
        if isinstance(value, LibraryObject):
            return value.twin()
        if value is not None and value.entries() is not None:
            return value.call_method("copy", Arguments(given.node), self.walk)
        return self._list(given)

    def _range(self, given: Arguments) -> Value | None:
        return Holder(Integer("range"))

    def _len(self, given: Arguments) -> Value | None:
        return Integer("len")

    def _int(self, given: Arguments) -> Value | None:
        value = given.positional[0].value if given.positional else None
        is_known = isinstance(value, Const) and isinstance(value.number, int)
        return value if is_known else Integer("int")

    def _enumerate(self, given: Arguments) -> Value | None:
        value = given.positional[0].value if len(given.positional) == 1 and not given.keywords else None
        slots = value.iterate() if value is not None and value.is_sequence else None
        if slots is None:
            iterated = given.positional[0].value if given.positional else Unknown()
            escape(iterated)
            each = Unknown("...", reachable([iterated]))
            return Holder(Sequence([Slot(Integer("enumerate")), Slot(each)]))
        numbered = [Slot(Sequence([Slot(Const(n)), slot])) for n, slot in enumerate(slots)]
        return Sequence(numbered, node=given.node)

    def _zip(self, given: Arguments) -> Value | None:
        values = [slot.value for slot in given.positional]
        columns = [slots for value in values if value.is_sequence and (slots := value.iterate()) is not None]
        if not columns or len(columns) != len(values) or given.keywords:
            return None
        rows = [Slot(Sequence(list(row))) for row in zip(*columns, strict=False)]
        return Sequence(rows, node=given.node)


def _lose(owner: Value) -> None:
    """Let nothing be known of a value of which some attribute is set or deleted."""
    escape(owner, Escape.LOST)
    for option in owner.options:
        if isinstance(option, Class):
            option.lose()


_FUNCTIONS: dict[str, Callable[[StandardLibrary, Arguments], Value | None]] = {
    "builtins.getattr": StandardLibrary._getattr,
    "builtins.setattr": StandardLibrary._setattr,
    "builtins.delattr": StandardLibrary._delattr,
    "builtins.vars": StandardLibrary._vars,
    "builtins.globals": StandardLibrary._names,
    "builtins.locals": StandardLibrary._names,
    "builtins.exec": StandardLibrary._names,
    "builtins.eval": StandardLibrary._names,
    "builtins.type": StandardLibrary._type,
    "builtins.str": StandardLibrary._str,
    "builtins.repr": StandardLibrary._repr,
    "builtins.dict": StandardLibrary._dict,
    "builtins.list": StandardLibrary._list,
    "builtins.tuple": StandardLibrary._list,
    "builtins.range": StandardLibrary._range,
    "builtins.len": StandardLibrary._len,
    "builtins.int": StandardLibrary._int,
    "builtins.enumerate": StandardLibrary._enumerate,
    "builtins.zip": StandardLibrary._zip,
    "copy.copy": StandardLibrary._copy,
    "copy.deepcopy": StandardLibrary._deep_copy,
    "dataclasses.field": StandardLibrary._field,
    "contextlib.closing": StandardLibrary._context,
    "contextlib.nullcontext": StandardLibrary._context,
    "typing.cast": StandardLibrary._cast,
    "threading.local": StandardLibrary._namespace,
    "types.SimpleNamespace": StandardLibrary._namespace,
    "functools.partial": StandardLibrary._partial,
    "importlib.import_module": StandardLibrary._import,
    "json.dumps": StandardLibrary._json,
    "string.Template": StandardLibrary._template,
    "textwrap.dedent": StandardLibrary._dedent,
}
