"""The old core SDK: its requests with setters, and CommonRequest."""

from __future__ import annotations

import re
from collections.abc import Iterable

from immlint.catalog import Operation
from immlint.catalog.endpoint import region_in
from immlint.catalog.type import Scalar
from immlint.document.python.domain.join import Unknown
from immlint.document.python.domain.objects import LibraryObject
from immlint.document.python.domain.string import Json
from immlint.document.python.domain.value import Arguments, Interpreting, Slot, Value
from immlint.document.python.journal import UNSENT, Sending
from immlint.document.python.library.encoding import check_policy, encoding_of, is_json_text, note_encoding
from immlint.document.python.library.library import Library, Walk, at_name
from immlint.document.python.library.openapi import OpenApi, check_parameters, region_given
from immlint.document.python.library.policies import PARAMETERS
from immlint.near import near
from immlint.record import field, record
from immlint.subject.code import Encoding, FieldGiven, Means, NameCalled

_IMM = re.compile(r"aliyunsdkimm\.request\.v20200930\.(\w+)Request(?:\.\1Request)?")
_POLICY = re.compile(r"aliyunsdk(?:ram|sts)\.request\.v\d{8}\.(\w+Request)(?:\.\1)?")
_ACS = "aliyunsdkcore.client.AcsClient"
_COMMON = "aliyunsdkcore.request.CommonRequest"
_SENDING = ("do_action_with_exception", "do_action", "get_response", "implementation_of_do_action")
_ADDING = ("add_query_param", "add_body_params", "add_body_param", "set_query_params", "set_body_params")
_COMMON_ORDER = ("domain", "version", "action_name", "uri_pattern", "product")
#: The versions of the APIs of RAM and STS.
_RAM_VERSIONS = ("2015-05-01", "2015-04-01")
#: Maps whose setters send what they are given as it is.
_AS_TEXT = frozenset(
    (
        ("CreateLocationDateClusteringTask", "Tags"),
        ("CreateSimilarImageClusteringTask", "Tags"),
        ("CreateStory", "CustomLabels"),
        ("UpdateStory", "CustomLabels"),
    )
)
#: Attributes that every request reads when it is sent.
_READ = ("endpoint", "endpoint_map", "endpoint_regional", "product_suffix", "request_network", "request")
ANYONE = Unknown("client")


@record(eq=False, frozen=False)
class CoreRequest(LibraryObject):
    """A request of IMM, or with no *operation* a CommonRequest.

    Its fields are the parameters by wire name; *settings* are those of the request itself (version,
    action_name, product, domain, endpoint), *as_written* are parameters that are sent without being encoded.
    """

    operation: Operation | None = None
    settings: dict[str, Slot] = field(default_factory=dict)
    as_written: set[str] = field(default_factory=set)

    def setting(self, name: str) -> str | None:
        """Return the text of a setting, if it is known."""
        slot = self.settings.get(name)
        return slot.value.known if slot is not None else None

    @property
    def region(self) -> str | None:
        """The region that its own endpoint names."""
        return region_in(self.setting("domain")) or region_in(self.setting("endpoint"))

    @property
    def is_imm(self) -> bool:
        """Whether it goes to IMM."""
        product, domain = self.setting("product"), self.setting("domain") or self.setting("endpoint")
        if product is not None:
            return product.lower() == "imm"
        return domain is None or region_in(domain) is not None

    def call_method(self, name: str, given: Arguments, walk: Interpreting) -> Value:
        """Do what a setter does."""
        library = walk.library(CoreSdk)
        if self.operation is not None and (name in _ADDING or name.startswith("set_")):
            library.called(f"{self.operation.name}Request", name, given)
        slot = given.get(_argument(name), 0)
        if name in _ADDING:
            self._add(given, walk)
        elif name.startswith("set_") and slot is not None:
            self._set(name, slot, given, walk)
        return Unknown(name)

    def set_attribute(self, name: str, slot: Slot, walk: Interpreting) -> None:
        """Set an attribute: only those that the core reads have an effect."""
        self.version += 1
        if name == "endpoint":
            self.settings[name] = slot
        elif name.startswith("_") or (name[:4] in ("set_", "get_", "add_") and _may_be_called(slot.value)):
            # Its own state, or a method of its own: whatever it sends is changed.
            self.is_open = True
        elif self.operation is not None and name not in _READ:
            walk.library(CoreSdk).attribute_set(f"{self.operation.name}Request", name, slot)
            self._mean(name, slot)

    def _mean(self, name: str, slot: Slot) -> None:
        """Take what was meant by a wrong name for given: one mistake is told once."""
        spellings = self.operation.core_spellings if self.operation else ()
        for parameter in near(name.removeprefix("set_"), spellings):
            if self.operation and parameter in self.operation.parameter_names:
                self.slots.setdefault(parameter, Slot(Unknown(parameter), slot.node, slot.key))

    def _set(self, name: str, slot: Slot, given: Arguments, walk: Interpreting) -> None:
        parameter = name.removeprefix("set_")
        if self.operation is not None:
            walk.library(CoreSdk).setter(f"{self.operation.name}Request", name, given)
        if not parameter[:1].isupper():
            self.version += 1
            self.settings[parameter] = slot
            self._mean(name, slot)
        elif self.operation is not None and parameter in self.operation.parameter_names:
            value = walk.library(CoreSdk).encoded(self.operation, parameter, slot)
            self.assign(parameter, Slot(value, slot.node, slot.key), walk)
        else:
            self._mean(name, slot)

    def _add(self, given: Arguments, walk: Interpreting) -> None:
        pairs = self._pairs(given)
        if pairs is None:
            self.is_open = True
            return
        for key, slot in pairs:
            self.assign(key, slot, walk)
            self.as_written.add(key)

    def _pairs(self, given: Arguments) -> list[tuple[str, Slot]] | None:
        """Return the parameters that are added: those of a dict, or one by its name."""
        first = given.positional[0].value if given.positional else None
        if first is None:
            return None
        entries = first.entries()
        if len(given.positional) == 1 and entries is not None:
            self.is_open = self.is_open or not first.is_whole
            return list(entries.items())
        if len(given.positional) == 2 and first.known:
            slot = given.positional[1]
            return [(first.known, Slot(slot.value, slot.node, given.positional[0].node))]
        return None


