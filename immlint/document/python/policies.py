"""Policies in code: dicts, their JSON text, and objects of deployment tools that stand for them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from immlint.document.json.scan import Scan, ScanError
from immlint.document.python.reading import lower, options, writer
from immlint.document.python.record import Arguments, Recorder
from immlint.document.python.value import (
    Const,
    Encoded,
    Hole,
    Items,
    Record,
    Slot,
    Text,
    Thing,
    Unknown,
    Value,
    text_of,
)
from immlint.document.recognise.policies import holds_statements, without_functions
from immlint.subject import (
    EMBEDDED,
    PLACEHOLDER,
    UNKNOWN,
    Place,
    Policy,
    PolicyKind,
    Problem,
    Route,
    Template,
    text_with_holes,
)
from immlint.subject.policy import kind_of

_MODELS = {
    "alibabacloud_ram20150501.models.CreatePolicyRequest": {"policy_document": None},
    "alibabacloud_ram20150501.models.CreatePolicyVersionRequest": {"policy_document": None},
    "alibabacloud_ram20150501.models.CreateRoleRequest": {"assume_role_policy_document": "trust"},
    "alibabacloud_ram20150501.models.UpdateRoleRequest": {"new_assume_role_policy_document": "trust"},
    "alibabacloud_sts20150401.models.AssumeRoleRequest": {"policy": "session"},
    "alibabacloud_sts20150401.models.AssumeRoleWithOIDCRequest": {"policy": "session"},
    "alibabacloud_sts20150401.models.AssumeRoleWithSAMLRequest": {"policy": "session"},
    "alibabacloud_credentials.models.Config": {"policy": "session"},
    "alibabacloud_imm20200930.models.CredentialConfig": {"policy": "session"},
    "pulumi_alicloud.ram.Policy": {"policy_document": None, "document": None},
    "pulumi_alicloud.ram.Role": {"document": "trust", "assume_role_policy_document": "trust"},
    "ros_cdk_ram.ManagedPolicyProps": {"policy_document": None, "policy_document_unchecked": None},
    "ros_cdk_ram.RosManagedPolicyProps": {"policy_document": None, "policy_document_unchecked": None},
    "ros_cdk_ram.RosRole.PoliciesProperty": {"policy_document": None},
    "ros_cdk_ram.RoleProps": {"assume_role_policy_document": "trust"},
}
#: Classes of SDKs and deployment tools, the arguments that take a policy, and the kind it is then.
SINKS: dict[str, dict[str, PolicyKind | None]] = _MODELS  # type: ignore[assignment]
#: The same for parameters by wire name: setters of the core SDK, and requests by action.
PARAMETERS: dict[str, PolicyKind | None] = {
    "PolicyDocument": None,
    "AssumeRolePolicyDocument": "trust",
    "NewAssumeRolePolicyDocument": "trust",
    "Policy": "session",
}
_ROS = {
    "version": "Version",
    "statement": "Statement",
    "effect": "Effect",
    "action": "Action",
    "not_action": "NotAction",
    "resource": "Resource",
    "condition": "Condition",
    "principal": "Principal",
}
_PULUMI = {"effect": "Effect", "actions": "Action", "resources": "Resource"}
_HINTS = ("acs:", "imm:")


@dataclass(frozen=True, slots=True)
class _Found:
    document: Any
    route: Route
    size: int


def canonical(name: str) -> str:
    """Return a dotted name without the private module that defines the class (``models._x.X``)."""
    return ".".join(part for part in name.split(".") if not part.startswith("_"))


def give(recorder: Recorder, slot: Slot, kind: PolicyKind | None) -> None:
    """Record what is given to something that takes a policy."""
    for value in options(slot.value):
        each = Slot(value, slot.node, slot.key)
        for found in _read(recorder, each, told=True):
            _add(recorder, each, found, kind)


def remaining(recorder: Recorder) -> None:
    """Record the candidates that nothing known was given, if they are RAM's beyond doubt."""
    for slot in recorder.candidates.values():
        for found in _read(recorder, slot, told=False):
            if _is_ram(found.document):
                _add(recorder, slot, found, None)


def _is_ram(document: Any) -> bool:
    """Tell whether a document is a policy of RAM, and of no other cloud."""
    if not isinstance(document, dict) or not holds_statements(document.get("Statement")):
        return False
    text = json.dumps(document, default=str, ensure_ascii=False)
    return document.get("Version", "1") == "1" and any(f'"{hint}' in text for hint in _HINTS)


