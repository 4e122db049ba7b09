"""Calls through the generic OpenAPI client: ``call_api(Params, OpenApiRequest, runtime)``."""

from __future__ import annotations

from immlint.document.python.reading import known_text
from immlint.document.python.record import Arguments, Recorder
from immlint.document.python.sdk import region_in
from immlint.document.python.value import Const, Items, Record, Slot, Thing, Unknown, Value

_OPENAPI = "alibabacloud_tea_openapi"
_PARAMS = (f"{_OPENAPI}.models.Params", f"{_OPENAPI}.utils_models.Params")
_REQUEST = (f"{_OPENAPI}.models.OpenApiRequest", f"{_OPENAPI}.utils_models.OpenApiRequest")
#: What spreads the lists and objects of a query over several parameters.
_FLATTEN = (
    "alibabacloud_openapi_util.client.Client.query",
    f"{_OPENAPI}.utils.Utils.query",
    f"{_OPENAPI}.client.Utils.query",
)
_SENDING = ("call_api", "call_api_async", "execute", "execute_async")


def construct(recorder: Recorder, name: str, given: Arguments) -> Value | None:
    """Return what calling a symbol makes, or ``None`` if it is none of this client."""
    if name in _PARAMS or name in _REQUEST:
        kind = "params" if name in _PARAMS else "openapi"
        given.open = given.open or bool(given.positional)
        return Thing(kind, dict(given.keywords), node=given.node, open=given.open, path=recorder.path)
    if name in _FLATTEN and given.positional:
        return given.positional[0].value
    return None


def method(recorder: Recorder, owner: Value, name: str, given: Arguments, at: Slot) -> Value | None:
    """Return what sending a request gives, and record it if it is one of IMM."""
    first, second = given.get("params", 0), given.get("request", 1)
    if name not in _SENDING or first is None or second is None:
        return None
    params, request = first.value, second.value
    if not isinstance(params, Thing) or params.kind != "params" or not isinstance(request, Thing):
        return None
    named = params.slots.get("action")
    action = known_text(named.value) if named else None
    version = known_text(params.slots["version"].value) if "version" in params.slots else None
    endpoint = owner.slots.get("endpoint") if isinstance(owner, Thing) else None
    host = known_text(endpoint.value) if endpoint else None
    region = region_in(host)
    if not action or version != recorder.catalog.version or (host and not region):
        return Unknown(name)
    slots, hidden = _parameters(recorder, request)
    recorder.request(
        action, slots, given.node, version=version, region=region, named=named, open=hidden, sent=at.node
    )
    return Unknown(name)


def _parameters(recorder: Recorder, request: Thing) -> tuple[dict[str, Slot], bool]:
    """Return what a request carries, and whether there may be more."""
    slots: dict[str, Slot] = {}
    hidden = request.open
    for where in ("query", "body"):
        slot = request.slots.get(where)
        if slot is None or slot.value == Const(None):
            continue
        if not isinstance(slot.value, Record):
            hidden = True
            continue
        hidden = hidden or slot.value.open or slot.value.escaped
        for name, inner in slot.value.slots.items():
            slots[name] = inner
            if isinstance(inner.value, Record | Items):
                recorder.named("parameter", where, name, inner)
    return slots, hidden
