"""What speaks for an object being a request or an answer of IMM, and what speaks against it.

An operation has the same name in many clouds. So a name, of a file or under ``Action``, counts only
with parameters that speak for IMM, and never against more that speak against it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from typing import Any

from immlint.catalog import Operation, load
from immlint.catalog.catalog import folded
from immlint.catalog.type import List, Type
from immlint.cloud import FOREIGN_VALUE
from immlint.near import nearest

#: Parameter names that other APIs have as well: alone they tell nothing.
GENERIC = frozenset(
    (
        *("Action", "Actions", "Address", "Align", "Content", "Cover", "Description", "Direction", "Edit"),
        *("File", "Filename", "Files", "From", "Highlight", "Id", "Input", "Interval", "KeyId", "Language"),
        *("MaxResult", "MaxResults", "Margin", "Message", "Messages", "Mode", "Model", "Name", "NextToken"),
        *("Notification", "Order", "Output", "Padding", "Pages", "Password", "Permission", "Prefix"),
        *("Quality", "Query", "Referer", "Sort", "Source", "SourceType", "Sources", "State", "Status"),
        *("Tag", "Tags", "Target", "Targets", "TargetType", "TaskId", "TaskType", "Threshold", "Title"),
        *("To", "Type", "User", "UserData", "Version"),
    )
)
#: Names that others' projects and data sets have too: beside a project they do not yet speak for IMM.
_SHARED = GENERIC | {"ProjectName", "DatasetName", "ServiceRole", "TemplateId"}
#: What a search names that other clouds copied from IMM, which know no projects.
_COPIED = GENERIC | {"DatasetName", "Aggregations", "CustomId", "CustomLabels", "URI", "URIs", "WithFields"}
VERSIONS = ("2020-09-30", "2017-09-06")
_NOT_COUNTED = frozenset(("Action", "Version", "RegionId"))
_WRITTEN = json.JSONEncoder(default=str).encode
#: Templates of a cloud that copied IMM's data sets, but knows no projects.
_FOREIGN_TEMPLATE = re.compile(r'"Official:(?:COSBasicMeta|FaceSearch|ImageSearch)"')


def fits(data: Mapping[str, Any], operation: str, *, others: bool = True) -> bool:
    """Tell whether the keys of an object speak for *operation* of IMM, misspelt ones included.

    Where *others* is false, no value of it is one that only another cloud has.
    """
    known = load().operations.get(operation)
    if known is None or _is_of_another_cloud(data, known.parameter_names, others=others):
        return False
    given = data.keys() - _NOT_COUNTED
    if given <= known.parameter_names:
        strangers, found = 0, [*given]
    else:
        found = [name for key in given if (name := _meant(key, known.parameter_names, known.folded_names))]
        strangers = len(given) - len(found)
    if not strangers and GENERIC.isdisjoint(found):
        return True
    if len(known.required) > 1 and known.required <= data.keys():
        return strangers < 2 * len(found)
    if "ProjectName" in found or "ProjectName" not in known.parameter_names:
        # A parameter of another operation is IMM's, too.
        said = {*found, *(load().parameter_names & data.keys())}
        own = not (_SHARED if strangers and "DatasetName" not in found else GENERIC).issuperset(said)
        return own and strangers <= len(found)
    # Nearly every operation takes a project. Without one, each name must be known, and one be IMM's own.
    return not strangers and not _COPIED.issuperset(found)


def _meant(key: object, known: Collection[str], names: Mapping[str, str]) -> str | None:
    if key in known:
        return str(key)
    common = folded(key)
    return names.get(common) or _near(common, names)


def _near(key: str, names: Mapping[str, str]) -> str | None:
    near = nearest(key, names, exact=True)
    return names[near] if near else None


def _is_of_another_cloud(data: Mapping[str, Any], names: Collection[str], *, others: bool = True) -> bool:
    """Tell whether an object is spelt as OSS spells its own parameters, or holds others' values."""
    if _is_spelt_as_by_oss(data, names):
        return True
    is_bare = "ProjectName" not in data
    if not others and not is_bare:
        return False
    values = _WRITTEN(list(data.values()))
    foreign = FOREIGN_VALUE.search(values) or (is_bare and _FOREIGN_TEMPLATE.search(values))
    return bool(foreign)


def _is_spelt_as_by_oss(data: Mapping[str, Any], names: Collection[str]) -> bool:
    keys = [str(key) for key in data.keys() - _NOT_COUNTED]
    if any(key.partition(".")[0] in names for key in keys):
        return False
    return any(key[:1].islower() and key[:1].upper() + key[1:] in names for key in keys)


def candidates(data: Mapping[str, Any]) -> list[str]:
    """Return the operations that *data* may be a request of, by the names of its parameters alone."""
    if "ProjectName" not in data:
        return []
    catalog = load()
    keys = {str(key).partition(".")[0] for key in data if key not in _NOT_COUNTED}
    right = keys & catalog.parameter_names
    wrong = keys - right
    shared = right - {"ProjectName"}
    # A data set of a project of somebody else's has no template by this name.
    own = not _SHARED.issuperset(shared) or {"DatasetName", "TemplateId"} <= shared
    if len(shared) < 2 or not own or 3 * len(wrong) >= len(keys) or wrong & catalog.answer_names:
        return []
    if _is_of_another_cloud(data, catalog.parameter_names):
        return []
    found = [row for row in catalog.operations.values() if right <= row.parameter_names]
    for key in wrong:
        near = nearest(key, catalog.parameter_names, exact=True)
        found = [row for row in found if near in row.parameter_names] or found
    return [row.name for row in found]


def answers(data: Mapping[str, Any], operation: str) -> bool:
    """Tell whether an object with a request id has a field of the operation's answer."""
    row: Operation = load().operations[operation]
    fields = row.response_fields
    if "Code" in data and "Message" in data:
        return True
    known = [name for name in data if name in fields and name != "RequestId"]
    # Older products wrap their lists: {"Projects": {"Project": [...]}}. IMM never does.
    return bool(known) and not any(_is_wrapped(data[name], fields[name]) for name in known)


def _is_wrapped(value: Any, kind: Type) -> bool:
    return isinstance(kind, List) and isinstance(value, dict) and len(value) == 1