def _add(recorder: Recorder, slot: Slot, found: _Found, kind: PolicyKind | None) -> None:
    origin = id(writer(slot.value))
    if origin in recorder.told or not recorder.recording:
        return
    recorder.told.add(origin)
    meant = kind or kind_of(found.document)
    compact = len(json.dumps(_plain(found.document), separators=(",", ":"), ensure_ascii=False))
    route: Route = (recorder.site(slot), *found.route)
    recorder.subjects.append(Policy(found.document, meant, route, max(found.size, compact), compact))


def _read(recorder: Recorder, slot: Slot, *, told: bool) -> Iterator[_Found]:
    value = slot.value.value if isinstance(slot.value, Encoded) else slot.value
    if isinstance(value, Text):
        yield from _parsed(recorder, slot, value, told=told)
    elif isinstance(value, Record) and not (value.open or value.escaped):
        document = without_functions(lower(value))
        yield _Found(document, (), len(json.dumps(_plain(document))))


def _parsed(recorder: Recorder, slot: Slot, text: Text, *, told: bool) -> Iterator[_Found]:
    shown = text.shown
    if not shown.lstrip().startswith("{"):
        return
    scan = Scan(shown, holes=True)
    try:
        tree = scan.read()
    except ScanError as error:
        if told and text.known is not None and recorder.recording:
            place = Place((recorder.site(slot), EMBEDDED), part=error.span)
            recorder.subjects.append(Problem("syntax", str(error), error.hint, place=place, about="policy"))
        return
    size = sum(len(piece.text) for piece in text.pieces if not isinstance(piece, Hole))
    yield _Found(_with_templates(tree.value), (EMBEDDED,), size)


def _with_templates(value: Any) -> Any:
    if isinstance(value, str):
        return Template(value, text_with_holes(value)) if PLACEHOLDER.search(value) else value
    if isinstance(value, list):
        return [_with_templates(item) for item in value]
    if isinstance(value, dict):
        return {key: _with_templates(item) for key, item in value.items()}
    return value


def _plain(value: Any) -> Any:
    """Return a document whose holes are empty: it is at least that long."""
    if isinstance(value, Template):
        return PLACEHOLDER.sub("", value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return None if value is UNKNOWN else value


# --- deployment tools


def construct(recorder: Recorder, name: str, given: Arguments) -> Value | None:
    """Return the object that a class of ``SINKS`` or of a deployment tool makes."""
    if name in SINKS:
        thing = Thing(name, dict(given.keywords), node=given.node, open=given.open, path=recorder.path)
        for key, slot in given.keywords.items():
            assigned(recorder, thing, key, slot)
        return thing
    last = name.rpartition(".")[2]
    if name.startswith("ros_cdk_ram.") and last in ("PolicyDocumentProperty", "StatementProperty"):
        return _renamed(given, _ROS)
    if name.startswith("pulumi_alicloud.ram."):
        if last.startswith("GetPolicyDocumentStatementArgs"):
            return _pulumi_statement(_renamed(given, {key: key for key in given.keywords}))
        if last in ("get_policy_document", "get_policy_document_output"):
            _pulumi_document(recorder, given)
            return Unknown("document")
    return None


def assigned(recorder: Recorder, thing: Thing, name: str, slot: Slot) -> None:
    """Record the policy if a field of a sink is one."""
    sink = SINKS.get(thing.kind, {})
    if name in sink:
        give(recorder, slot, sink[name])


def _renamed(given: Arguments, names: dict[str, str]) -> Record:
    slots = {names[key]: slot for key, slot in given.keywords.items() if key in names}
    return Record(slots, given.open or len(slots) != len(given.keywords), given.node)


def _pulumi_statement(record: Record) -> Record:
    slots = {_PULUMI[key]: slot for key, slot in record.slots.items() if key in _PULUMI}
    slots.setdefault("Effect", Slot(text_of("Allow"), record.node))
    for key, slot in record.slots.items():
        if key not in _PULUMI and slot.value != Const(None):
            slots[key.capitalize().rstrip("s")] = Slot(Unknown(key), slot.node, slot.key)
    return Record(slots, record.open, record.node)


def _pulumi_document(recorder: Recorder, given: Arguments) -> None:
    statements = given.get("statements")
    value = statements.value if statements else None
    if statements is None or not isinstance(value, Items):
        return
    read = [
        Slot(_pulumi_statement(s.value), s.node)
        if isinstance(s.value, Record) and "Effect" not in s.value.slots
        else s
        for s in value.slots
    ]
    version = given.get("version") or Slot(text_of("1"), given.node)
    items = Items(read, value.open, value.node)
    document = Record({"Version": version, "Statement": Slot(items, statements.node)}, False, given.node)
    give(recorder, Slot(document, given.node), None)
