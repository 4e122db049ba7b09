"""Requests of the old core SDK: its classes with setters, and CommonRequest."""

from __future__ import annotations

import re

from immlint.document.python import policies
from immlint.document.python.reading import known_text
from immlint.document.python.record import UNSENT, Arguments, Recorder
from immlint.document.python.sdk import ANYONE, credential, region_in
from immlint.document.python.value import Const, Encoded, Items, Record, Slot, Thing, Unknown, Value

_IMM = re.compile(r"aliyunsdkimm\.request\.v20200930\.(\w+)Request(?:\.\1Request)?")
_POLICY = re.compile(r"aliyunsdk(?:ram|sts)\.request\.v\d{8}\.(\w+Request)(?:\.\1)?")
_ACS = "aliyunsdkcore.client.AcsClient"
_COMMON = ("aliyunsdkcore.request.CommonRequest",)
_SENDING = ("do_action_with_exception", "do_action", "get_response", "implementation_of_do_action")
_ADDING = {
    "add_query_param": "query",
    "add_body_params": "body",
    "add_body_param": "body",
    "set_query_params": "query",
    "set_body_params": "body",
}
_COMMON_ORDER = ("domain", "version", "action_name", "uri_pattern", "product")
#: What a request carries beside its parameters is kept under names that no parameter has.
_META = "@"


def construct(recorder: Recorder, name: str, given: Arguments) -> Value | None:
    """Return what calling a symbol makes, or ``None`` if it is none of these SDKs."""
    match = _IMM.fullmatch(name)
    if match and match[1] in recorder.catalog.operations:
        return _built(recorder, f"core:{match[1]}", given)
    if _POLICY.fullmatch(name):
        return Thing(f"policy:{name}", node=given.node, path=recorder.path)
    if name in _COMMON:
        return _common(recorder, given)
    if name == _ACS:
        return _acs(recorder, given)
    return None


def _built(recorder: Recorder, kind: str, given: Arguments) -> Thing:
    thing = Thing(kind, node=given.node, path=recorder.path, local=recorder.recording)
    if recorder.recording:
        recorder.built.append(thing)
    return thing


def _common(recorder: Recorder, given: Arguments) -> Thing:
    thing = _built(recorder, "common", given)
    thing.open = given.open
    for index, name in enumerate(_COMMON_ORDER):
        slot = given.get(name, index)
        if slot is not None:
            thing.slots[_META + name] = slot
    return thing


def _acs(recorder: Recorder, given: Arguments) -> Thing:
    client = Thing("acs", node=given.node, path=recorder.path)
    for index, name in enumerate(("ak", "secret", "region_id")):
        slot = given.get(name, index)
        if slot is not None and name == "region_id":
            client.slots[name] = slot
        elif slot is not None:
            credential(recorder, "AcsClient", name, slot)
    return client


def method(recorder: Recorder, owner: Value, name: str, given: Arguments, at: Slot) -> Value | None:
    """Return what a method gives; ``None`` if neither it nor its owner is known here."""
    if name in _SENDING and given.positional:
        thing = given.positional[0].value
        if isinstance(thing, Thing) and thing.kind.partition(":")[0] in ("core", "common"):
            send(recorder, thing, _region(thing, owner), sent=at, client=owner)
            return Unknown(name)
        return None
    if not isinstance(owner, Thing):
        return None
    kind = owner.kind.partition(":")[0]
    if kind == "policy":
        _policy_setter(recorder, name, given)
        return Unknown(name)
    if kind not in ("core", "common"):
        return None
    _change(recorder, owner, name, given, at)
    return Unknown(name)


def _policy_setter(recorder: Recorder, name: str, given: Arguments) -> None:
    parameter = name.removeprefix("set_")
    if parameter in policies.PARAMETERS and given.positional:
        policies.give(recorder, given.positional[0], policies.PARAMETERS[parameter])


