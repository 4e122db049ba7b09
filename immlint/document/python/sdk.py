"""The new SDK, ``alibabacloud_imm20200930``: requests and their parts, clients, and what is sent.

The SDK checks nothing before it sends: see the rules SDK101 to SDK111 for what it does instead.
"""

from __future__ import annotations

import re

import libcst as cst

from immlint.catalog import Operation, SdkClass
from immlint.catalog.type import struct_of
from immlint.document.python import policies
from immlint.document.python.reading import known_text, options
from immlint.document.python.record import UNSENT, Arguments, Recorder
from immlint.document.python.value import (
    Const,
    Encoded,
    Items,
    Method,
    Record,
    Slot,
    Text,
    Thing,
    Unknown,
    Value,
)

PACKAGE = "alibabacloud_imm20200930"
MODELS = f"{PACKAGE}.models"
CLIENT = f"{PACKAGE}.client.Client"
_CONFIGS = (
    "alibabacloud_tea_openapi.models.Config",
    "alibabacloud_tea_openapi.utils_models.Config",
    "alibabacloud_credentials.models.Config",
)
_FROM_MAP = ("darabonba.core.DaraCore.from_map", "Tea.core.TeaCore.from_map")
_ENDPOINT = re.compile(r"imm(?:-vpc)?\.([a-z0-9-]+)\.aliyuncs\.com")
_KEYS = ("access_key_id", "access_key_secret")
#: A client that nothing is known of.
ANYONE = Unknown("client")
#: Methods of models that change nothing.
_QUIET = ("validate", "to_map")


def construct(recorder: Recorder, name: str, given: Arguments) -> Value | None:
    """Return what calling a symbol of the SDK makes, or ``None`` if it is no symbol of it."""
    if name.startswith(f"{MODELS}."):
        head, _, last = name.rpartition(".")
        known = recorder.catalog.classes
        owner = head.rpartition(".")[2]
        if owner in known and last == "from_map" and len(given.positional) > 1:
            # The method as a function: the object is its first argument.
            thing = given.positional[0].value
            if isinstance(thing, Thing) and thing.wire:
                from_map(recorder, thing, given.positional[1])
            return thing
        if owner in known:
            # A method called on the class, where an object was meant.
            recorder.call("on-class", owner, last, Slot(Unknown(), given.node))
            return Unknown()
        if last in known:
            return _model(recorder, known[last], given)
        if last.endswith("Request") and isinstance(given.node, cst.Call):
            recorder.call("method", "models", last, Slot(Unknown(), given.node.func))
        return Unknown()
    if name in _CONFIGS:
        return _config(recorder, name, given)
    if name == CLIENT:
        return _client(recorder, given)
    if name in _FROM_MAP and len(given.positional) == 2:
        thing = given.positional[0].value
        if isinstance(thing, Thing) and thing.wire:
            from_map(recorder, thing, given.positional[1])
        return thing
    return None


def _model(recorder: Recorder, row: SdkClass, given: Arguments) -> Thing:
    thing = declared(recorder, f"{MODELS}.{row.name}")
    assert thing is not None
    thing.node, thing.open, thing.local = given.node, given.open, recorder.recording
    if given.positional:
        recorder.call("positional", row.name, "", given.positional[0], len(given.positional))
        thing.open = True
    for name, slot in given.keywords.items():
        set_field(recorder, thing, name, slot, "keyword")
    if row.operation and recorder.recording:
        recorder.built.append(thing)
    return thing


def declared(recorder: Recorder, name: str) -> Thing | None:
    """Return an object of a class of the SDK that was made elsewhere: nobody can see its fields."""
    name = policies.canonical(name)
    if name == CLIENT:
        return Thing(CLIENT, open=True, path=recorder.path)
    row = recorder.catalog.classes.get(name.rpartition(".")[2])
    if row is None or name != f"{MODELS}.{row.name}":
        return None
    wire = {python: field.name for python, field in row.fields.items()}
    return Thing(name, wire=wire, open=True, path=recorder.path)


