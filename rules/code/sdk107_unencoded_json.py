"""A structure is given where only JSON text works, or text where it is encoded again.

What it does: reports dicts and lists, and the text that `str()` writes of them, given as parameters of a generic
call (`OpenApiRequest`, `CommonRequest`, `add_query_param`) or as a policy to the SDKs of RAM and STS. Request classes
of IMM and setters of its old SDK encode by themselves: such a setter, given JSON text, encodes it again.

Why: the generic client flattens a structure to `Files.1.URI`, and the old one sends Python's own notation; neither is
read. What is encoded twice is a text within a text.

How to fix: give `json.dumps(...)` of it once; give a setter of `aliyunsdkimm` the dict or the list itself.

Source: alibabacloud_openapi_util, `query`; aliyun-python-sdk-imm, `set_File`; IMM, parameters of type JSON.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject.code import Encoding, ParameterGiven

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
    Example(
        """import json

from aliyunsdkimm.request.v20200930.BatchGetFileMetaRequest import BatchGetFileMetaRequest

request = BatchGetFileMetaRequest()
request.set_ProjectName("p")
request.set_DatasetName("d")
request.set_URIs(json.dumps(["oss://b/a.jpg"]))
""",
        "app.py",
        finds=(("/URIs", "URIs is given as JSON text; expected a dict or a list"),),
    ),
    Example(
        """from alibabacloud_ram20150501 import models

policy = {"Version": "1", "Statement": [{"Effect": "Allow", "Action": "ecs:StopInstance", "Resource": "*"}]}
models.CreatePolicyRequest(policy_name="p", policy_document=policy)
models.CreatePolicyRequest(policy_name="p", policy_document=str(policy))
""",
        "app.py",
        finds=(
            ("/policy_document", "policy_document is a dict; expected JSON text, by json.dumps"),
            ("/policy_document", "policy_document is text by str(); expected JSON text, by json.dumps"),
        ),
    ),
)

_LIST = "{name} is a list; expected JSON text, by json.dumps"
_DICT = "{name} is a dict; expected JSON text, by json.dumps"


@rule(on=ParameterGiven, severity=Severity.ERROR, source=SOURCE, valid=VALID, invalid=INVALID)
def unencoded_json(given: ParameterGiven, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for a parameter that is not the JSON text of a structure, at its name."""
    is_list = isinstance(given.value, list)
    message = _LIST if is_list else _DICT
    hint = "a generic call sends it in pieces, which IMM does not read"
    if given.encoding is Encoding.PYTHON:
        message = "{name} is text by str(); expected JSON text, by json.dumps"
        hint = "JSON has double quotes"
    elif given.encoding is Encoding.TWICE:
        message = "{name} is encoded twice; expected one json.dumps"
        hint = "what is sent is a text within a text"
    elif given.encoding is Encoding.AGAIN:
        message = "{name} is given as JSON text; expected a dict or a list"
        hint = "the setter encodes it again"
    elif given.owner == "policy":
        hint = "RAM reads one JSON text, not pieces or Python's own notation"
    yield issue(given.place, message, hint, name=given.name)