def _change(recorder: Recorder, thing: Thing, name: str, given: Arguments, at: Slot) -> None:
    if name in _ADDING:
        _add(recorder, thing, _ADDING[name], given)
        return
    if not name.startswith("set_") or not given.positional:
        return
    slot, field = given.positional[0], name.removeprefix("set_")
    operation = recorder.catalog.operations.get(thing.kind.partition(":")[2])
    if operation is not None:
        recorder.call("method", f"{operation.name}Request", name, at)
    if not field[:1].isupper():
        # Settings of the request itself: version, action_name, product, domain, endpoint.
        recorder.assign(thing, _META + field, slot)
    elif operation is not None and field in operation.parameter_names:
        recorder.assign(thing, field, Slot(_encoded(slot.value), slot.node, slot.key))


def _encoded(value: Value) -> Value:
    """Return what a setter keeps: it encodes structures by itself."""
    return Encoded(value) if isinstance(value, Record | Items) else value


def _add(recorder: Recorder, thing: Thing, where: str, given: Arguments) -> None:
    if len(given.positional) == 1 and isinstance(given.positional[0].value, Record):
        record = given.positional[0].value
        thing.open = thing.open or record.open or record.escaped
        pairs = list(record.slots.items())
    elif len(given.positional) == 2 and (key := known_text(given.positional[0].value)):
        pairs = [(key, Slot(given.positional[1].value, given.positional[1].node, given.positional[0].node))]
    else:
        thing.open = True
        return
    for key, slot in pairs:
        recorder.assign(thing, key, slot)
        # Whose request it is is told only at the end: where the parameter goes is kept beside it.
        thing.slots[f"{_META}in:{key}"] = Slot(Const(where))


def _region(thing: Thing, client: Value) -> str | None:
    for name in ("domain", "endpoint"):
        slot = thing.slots.get(_META + name)
        region = region_in(known_text(slot.value)) if slot else None
        if region:
            return region
    if isinstance(client, Thing) and "region_id" in client.slots:
        return known_text(client.slots["region_id"].value)
    return None


def send(
    recorder: Recorder, thing: Thing, region: str | None, sent: Slot | None = None, client: Value = ANYONE
) -> None:
    """Record the request that an object stands for now, unless it was told in this state."""
    if thing.reported == thing.version:
        return
    thing.reported = thing.version
    slots = {name: slot for name, slot in thing.slots.items() if not name.startswith(_META)}
    scope = recorder.scope_of(client) if sent is not None else UNSENT
    if thing.kind.startswith("core:"):
        operation = thing.kind.partition(":")[2]
        if _says(thing, "version") in (None, recorder.catalog.version):
            _record(recorder, operation, thing, slots, region, scope, sent)
        return
    action, version = _says(thing, "action_name"), _says(thing, "version")
    if version in ("2015-05-01", "2015-04-01"):
        for name, slot in slots.items():
            if name in policies.PARAMETERS:
                policies.give(recorder, slot, policies.PARAMETERS[name])
    elif action and version == recorder.catalog.version and _is_imm(thing):
        _record(recorder, action, thing, slots, region, scope, sent, thing.slots[_META + "action_name"])


def _record(
    recorder: Recorder,
    operation: str,
    thing: Thing,
    slots: dict[str, Slot],
    region: str | None,
    scope: str | None,
    sent: Slot | None,
    named: Slot | None = None,
) -> None:
    for name, slot in slots.items():
        where = thing.slots.get(f"{_META}in:{name}")
        if where is not None and isinstance(slot.value, Record | Items):
            recorder.named("parameter", str(where.value.data), name, slot)  # type: ignore[union-attr]
    version = recorder.catalog.version
    recorder.request(
        operation,
        slots,
        thing.node,
        version=version,
        region=region,
        named=named,
        open=thing.open or thing.kept,
        scope=scope,
        sent=sent.node if sent is not None else None,
        local=thing.local,
    )


def _says(thing: Thing, name: str) -> str | None:
    slot = thing.slots.get(_META + name)
    return known_text(slot.value) if slot else None


def _is_imm(thing: Thing) -> bool:
    product, domain = _says(thing, "product"), _says(thing, "domain") or _says(thing, "endpoint")
    if product is not None:
        return product.lower() == "imm"
    return domain is None or region_in(domain) is not None


def unsent(recorder: Recorder) -> None:
    """Record the requests that were built and that nothing seen here sends."""
    for thing in recorder.built:
        if not thing.reported and thing.kind.partition(":")[0] in ("core", "common"):
            send(recorder, thing, _region(thing, Unknown()))
