"""The least request of each operation that says a given field, right but for the value of that field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from immlint.catalog import Parameter, crossfield, load
from immlint.catalog.limits import AddressForm
from immlint.catalog.type import List, Scalar, Struct, Type, struct_of
from immlint.subject import Route

CATALOG = load()
ADDRESSES = {
    AddressForm.BUCKET_NAME: "b",
    AddressForm.BUCKET: "oss://b",
    AddressForm.PREFIX: "oss://b/p/",
    AddressForm.OBJECT: "oss://b/o",
}


def right(row: Parameter, operation: str = "") -> Any:
    """Return a value that the catalogue allows, in an operation that may allow fewer than others."""
    limits, kind = row.limits, row.type
    fewer = dict(limits.fewer_choices).get(operation)
    if fewer:
        return fewer[0]
    if limits.choices or (limits.item_choices and isinstance(kind, Scalar)):
        return (limits.choices or limits.item_choices)[0]
    if limits.template:
        return "Official:AllFunction"
    if limits.address is not None:
        return ADDRESSES[limits.address] + (limits.ending or "")
    if isinstance(kind, List):
        return [item(row)]
    if kind in (Scalar.INTEGER, Scalar.NUMBER):
        least = limits.minimum if limits.above is None else limits.above + 1
        return 1 if least is None else least
    return plain(kind)


def item(row: Parameter) -> Any:
    """Return an item that a list may hold."""
    assert isinstance(row.type, List)
    if row.limits.item_choices:
        return row.limits.item_choices[0]
    if row.limits.item_address is not None:
        return ADDRESSES[row.limits.item_address]
    return plain(row.type.item)


def plain(kind: Type) -> Any:
    """Return a value of a type without limits; of a structure, the fields that are required."""
    if isinstance(kind, Struct):
        rows = CATALOG.structs.get(kind.name, {})
        return {name: right(row) for name, row in rows.items() if row.required}
    scalars = {Scalar.STRING: "a", Scalar.INTEGER: 1, Scalar.NUMBER: 0.5, Scalar.BOOLEAN: False}
    return scalars[kind] if isinstance(kind, Scalar) else {}


def fields(operation: str) -> Iterator[tuple[Route, Parameter]]:
    """Yield every field that a request may say, nested ones once on each way to them."""

    def below(route: Route, rows: Mapping[str, Parameter], within: frozenset[str]) -> Any:
        for name, row in rows.items():
            yield (*route, name), row
            inner = struct_of(row.type) or ""
            if inner in CATALOG.structs and inner not in within:
                step = (0,) if isinstance(row.type, List) else ()
                yield from below((*route, name, *step), CATALOG.structs[inner], within | {inner})

    yield from below((), CATALOG.operations[operation].parameters, frozenset())


def request(operation: str, route: Route = (), value: Any = None) -> dict[str, Any]:
    """Return the least request with *value* at *route*; ``None`` is not given."""
    rows = CATALOG.operations[operation].parameters
    body = {name: right(row) for name, row in rows.items() if row.required}
    if route:
        place(body, rows, route, value)
    complete(operation, body, str(route[0]) if route else "")
    return body


def place(body: dict[str, Any], rows: Mapping[str, Parameter], route: Route, value: Any) -> None:
    """Write *value* at *route*, and the required fields of each structure on the way."""
    name, rest = str(route[0]), route[1:]
    row = rows[name]
    if not rest:
        body[name] = value
    elif isinstance(row.type, List):
        body.setdefault(name, [plain(row.type.item)])
        inner = CATALOG.structs[str(struct_of(row.type))]
        place(body[name][0], inner, rest[1:], value)
        join(str(struct_of(row.type)), body[name][0])
    else:
        body.setdefault(name, plain(row.type))
        place(body[name], CATALOG.structs[str(struct_of(row.type))], rest, value)
        join(str(struct_of(row.type)), body[name])
    for other, beside in rows.items():
        when = beside.limits.required_when
        if when is not None and body.get(other) is None and body.get(when.name) in when.values:
            body[other] = right(beside)


def join(name: str, body: dict[str, Any]) -> None:
    """Give what the rules of a structure want beside what is given."""
    rows = CATALOG.structs[name]
    for rule in CATALOG.structure_rules.get(name, ()):
        if isinstance(rule, crossfield.GivenWith) and body.get(rule.name) is not None:
            body.setdefault(rule.other, right(rows[rule.other]))


def complete(operation: str, body: dict[str, Any], given: str) -> None:
    """Give what the rules between parameters want beside the one that is *given*."""
    rows = CATALOG.operations[operation].parameters
    for rule in CATALOG.operations[operation].cross_field_rules:
        match rule:
            case crossfield.OneOf(names=(one, other)) if given != other:
                body.setdefault(one, right(rows[one]))
            case crossfield.OnlyWith(name=name, other=other, value=value) if given == name:
                body[other] = value
            case crossfield.ForbiddenWith(name=name, other=other, values=values) if given == name:
                body[other] = next(choice for choice in rows[other].limits.choices if choice not in values)
            case crossfield.NeedsOneOn(names=names, others=others) if given in names:
                body[others[0]] = True
            case crossfield.FieldRequiredWith(name=name, field=field, other=other, values=values):
                if body.get(other) in values:
                    inner = CATALOG.structs[str(struct_of(rows[name].type))]
                    body[name].setdefault(field, right(inner[field]))
            case crossfield.RequiredAbove(name=name, most=most) if given in dict(most):
                body[name] = right(rows[name])


def in_code(operation: str, body: dict[str, Any]) -> str:
    """Return a module that sends the request, made of objects of the SDK."""
    python = CATALOG.operations[operation].python
    sent = written(body, python["requestClass"])
    return f"""from alibabacloud_imm20200930 import client, models

imm = client.Client(config)
imm.{python["sync"][0]}({sent})
"""


def written(value: Any, name: str) -> str:
    """Return the code of a value; *name* is the class of the SDK that an object is of."""
    if isinstance(value, list):
        return "[" + ", ".join(written(each, name) for each in value) + "]"
    if not isinstance(value, dict) or name not in CATALOG.classes:
        return repr(value)
    rows = {row.name: (python, row) for python, row in CATALOG.classes[name].fields.items()}
    given = [(rows[key], each) for key, each in value.items() if each is not None]
    arguments = [f"{python}={written(each, struct_of(row.type) or '')}" for (python, row), each in given]
    return f"models.{name}({', '.join(arguments)})"