def _may_be_called(value: Value) -> bool:
    return value.is_unknown or any(option.is_callable for option in value.options)


def _argument(setter: str) -> str:
    """Return the name of the argument that a setter takes."""
    name = setter.removeprefix("set_")
    return "_From" if name == "From" else name


class PolicyRequest(LibraryObject):
    """A request of RAM or STS: some of its setters take a policy."""

    __slots__ = ()

    def call_method(self, name: str, given: Arguments, walk: Interpreting) -> Value:
        """Note the policy that a setter is given."""
        parameter = name.removeprefix("set_")
        slot = given.get(parameter, 0)
        if parameter in PARAMETERS and slot is not None:
            walk.give_policy(slot, PARAMETERS[parameter])
            check_policy(walk.library(CoreSdk).walk, parameter, slot)
        return Unknown(name)


class AcsClient(LibraryObject):
    """A client of the core SDK."""

    __slots__ = ()


class CoreSdk(Library):
    """The packages ``aliyunsdkcore``, ``aliyunsdkimm``, ``aliyunsdkram`` and ``aliyunsdksts``."""

    packages = ("aliyunsdkcore", "aliyunsdkimm", "aliyunsdkram", "aliyunsdksts")

    def __init__(self, walk: Walk) -> None:
        super().__init__(walk)
        #: Requests that were built, in order; those never sent are told at the end.
        self._built: list[CoreRequest] = []

    def symbols(self) -> Iterable[str]:
        """Return the dotted names of its client and of the request of any action."""
        return (_ACS, _COMMON)

    def names_in(self, module: str) -> list[str]:
        """Return the names of a module; one that holds a request is named like its class."""
        is_request = _IMM.fullmatch(module) or _POLICY.fullmatch(module)
        return [module.rpartition(".")[2]] if is_request else super().names_in(module)

    def construct(self, name: str, given: Arguments) -> Value | None:
        """Return what calling a symbol makes."""
        match = _IMM.fullmatch(name)
        if match and match[1] in self.walk.catalog.operations:
            return self._request(given, self.walk.catalog.operations[match[1]])
        if _POLICY.fullmatch(name):
            return PolicyRequest(node=given.node, branch=self.walk.branch)
        if name == _COMMON:
            made = self._request(given, None)
            made.is_open = given.is_open
            given_settings = {name: given.get(name, index) for index, name in enumerate(_COMMON_ORDER)}
            made.settings |= {name: slot for name, slot in given_settings.items() if slot is not None}
            return made
        return self._client(given) if name == _ACS else None

    def _request(self, given: Arguments, operation: Operation | None) -> CoreRequest:
        context = self.walk.context
        made = CoreRequest(
            node=given.node, branch=context.branch, local=context.is_reporting, operation=operation
        )
        if context.is_reporting:
            self._built.append(made)
        return made

    def _client(self, given: Arguments) -> AcsClient:
        client = AcsClient(node=given.node, branch=self.walk.branch)
        for index, name in enumerate(("ak", "secret", "region_id")):
            slot = given.get(name, index)
            if slot is not None and name == "region_id":
                client.slots[name] = slot
            elif slot is not None:
                self.walk.library(OpenApi).credential(slot)
        return client

    def called(self, owner: str, name: str, given: Arguments) -> None:
        """Note a method that is called with all that it is given."""
        self.walk.journal.note_call(self.walk.context, owner, name, at_name(given), given)

    def setter(self, owner: str, name: str, given: Arguments) -> None:
        """Note the call of a setter, which its class may not have."""
        at = at_name(given)
        self.walk.journal.note(self.walk.context, at, lambda place: NameCalled(place, owner, name))

    def encoded(self, operation: Operation, name: str, slot: Slot) -> Value:
        """Return what a setter sends, which encodes structures by itself; note text that it encodes again."""
        value, owner = slot.value, f"{operation.name}Request"
        if isinstance(operation.parameters[name].type, Scalar):
            return Json(value) if value.is_structure else value
        if (operation.name, name) in _AS_TEXT:
            encoding = encoding_of(value)
            if encoding is not None:
                note_encoding(self.walk, name, slot, encoding)
        elif is_json_text(value):
            note_encoding(self.walk, name, slot, Encoding.AGAIN, owner)
            return Unknown(name)
        return Json(value) if value.is_structure else value

    def attribute_set(self, owner: str, name: str, slot: Slot) -> None:
        """Note an attribute that is set, which is perhaps never sent."""
        fact = self.walk.journal.note_name
        means = Means.CORE_ATTRIBUTE
        fact(self.walk.context, name, slot, lambda place: FieldGiven(place, owner, name, means))

    @property
    def methods(self) -> Iterable[str]:
        """The names of methods that send a request."""
        return _SENDING

    def send(self, owner: Value, name: str, given: Arguments) -> Value | None:
        """Note the request that a client sends."""
        if name in _SENDING[:3] and isinstance(owner, AcsClient):
            self.called("AcsClient", name, given)
        request = given.value("acs_request", 0) or given.value("request")
        if not isinstance(request, CoreRequest):
            return None
        self._sent(request, request.region or owner.says("region_id"), at_name(given), owner)
        return Unknown(name)

    def _sent(self, made: CoreRequest, region: str | None, at: Slot | None, client: Value) -> None:
        """Note the request that an object stands for now, unless it was told in this state."""
        if made.reported == made.version:
            return
        made.reported = made.version
        version, ours = made.setting("version"), self.walk.catalog.version
        action = made.setting("action_name")
        if made.operation is not None:
            if version in (None, ours):
                self._note(made, made.operation.name, region, at, client)
        elif version in _RAM_VERSIONS:
            for name, slot in made.slots.items():
                if name in PARAMETERS:
                    self.walk.give_policy(slot, PARAMETERS[name])
                    check_policy(self.walk, name, slot)
        elif action and version == ours and made.is_imm:
            self._note(made, action, region, at, client)

    def _note(
        self, made: CoreRequest, operation: str, region: str | None, at: Slot | None, client: Value
    ) -> None:
        journal, context = self.walk.journal, self.walk.context
        region_given(self.walk, client)
        written = {name: slot for name, slot in made.slots.items() if name in made.as_written}
        check_parameters(self.walk, operation, written)
        journal.request(
            context,
            Sending(
                operation,
                made.slots,
                made.node,
                version=self.walk.catalog.version,
                region=region,
                named=made.settings.get("action_name") if made.operation is None else None,
                is_open=made.may_grow,
                scope=journal.scope_of(context, client) if at is not None else UNSENT,
                sent=at.node if at is not None else None,
                local=made.local,
            ),
        )

    def finish(self) -> None:
        """Note the requests that were built and that nothing seen here sends."""
        for made in self._built:
            if not made.reported:
                self._sent(made, made.region, None, ANYONE)
