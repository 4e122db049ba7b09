"""Resources in templates of ROS: which of their properties are policies, and which are requests of IMM.

Source: ROS, the pages of the resource types. A property that is documented as an object of strings turns what
YAML reads as a number into text (the published templates write ``Version: 1``); a ``Map`` is sent as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from immlint.catalog import load
from immlint.near import nearest
from immlint.subject import CallSite, PolicyKind, Purpose, Request, Route, lifted


class Property(NamedTuple):
    """A property that holds a policy: its kind, ``None`` for one that is not ours to judge."""

    kind: PolicyKind | None
    #: Whether ROS makes a text of what is none.
    has_texts: bool = False


_EACH = "*"
_DOCUMENT = Property("identity", has_texts=True)
#: By type, then by path: a star stands for each entry of a list.
_POLICIES: Mapping[str, Mapping[tuple[str, ...], Property]] = {
    "ALIYUN::RAM::ManagedPolicy": {
        ("PolicyDocument",): _DOCUMENT,
        ("PolicyDocumentUnchecked",): Property("identity"),
    },
    "ALIYUN::RAM::Role": {
        ("AssumeRolePolicyDocument",): Property("trust", has_texts=True),
        ("Policies", _EACH, "PolicyDocument"): _DOCUMENT,
        ("Policies", _EACH, "PolicyDocumentUnchecked"): Property("identity"),
    },
    "ALIYUN::ResourceManager::ControlPolicy": {("PolicyDocument",): Property("control")},
    "ALIYUN::OSS::Bucket": {("Policy",): Property("bucket")},
    "ALIYUN::KMS::Key": {("Policy",): Property(None)},
}


def policies(resource: Mapping[str, Any]) -> Iterator[tuple[Route, Property]]:
    """Yield where, below a resource, its policies stand; nothing for what is no resource of ROS."""
    paths = _POLICIES.get(resource["Type"]) if isinstance(resource.get("Type"), str) else None
    for path, held in (paths or {}).items():
        for route in _routes(resource.get("Properties"), path):
            yield ("Properties", *route), held


def _routes(value: Any, path: tuple[str, ...]) -> Iterator[Route]:
    if not path:
        yield ()
        return
    if path[0] == _EACH:
        steps: Iterator[Any] = iter(range(len(value)) if isinstance(value, list) else ())
    else:
        steps = iter(path[:1] if isinstance(value, dict) and path[0] in value else ())
    for step in steps:
        for route in _routes(value[step], path[1:]):
            yield (step, *route)


def requests(template: Any, route: Route) -> Iterator[Request]:
    """Yield the requests that the resources of a template stand for, *route* leading to the template."""
    resources = template.get("Resources") if isinstance(template, dict) else None
    for name, resource in (resources if isinstance(resources, dict) else {}).items():
        if not isinstance(resource, dict) or not isinstance(resource.get("Properties"), dict):
            continue
        given = lifted(resource["Properties"])
        at = (*route, "Resources", name, "Properties")
        if resource.get("Type") == "ALIYUN::IMM::Project2":
            known = load().operations["CreateProject"].parameters
            # A type may have properties that the operation has not.
            meant = {key: value for key, value in given.items() if key in known or nearest(key, known)}
            yield Request("CreateProject", meant, at)
        elif resource.get("Type") == "ALIYUN::IMM::Project" and "Project" in given:
            yield first_project(given["Project"], at, "Project")


def first_project(name: Any, route: Route, written: str) -> Request:
    """Return the project of the first API that is called *name*, as a request of the present one.

    What the present API refuses as a name the first did as well: its names were fewer. *written* is the name
    of the parameter at *route*.
    """
    return Request(
        "CreateProject",
        {"ProjectName": name},
        route,
        is_open=True,
        call=CallSite(purpose=Purpose.RULES),
        spelt={"ProjectName": written},
    )