def set_field(recorder: Recorder, thing: Thing, name: str, slot: Slot, use: str = "attribute") -> None:
    """Set a field of a request or a part of one, as a keyword or an attribute."""
    recorder.named("keyword" if use == "keyword" else "attribute", class_name(thing), name, slot)
    if name in thing.wire:
        _part(recorder, thing, name, slot)
        recorder.assign(thing, name, slot)
        policies.assigned(recorder, thing, name, slot)
    else:
        # What is missing was perhaps meant by it: one mistake is told once.
        thing.open = True


def _part(recorder: Recorder, thing: Thing, name: str, slot: Slot) -> None:
    """Record a dict that stands where an object of a class of the SDK belongs."""
    row = recorder.catalog.classes[class_name(thing)].fields[name]
    kind = struct_of(row.type)
    if kind is None or kind not in recorder.catalog.classes or name.endswith("_shrink"):
        return
    items = slot.value.slots if isinstance(slot.value, Items) else [slot]
    for item in items:
        if isinstance(item.value, Record):
            recorder.call("part", class_name(thing), name, item, kind)


def class_name(thing: Thing) -> str:
    """Return the name of the class of an object, without its module."""
    return thing.kind.rpartition(".")[2]


def from_map(recorder: Recorder, thing: Thing, slot: Slot) -> None:
    """Set fields by wire name; the SDK drops what it does not know."""
    value = slot.value
    if not isinstance(value, Record):
        thing.open = True
        return
    thing.open = thing.open or value.open or value.escaped
    python = {wire: name for name, wire in thing.wire.items()}
    for key, inner in value.slots.items():
        recorder.named("wire-key", class_name(thing), key, inner)
        if key in python:
            recorder.assign(thing, python[key], inner)
            policies.assigned(recorder, thing, python[key], inner)
        else:
            thing.open = True


def _config(recorder: Recorder, name: str, given: Arguments) -> Thing:
    thing = Thing(name, node=given.node, open=given.open or bool(given.positional), path=recorder.path)
    for key, slot in given.keywords.items():
        set_config(recorder, thing, key, slot)
    if given.positional:
        credential(recorder, "Config", _KEYS[0], given.positional[0])
    return thing


def set_config(recorder: Recorder, thing: Thing, name: str, slot: Slot) -> None:
    """Set a field of a configuration."""
    recorder.assign(thing, name, slot)
    policies.assigned(recorder, thing, name, slot)
    if name in _KEYS:
        credential(recorder, "Config", name, slot)


def credential(recorder: Recorder, owner: str, name: str, slot: Slot) -> None:
    """Record a key that stands in the code as it is."""
    text = known_text(slot.value)
    if text:
        recorder.call("credential", owner, name, slot, text)


def _client(recorder: Recorder, given: Arguments) -> Thing:
    slot = given.get("config", 0)
    client = Thing(CLIENT, node=given.node, path=recorder.path)
    if slot is not None and isinstance(slot.value, Thing) and slot.value.kind in _CONFIGS:
        config = slot.value
        names = tuple(n for n, s in config.slots.items() if s.value != Const(None))
        if not (config.open or config.kept) and not config.kind.startswith("alibabacloud_credentials"):
            recorder.call("client", "Client", "", Slot(config, given.node), names)
        client.slots = dict(config.slots)
    return client


def region_in(endpoint: str | None) -> str | None:
    """Return the region in the name of an endpoint of IMM; ``None`` for any other."""
    match = _ENDPOINT.fullmatch(endpoint or "")
    return match[1] if match else None


def region_of(client: Value) -> str | None:
    """Return the region that a client sends to, if it is known."""
    if not isinstance(client, Thing):
        return None
    for name in ("endpoint", "region_id"):
        slot = client.slots.get(name)
        text = known_text(slot.value) if slot else None
        if name == "endpoint" and slot is not None and slot.value != Const(None):
            return region_in(text)
        if text:
            return text
    return None


