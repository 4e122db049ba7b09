"""A structure is given where only JSON text works.

What it does: reports dicts and lists given as parameters of a generic call (`OpenApiRequest`,
`CommonRequest`, `add_query_param`). Request classes and setters of the SDKs encode by themselves.

Why: the generic client flattens a structure to `Files.1.URI`, which IMM does not read.

How to fix: give `json.dumps(...)` of it.

Source: alibabacloud_openapi_util, `query`; IMM, parameters of type JSON.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject.code import ParameterGiven

_COMMON = """import json

from aliyunsdkcore.request import CommonRequest

request = CommonRequest(domain="imm.cn-beijing.aliyuncs.com", version="2020-09-30", action_name="BatchGetFileMeta")
request.add_query_param("ProjectName", "p")
request.add_query_param("DatasetName", "d")
"""
SOURCE = "https://pypi.org/project/alibabacloud-openapi-util/"

VALID = (
    Example(_COMMON + 'request.add_query_param("URIs", json.dumps(["oss://b/a.jpg"]))\n', "app.py"),
    Example(_COMMON + 'request.add_query_param("URIs", \'["oss://b/a.jpg"]\')\n', "app.py"),
)
INVALID = (
    Example(
        _COMMON + 'request.add_query_param("URIs", ["oss://b/a.jpg"])\n',
        "app.py",
        finds=(("/URIs", "URIs is a list; expected JSON text, by json.dumps"),),
    ),
)


@rule(on=ParameterGiven, severity=Severity.ERROR, source=SOURCE, valid=VALID, invalid=INVALID)
def unencoded_json(given: ParameterGiven, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for a parameter that is a structure, at its name."""
    if isinstance(given.value, dict | list):
        kind = "a list" if isinstance(given.value, list) else "a dict"

        yield issue(
            given.place,
            "{name} is {kind}; expected JSON text, by json.dumps",
            "a generic call sends it in pieces, which IMM does not read",
            name=given.name,
            kind=kind,
        )
