"""The generic OpenAPI client, ``call_api(Params, OpenApiRequest, runtime)``, and what configures clients."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from immlint.catalog.endpoint import region_in, region_within
from immlint.catalog.type import Scalar
from immlint.document.python.domain.join import Unknown
from immlint.document.python.domain.objects import LibraryObject
from immlint.document.python.domain.value import Arguments, Interpreting, Slot, Value, lower
from immlint.document.python.journal import Sending
from immlint.document.python.library.encoding import check_policy, encoding_of, note_encoding
from immlint.document.python.library.library import Library, Walk, at_name
from immlint.document.python.library.policies import PolicySink, Sinks
from immlint.record import record
from immlint.subject.code import Encoding, KeyWritten, RegionGiven

_OPENAPI = "alibabacloud_tea_openapi"
_CREDENTIALS = "alibabacloud_credentials.models.Config"
_CONFIGS = (f"{_OPENAPI}.models.Config", f"{_OPENAPI}.utils_models.Config", _CREDENTIALS)
_PARAMS = (f"{_OPENAPI}.models.Params", f"{_OPENAPI}.utils_models.Params")
_REQUEST = (f"{_OPENAPI}.models.OpenApiRequest", f"{_OPENAPI}.utils_models.OpenApiRequest")
_SINKS: dict[str, Sinks] = {_CREDENTIALS: {"policy": "session"}}
#: What spreads the lists and objects of a query over several parameters.
_FLATTEN = (
    "alibabacloud_openapi_util.client.Client.query",
    f"{_OPENAPI}.utils.Utils.query",
    f"{_OPENAPI}.client.Utils.query",
)
_SENDING = ("call_api", "call_api_async", "execute", "execute_async")
_KEYS = ("access_key_id", "access_key_secret")


def region_given(walk: Walk, client: Value) -> None:
    """Note the region that a client of IMM is made with, once for each place where it stands."""
    slots = client.slots if isinstance(client, LibraryObject) else {}
    if "region_id" in slots:
        region = lower(slots["region_id"].value)
        walk.journal.note_once(walk.context, slots["region_id"], lambda place: RegionGiven(place, region))
    if "endpoint" in slots:
        endpoint_given(walk, slots["endpoint"])


def endpoint_given(walk: Walk, slot: Slot) -> None:
    """Note the region in the name of an endpoint of IMM, once for each place where it stands."""
    within, named = region_within(slot.value.known), region_in(slot.value.known)
    if within is not None:
        walk.journal.note_once(
            walk.context, slot, lambda place: RegionGiven(place._replace(part=within), named)
        )


@record(eq=False, frozen=False)
class ConfigObject(PolicySink):
    """A configuration of a client, or of credentials."""

    is_of_client: bool = True

    def assign(self, name: str, slot: Slot, walk: Interpreting) -> None:
        """Set a field, and note a key that stands in the code as it is."""
        super().assign(name, slot, walk)
        if name in _KEYS:
            walk.library(OpenApi).credential(slot)
        if name in self.sinks:
            check_policy(walk.library(OpenApi).walk, name, slot)

    def call_method(self, name: str, given: Arguments, walk: Interpreting) -> Value:
        """Return the configuration that ``from_map`` fills."""
        if name == "from_map":
            self.is_open = True
            return self
        return super().call_method(name, given, walk)


class ParamsObject(LibraryObject):
    """What names the operation of a generic call."""

    __slots__ = ()


class RequestObject(LibraryObject):
    """What carries the parameters of a generic call."""

    __slots__ = ()

    def parameters(self) -> tuple[dict[str, Slot], bool]:
        """Return the parameters of query and body, and whether there may be more."""
        found: dict[str, Slot] = {}
        hidden = self.is_open
        for where in ("query", "body"):
            value = self.field_value(where)
            if value is not None and not value.is_none:
                hidden = hidden or not value.is_whole
                found |= value.entries() or {}
        return found, hidden


def check_parameters(walk: Walk, operation: str, slots: Mapping[str, Slot]) -> None:
    """Note what a generic call is given as it is, or in another text than JSON."""
    known = walk.catalog.operations.get(operation)
    rows = known.parameters if known is not None else {}
    for name, slot in slots.items():
        encoding = encoding_of(slot.value)
        is_text = name in rows and isinstance(rows[name].type, Scalar)
        if encoding is Encoding.NONE or (encoding is not None and name in rows and not is_text):
            note_encoding(walk, name, slot, encoding)


class OpenApi(Library):
    """The packages ``alibabacloud_tea_openapi``, ``alibabacloud_openapi_util`` and those of credentials."""

    packages = (_OPENAPI, "alibabacloud_openapi_util", "alibabacloud_credentials")

    def symbols(self) -> Iterable[str]:
        """Return the dotted names of its classes."""
        return (*_CONFIGS, *_PARAMS, *_REQUEST)

    def construct(self, name: str, given: Arguments) -> Value | None:
        """Return what calling a symbol makes."""
        if name in _CONFIGS:
            return self._config(name, given)
        if name in _PARAMS or name in _REQUEST:
            kind = ParamsObject if name in _PARAMS else RequestObject
            is_open = given.is_open or bool(given.positional)
            return kind(dict(given.keywords), given.node, is_open, self.walk.branch)
        if name in _FLATTEN and given.positional:
            return given.positional[0].value
        return None

    def _config(self, name: str, given: Arguments) -> ConfigObject:
        config = ConfigObject(
            node=given.node,
            is_open=given.is_open or bool(given.positional),
            branch=self.walk.branch,
            sinks=_SINKS.get(name, {}),
            is_of_client=name != _CREDENTIALS,
        )
        for key, slot in given.keywords.items():
            config.assign(key, slot, self.walk)
        if given.positional:
            self.credential(given.positional[0])
        return config

    def credential(self, slot: Slot) -> None:
        """Note a key that stands in the code as it is."""
        text = slot.value.known
        if text:
            self.walk.journal.note(self.walk.context, slot, lambda place: KeyWritten(place, text))

    @property
    def methods(self) -> Iterable[str]:
        """The names of methods that send a request."""
        return _SENDING

    def send(self, owner: Value, name: str, given: Arguments) -> Value | None:
        """Note the request that a generic call sends, if it is one of IMM."""
        params, request = given.value("params", 0), given.value("request", 1)
        if not (isinstance(params, ParamsObject) and isinstance(request, LibraryObject)):
            return None
        action, version = params.says("action"), params.says("version")
        host = owner.says("endpoint")
        region = region_in(host)
        if not action or version != self.walk.catalog.version or (host and not region):
            return Unknown(name)
        if host:
            region_given(self.walk, owner)
        slots, hidden = request.parameters() if isinstance(request, RequestObject) else ({}, True)
        check_parameters(self.walk, action, slots)
        sending = Sending(
            action,
            slots,
            given.node,
            version=version,
            region=region,
            named=params.slots["action"],
            is_open=hidden,
            sent=at_name(given).node,
        )
        self.walk.journal.request(self.walk.context, sending)
        return Unknown(name)