def method(recorder: Recorder, owner: Value, name: str, given: Arguments, at: Slot) -> Value | None:
    """Return what a method of an object of the SDK gives; ``None`` if the object is none."""
    if isinstance(owner, Thing) and owner.wire:
        if name == "from_map" and given.positional:
            from_map(recorder, owner, given.positional[0])
            return owner
        owner.read = owner.read or name in _QUIET
        return Unknown() if name in _QUIET else None
    if isinstance(owner, Thing) and owner.kind in _CONFIGS and name == "from_map":
        owner.open = True
        return owner
    operation = recorder.catalog.methods.get(name)
    is_client = isinstance(owner, Thing) and owner.kind == CLIENT
    if operation is None:
        if is_client and not name.startswith("_"):
            recorder.call("method", "Client", name, at)
            return Unknown(name)
        return None
    # A client that came from elsewhere is known by what it is given.
    slot = given.get("request", 0) or given.get("tmp_req")
    if is_client and slot is None and given.keywords and not given.open:
        recorder.call("argument", name, "keywords", Slot(Unknown(), given.node), operation.name)
    if slot is None or not (is_client or any(map(_is_request, options(slot.value)))):
        return None
    for value in options(slot.value):
        if is_client:
            _argument(recorder, name, operation, value, slot)
        if isinstance(value, Thing) and _is_request(value):
            send(recorder, value, region_of(owner), at, owner)
            recorder.answered.add(id(at.node))
        elif isinstance(value, Unknown) and is_client:
            recorder.unknown.setdefault(id(at.node), (operation.name, at, region_of(owner)))
    return Unknown(name)


def _is_request(value: Value) -> bool:
    return isinstance(value, Thing) and value.kind.startswith(f"{MODELS}.") and bool(value.wire)


def _argument(recorder: Recorder, name: str, operation: Operation, value: Value, slot: Slot) -> None:
    given = None
    if isinstance(value, Thing) and value.wire:
        given = class_name(value)
    elif isinstance(value, Record | Encoded | Text | Items | Const):
        types = {Record: "dict", Encoded: "str", Text: "str", Items: "list"}
        given = types.get(type(value)) or type(value.data).__name__  # type: ignore[union-attr]
    if given is not None and given != operation.python["requestClass"]:
        recorder.call("argument", name, given, slot, operation.name)


def send(
    recorder: Recorder, thing: Thing, region: str | None, at: Slot | None = None, client: Value = ANYONE
) -> None:
    """Record the request that an object stands for now, unless it was told in this state."""
    row = recorder.catalog.classes.get(class_name(thing))
    if row is None or row.operation is None or thing.reported == thing.version:
        return
    thing.reported = thing.version
    recorder.request(
        row.operation,
        {thing.wire[n]: slot for n, slot in thing.slots.items() if n in thing.wire},
        thing.node,
        region=region,
        open=thing.open or thing.kept,
        typed=True,
        scope=recorder.scope_of(client) if at is not None else UNSENT,
        local=thing.local,
        named=at,
        sent=at.node if at is not None else None,
    )


def unsent(recorder: Recorder) -> None:
    """Record the requests that nothing seen here sends, and the calls whose requests are not seen."""
    for thing in recorder.built:
        if not thing.reported:
            thing.open = thing.open or thing.read
            send(recorder, thing, None)
    for key, (operation, at, region) in recorder.unknown.items():
        if key not in recorder.answered:
            # What is asked is known, though not of what: policies are held against that, too.
            recorder.request(operation, {}, at.node, region=region, open=True, typed=True, scope=UNSENT)


def attribute(owner: Thing, name: str) -> Value:
    """Return a field of an object; one that was never set is None."""
    owner.read = owner.read or name in owner.wire
    if name in owner.slots:
        return owner.slots[name].value
    if name in owner.wire and not owner.open:
        return Unknown(name)
    return Method(owner, name)


def deployed(recorder: Recorder, name: str, given: Arguments) -> Value | None:
    """Record the project that a deployment tool creates with the present API."""
    if not name.startswith("ros_cdk_imm.") or not name.endswith("Project2Props"):
        return None
    rows = recorder.catalog.operations["CreateProject"].parameters.values()
    wire = {row.python: row.name for row in rows}
    slots = {wire[key]: slot for key, slot in given.keywords.items() if key in wire}
    recorder.request("CreateProject", slots, given.node, open=given.open, typed=True)
    return Unknown(name)
