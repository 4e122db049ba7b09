"""The SDK has no such method.

What it does: looks methods called on the client up among those of alibabacloud_imm20200930, and setters of
the old core SDK among those of its request classes. A name that is near no known one is a warning: it may be
newer.

Why: Python raises AttributeError when the line runs. The names are not always what one would expect:
`attach_ossbucket`, `create_image_to_pdftask`.

How to fix: use the name of the method.

Source: alibabacloud_imm20200930, aliyun-python-sdk-imm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from immlint.catalog import Catalog
from immlint.finding import Severity
from immlint.message import either
from immlint.near import near
from immlint.repair import Repair
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject.code import NameCalled

SOURCE = "https://pypi.org/project/alibabacloud-imm20200930/"

VALID = (
    Example(
        """from alibabacloud_imm20200930 import client, models

imm = client.Client(config)
imm.attach_ossbucket(models.AttachOSSBucketRequest(project_name="p", ossbucket="b"))
""",
        "app.py",
    ),
    Example(
        """from aliyunsdkimm.request.v20200930.GetProjectRequest import GetProjectRequest

request = GetProjectRequest()
request.set_ProjectName("p")
request.set_method("POST")
""",
        "app.py",
    ),
)
INVALID = (
    Example(
        """from alibabacloud_imm20200930 import client, models

imm = client.Client(config)
imm.attach_oss_bucket(models.AttachOSSBucketRequest(project_name="p", ossbucket="b"))
""",
        "app.py",
        finds=(("", "the client has no method attach_oss_bucket; expected attach_ossbucket"),),
        fixed="""from alibabacloud_imm20200930 import client, models

imm = client.Client(config)
imm.attach_ossbucket(models.AttachOSSBucketRequest(project_name="p", ossbucket="b"))
""",
    ),
    Example(
        """from aliyunsdkimm.request.v20200930.GetProjectRequest import GetProjectRequest

request = GetProjectRequest()
request.set_project_name("p")
""",
        "app.py",
        finds=(("", "GetProjectRequest has no method set_project_name; expected set_ProjectName"),),
        fixed="""from aliyunsdkimm.request.v20200930.GetProjectRequest import GetProjectRequest

request = GetProjectRequest()
request.set_ProjectName("p")
""",
    ),
)
#: Methods of every client, and of every request of the core SDK.
_CLIENT = re.compile(
    r"(call_(api|sseapi)|do_(rpc|roa)?request(_with_form)?|execute|get_(access_key_(id|secret)|security_token"
    r"|bearer_token|type))(_async)?|check_config|default_any|get_(access_denied_detail|endpoint|rpc_headers)"
    r"|set_(gateway_client|rpc_headers)|add_\w+"
)
_REQUEST = frozenset(
    f"set_{name}"
    for name in [
        "accept_format",
        "action_name",
        "body_params",
        "connect_timeout",
        "content",
        "content_type",
        "domain",
        "endpoint",
        "headers",
        "location_endpoint_type",
        "location_service_code",
        "method",
        "product",
        "protocol_type",
        "query_params",
        "read_timeout",
        "uri_params",
        "uri_pattern",
        "user_agent",
        "version",
    ]
)


@rule(on=NameCalled, severity=Severity.ERROR, source=SOURCE, valid=VALID, invalid=INVALID)
def unknown_method(call: NameCalled, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for a method that is not there, at its name."""
    if call.owner == "models":
        yield from _class(call, facts.catalog)
        return
    known = _known(call, facts.catalog)
    if known is None or call.name in known:
        return
    meant = near(call.name, known)
    repair = Repair.renaming(call.place, call.name, meant)
    yield issue(
        call.place,
        _message(call, bool(meant)),
        "Python raises AttributeError here",
        owner=call.owner,
        name=call.name,
        near=either(meant),
        severity=None if meant else Severity.WARNING,
        repair=repair,
    )


def _message(call: NameCalled, is_near: bool) -> str:
    if call.owner == "Client":
        if is_near:
            return "the client has no method {name}; expected {near}"
        return "the client has no method {name}; expected one of the SDK"
    if is_near:
        return "{owner} has no method {name}; expected {near}"
    return "{owner} has no method {name}; expected one of the SDK"


def _class(call: NameCalled, catalog: Catalog) -> Iterator[Issue]:
    """Yield an issue for a request class that is not there, beside one with a near name."""
    meant = near(call.name, [name for name in catalog.classes if name.endswith("Request")])
    if meant:
        yield issue(
            call.place,
            "the SDK has no class {name}; expected {near}",
            "Python raises AttributeError here",
            name=call.name,
            near=either(meant),
        )


def _known(call: NameCalled, catalog: Catalog) -> frozenset[str] | None:
    """Return the methods that there are; ``None`` if this is one that every such object has."""
    if call.owner == "Client":
        return None if _CLIENT.fullmatch(call.name) else frozenset(catalog.methods)
    operation = catalog.operations.get(call.owner.removesuffix("Request"))
    if operation is None or call.name in _REQUEST:
        return None
    return frozenset(f"set_{name}" for name in operation.core_setters)
