"""Objects to requests and responses: how IMM's are told from those of all the others.

An operation has the same name in many clouds. So a name, of a file or under ``Action``, counts only
with parameters that speak for IMM, and never against more that speak against it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from immlint.catalog import Operation, load
from immlint.catalog.type import List, Type
from immlint.document.sniff import Claim
from immlint.near import nearest
from immlint.subject import Place, Request, Response, Route, Subject

#: Parameter names that other APIs have as well: alone they tell nothing.
GENERIC = frozenset(
    (
        *("Action", "Actions", "Address", "Content", "Description", "Direction", "File", "Filename"),
        *("Files", "From", "Id", "Input", "Interval", "Language", "MaxResults", "Message", "Messages"),
        *("Mode", "Model", "Name", "NextToken", "Notification", "Order", "Output", "Pages"),
        *("Password", "Permission", "Prefix", "Quality", "Query", "Sort", "Source", "Sources", "State"),
        *("Status", "Tag", "Tags", "Target", "Targets", "TaskId", "TaskType", "Title", "To", "Type"),
        *("User", "UserData", "Version"),
    )
)
VERSIONS = ("2020-09-30", "2017-09-06")
_NOT_COUNTED = frozenset(("Action", "Version", "RegionId"))


def call(data: dict[str, Any], claim: Claim, route: Route) -> Sequence[Subject]:
    """Return the request or response that *data* is; several requests if only one of them is meant."""
    if claim.operation and claim.role in (None, "response") and _is_recorded(data):
        # As the SDK returns it: with status and headers around it.
        data, route = data["body"], (*route, "body")
    if claim.role == "response":
        return [Response(claim.operation or "", data, route)]
    if claim.role == "request":
        return [_named(data, route) or Request(claim.operation or "", data, route)]
    named = _named(data, route)
    if named is not None:
        foreign = claim.foreign and named.version is None
        known = named.version is not None or fits(data, named.operation)
        return [named] if known and not foreign else []
    if claim.foreign or "Statement" in data:
        return []
    if claim.operation is None:
        return [Request(name, data, route) for name in _candidates(data)]
    if "RequestId" in data and "ProjectName" not in data:
        answers = _answers(data, claim.operation)
        return [Response(claim.operation, data, route)] if answers else []
    # The parameters of another version, or of another cloud, stand in a file of the same name.
    other = data.get("Version") not in (None, *VERSIONS)
    return [Request(claim.operation, data, route)] if not other and fits(data, claim.operation) else []


def _named(data: Mapping[str, Any], route: Route) -> Request | None:
    """Return the request that names its own operation, unless it names another API's version."""
    action, version = data.get("Action"), data.get("Version")
    if not isinstance(action, str) or "Effect" in data or "Statement" in data:
        return None
    if version not in (None, *VERSIONS) or (version is None and action not in load().operations):
        return None
    return Request(action, data, route, version, named=Place((*route, "Action")))


def _plain(name: object) -> str:
    return str(name).split(".")[0].replace("_", "").replace("-", "").lower()


def fits(data: Mapping[str, Any], operation: str) -> bool:
    """Tell whether the keys of an object speak for *operation* of IMM, misspelt ones included."""
    known = load().operations.get(operation)
    if known is None:
        return False
    names = {_plain(name): name for name in known.parameter_names}
    given = [_plain(key) for key in data if key not in _NOT_COUNTED]
    found = [names.get(key) or _near(key, names) for key in given]
    strangers = found.count(None)
    special = [name for name in found if name and name not in GENERIC]
    required = [row.name for row in known.parameters.values() if row.required]
    if not given or len(special) == len(given) or (len(required) > 1 and set(required) <= set(data)):
        return True
    if "ProjectName" in special or "ProjectName" not in known.parameter_names:
        return bool(special) and strangers <= len(given) - strangers
    # Nearly every operation takes a project. Without one, each name must be known, and one be IMM's own.
    return bool(special) and not strangers


def _near(key: str, names: Mapping[str, str]) -> str | None:
    near = nearest(key, names, exact=True)
    return names[near] if near else None


def _candidates(data: Mapping[str, Any]) -> list[str]:
    if "ProjectName" not in data or not set(data) - GENERIC - {"ProjectName"}:
        return []
    rows: Mapping[str, Operation] = load().operations
    return [row.name for row in rows.values() if set(data) <= row.parameter_names]


def _is_recorded(data: Mapping[str, Any]) -> bool:
    return isinstance(data.get("body"), dict) and set(data) <= {"body", "headers", "statusCode"}


def _answers(data: Mapping[str, Any], operation: str) -> bool:
    """Tell whether an object with a request id has a field of the operation's answer."""
    fields = load().operations[operation].response_fields
    if "Code" in data and "Message" in data:
        return True
    known = [name for name in data if name in fields and name != "RequestId"]
    # Older products wrap their lists: {"Projects": {"Project": [...]}}. IMM never does.
    return bool(known) and not any(_is_wrapped(data[name], fields[name]) for name in known)


def _is_wrapped(value: Any, kind: Type) -> bool:
    return isinstance(kind, List) and isinstance(value, dict) and len(value) == 1
