"""Every operation of every kind of value: what a choice answers is the join of what its options answer.

Kinds are found by walking the subclasses of ``Value``, operations by walking its abstract methods: neither a
new kind nor a new operation can be left out.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import libcst as cst
import pytest

from immlint.catalog import load
from immlint.document.python.domain.classes import Class, EnumMember
from immlint.document.python.domain.dict import Dict
from immlint.document.python.domain.double import Double
from immlint.document.python.domain.frame import Frame, Symbol
from immlint.document.python.domain.function import Function, Generator, Partial
from immlint.document.python.domain.join import Choice, Method, Unknown, join
from immlint.document.python.domain.kind import Holder, Integer, Namespace, OfClass
from immlint.document.python.domain.objects import Instance, Super
from immlint.document.python.domain.sequence import Sequence, Slice
from immlint.document.python.domain.string import NONE, Const, Json, Repr, String, string_of
from immlint.document.python.domain.value import Arguments, Escape, Lowering, Slot, Value
from immlint.document.python.interpret import Interpreter, interpret
from immlint.document.python.library.core_sdk import AcsClient, CoreRequest, PolicyRequest
from immlint.document.python.library.imm_models import ModelObject
from immlint.document.python.library.imm_sdk import ClientObject
from immlint.document.python.library.openapi import ConfigObject, ParamsObject, RequestObject
from immlint.document.python.library.policies import PolicySink
from immlint.document.python.library.ram_sdk import RamRequest
from immlint.document.python.syntax.statements import Parsed, Statement
from immlint.subject import UNKNOWN

CATALOG = load()
ROW = CATALOG.classes["CreateDatasetRequest"]
CALL = cst.parse_expression("f(1)")
DEFINED = (
    "def f(x=1):\n    return 'given'\n\nclass C:\n    kind = 'c'\n    def m(self):\n        return 'm'\n"
)


def walk() -> Interpreter:
    return interpret(Parsed([Statement(0, DEFINED)]), DEFINED, CATALOG)


def function() -> Value:
    found = walk().module.names["f"]
    assert isinstance(found, Function)
    return found


def cls() -> Class:
    found = walk().module.names["C"]
    assert isinstance(found, Class)
    return found


def fields() -> dict[str, Slot]:
    return {"k": Slot(string_of("old"))}


#: At least two different values of each kind.
SAMPLES: dict[type[Value], list[Callable[[], Value]]] = {
    Unknown: [lambda: Unknown("u"), lambda: Unknown("u", (Dict(fields()),))],
    Method: [lambda: Method(Unknown("o"), "m"), lambda: Method(string_of("a-b"), "upper")],
    String: [lambda: string_of("a"), lambda: string_of("k"), lambda: String()],
    Const: [lambda: NONE, lambda: Const(1), lambda: Const(True), lambda: Const(2.5)],
    Json: [lambda: Json(Dict(fields())), lambda: Json(string_of("a"))],
    Repr: [lambda: Repr(Dict(fields())), lambda: Repr(Sequence([Slot(Const(2))]))],
    Dict: [lambda: Dict(fields()), lambda: Dict({}, True), lambda: Dict({"z": Slot(Const(1))})],
    Slice: [lambda: Slice(None), lambda: Slice(slice(0, 1))],
    Generator: [lambda: Generator((Dict(fields()),))],
    Double: [Double],
    Sequence: [lambda: Sequence([Slot(string_of("old")), Slot(Const(2))]), lambda: Sequence([], True)],
    EnumMember: [
        lambda: EnumMember(cls(), "M", string_of("old")),
        lambda: EnumMember(cls(), "N", string_of("k"), True),
    ],
    Symbol: [lambda: Symbol("builtins.len"), lambda: Symbol("os.environ")],
    Function: [function],
    Class: [cls],
    Instance: [lambda: Instance(cls(), fields()), lambda: Instance(cls(), fields(), True)],
    Namespace: [lambda: Namespace(), lambda: Namespace({"k": Dict(fields())})],
    OfClass: [lambda: OfClass(Instance(cls(), fields()))],
    Holder: [lambda: Holder(OfClass(Instance(cls()))), lambda: Holder(None)],
    Integer: [lambda: Integer("i"), lambda: Integer("j")],
    Super: [lambda: Super(cls(), Instance(cls(), fields()))],
    Partial: [lambda: Partial(function(), [], {}), lambda: Partial(Symbol("builtins.len"), [], {})],
    RamRequest: [lambda: RamRequest(fields())],
    PolicySink: [lambda: PolicySink(fields())],
    ConfigObject: [lambda: ConfigObject(fields())],
    ParamsObject: [lambda: ParamsObject(fields())],
    RequestObject: [lambda: RequestObject(fields())],
    ModelObject: [lambda: ModelObject(fields(), row=ROW), lambda: ModelObject(row=ROW, is_open=True)],
    ClientObject: [lambda: ClientObject(fields())],
    CoreRequest: [lambda: CoreRequest(fields())],
    PolicyRequest: [lambda: PolicyRequest(fields())],
    AcsClient: [lambda: AcsClient(fields())],
}
ALL = [make for makes in SAMPLES.values() for make in makes]
PAIRS = list(itertools.combinations(ALL, 2))


def abstract(kind: type) -> set[str]:
    """The operations that a kind leaves to others."""
    return {name for name in dir(kind) if getattr(getattr(kind, name), "__isabstractmethod__", False)}


def kinds(kind: type[Value] = Value) -> set[type[Value]]:
    found = set() if abstract(kind) else {kind}
    return found.union(*map(kinds, kind.__subclasses__()))


def test_every_kind_is_among_the_samples() -> None:
    bases = {"Opaque", "Kept", "LibraryObject", "_Container"}
    # A dataclass with slots leaves the class behind that it was made from.
    names = {kind.__name__ for kind in kinds() if kind.__module__.startswith("immlint.")} - bases
    assert names == {kind.__name__ for kind in SAMPLES} | {"Choice"}


def shape(value: Value, depth: int = 0) -> Any:
    """What can be told of a value, comparable."""
    if depth > 4:
        return "deep"
    if len(value.options) > 1:
        return frozenset(shape(option, depth + 1) for option in value.options)
    if value.is_unknown:
        return "unknown"
    entries = value.entries()
    if entries is not None:
        keys = tuple(sorted((key, shape(slot.value, depth + 1)) for key, slot in entries.items()))
        return ("dict", value.is_whole, keys)
    if value.is_sequence:
        items = tuple(shape(slot.value, depth + 1) for slot in value.seen())
        return ("list", value.iterate() is None, items)
    if value.is_texty:
        return ("text", value.text().language)
    return (type(value).__name__, value.number, value.is_none)


def options(result: Any) -> frozenset[Any]:
    return result if isinstance(result, frozenset) else frozenset([result])


def given() -> Arguments:
    return Arguments(CALL, [Slot(string_of("k"))])


READS: dict[str, Callable[[Value, Interpreter], Any]] = {
    "attribute": lambda value, at: value.attribute("k", at),
    "item": lambda value, at: value.item(string_of("k")),
    "call": lambda value, at: value.call(given(), at),
    "call_method": lambda value, at: value.call_method("get", given(), at),
    "iterate": lambda value, at: value.iterate(),
    "text": lambda value, at: value.text(),
    "truth": lambda value, at: value.truth(),
    "binary": lambda value, at: value.binary("Add", string_of("-x")),
    "reflected": lambda value, at: value.reflected("Add", string_of("x-")),
    "lower": lambda value, at: value.lower(Lowering()),
}
WRITES: dict[str, Callable[[Value, Interpreter], Any]] = {
    "set_item": lambda value, at: value.set_item(string_of("k"), Slot(string_of("new")), at),
    "delete_item": lambda value, at: value.delete_item(string_of("k"), at),
    "set_attribute": lambda value, at: value.set_attribute("k", Slot(string_of("new")), at),
    "delete_attribute": lambda value, at: value.delete_attribute("k", at),
    "augment": lambda value, at: value.augment("BitOr", Dict({"k": Slot(string_of("new"))}), at),
}
#: Neither reads nor writes of the program: how values are kept.
KEPT = {"same", "escape", "copied"}


def test_every_operation_is_tried() -> None:
    assert abstract(Value) == READS.keys() | WRITES.keys() | KEPT


@pytest.mark.parametrize("name", ["item", "binary", "reflected"])
def test_a_read_of_a_choice_is_the_join_of_its_options(name: str) -> None:
    read = READS[name]
    for one, other in PAIRS:
        pair = Choice((one(), other()))
        expected = join([read(one(), walk_()), read(other(), walk_())])
        assert shape(read(pair, walk_())) == shape(expected), (shape(one()), shape(other()))


_WALK = walk()


def walk_() -> Interpreter:
    return _WALK


def test_an_attribute_of_a_choice_is_that_of_one_of_its_options() -> None:
    for one, other in PAIRS:
        parts = [value for value in (one(), other()) if not value.is_none]
        found = Choice((one(), other())).attribute("k", walk_())
        each = [value.attribute("k", walk_()) for value in parts]
        if any(value.is_method for value in each):
            # What is called then is tried with the methods.
            assert found.is_method
        else:
            assert shape(found) == shape(join(each))


def test_a_call_of_a_choice_is_one_of_its_options() -> None:
    for one, other in PAIRS:
        parts = [value for value in (one(), other()) if value.is_callable]
        expected = join([value.call(given(), walk_()) for value in parts])
        assert shape(Choice((one(), other())).call(given(), walk_())) == shape(expected)


def test_a_method_of_a_choice_is_that_of_one_of_its_options() -> None:
    for one, other in PAIRS:
        parts = [value for value in (one(), other()) if not value.is_none]
        expected = join([value.call_method("get", given(), walk_()) for value in parts])
        assert shape(Choice((one(), other())).call_method("get", given(), walk_())) == shape(expected)


def test_items_of_a_choice_are_one_of_those_of_its_options() -> None:
    for one, other in PAIRS:
        rows = [one().iterate(), other().iterate()]
        found = Choice((one(), other())).iterate()
        if None in rows or len(rows[0] or []) != len(rows[1] or []):
            assert found is None
        else:
            assert found is not None
            for slot, left, right in zip(found, rows[0] or [], rows[1] or [], strict=True):
                assert shape(slot.value) == shape(join([left.value, right.value]))


def test_text_and_truth_of_a_choice_are_what_its_options_say() -> None:
    for one, other in PAIRS:
        pair = Choice((one(), other()))
        assert pair.text().language == one().text().language | other().text().language
        truths = {one().truth(), other().truth()}
        assert pair.truth() == (truths.pop() if len(truths) == 1 else None)


def test_data_of_a_choice_is_known_only_of_text() -> None:
    for one, other in PAIRS:
        data = Choice((one(), other())).lower(Lowering())
        if one().is_texty and other().is_texty:
            assert data is not UNKNOWN
        else:
            assert data is UNKNOWN


@pytest.mark.parametrize("name", WRITES)
@pytest.mark.parametrize("read", ["item", "attribute"])
def test_a_write_through_a_choice_is_weak(name: str, read: str) -> None:
    """What it may have been before, and what it is after a write, are both among what it may be now."""
    for one, other in PAIRS:
        before = options(shape(READS[read](one(), walk_())))
        if one().is_whole and one().entry("k") is None:
            # Reading it raises: that is no value.
            before = frozenset()
        strong = one()
        WRITES[name](strong, walk_())
        after = options(shape(READS[read](strong, walk_())))
        weak = one()
        WRITES[name](Choice((weak, other())), walk_())
        now = options(shape(READS[read](weak, walk_())))
        assert "unknown" in now or _is_method(now) or before | after <= now, (name, shape(one()), now)


def _is_method(found: frozenset[Any]) -> bool:
    return any(isinstance(each, tuple) and each[0] == "Method" for each in found)


@pytest.mark.parametrize("name", WRITES)
def test_a_write_to_something_unknown_reaches_what_it_may_be(name: str) -> None:
    for make in ALL:
        kept, through = make(), make()
        with walk_().unreported():
            # What is added to it is known no better than that it is perhaps added.
            WRITES[name](Choice((kept, Unknown())), walk_())
        WRITES[name](Unknown("u", (through,)), walk_())
        assert shape(through) == shape(kept)


def test_joining_again_changes_nothing() -> None:
    for one, other in PAIRS:
        left, right = one(), other()
        pair = join([left, right])
        assert shape(join([pair, left])) == shape(join([left, pair])) == shape(pair)


def test_what_escapes_takes_its_parts_with_it() -> None:
    inner = Dict(fields())
    for outer in (Dict({"k": Slot(inner)}), Sequence([Slot(inner)]), Json(inner), Choice((inner, NONE))):
        assert inner in list(outer.escape(Escape.SHARED))
    assert Frame("m").find("x").is_unknown
