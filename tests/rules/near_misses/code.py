"""Slips in code that uses the SDKs and their near misses."""

from __future__ import annotations

from tests.rules.near_misses.case import Case

_SDK = """from alibabacloud_imm20200930 import client, models
from alibabacloud_tea_openapi.models import Config
from alibabacloud_tea_util.models import RuntimeOptions

"""
_CORE = """from aliyunsdkimm.request.v20200930.GetDatasetRequest import GetDatasetRequest

request = GetDatasetRequest()
request.set_ProjectName("p")
"""
_CLIENT = "imm = client.Client(config)\n"
_COMMON = """import json
from aliyunsdkcore.request import CommonRequest

ACTION = "BatchGetFileMeta"
request = CommonRequest(domain="imm.cn-beijing.aliyuncs.com", version="2020-09-30", action_name=ACTION)
request.add_query_param("ProjectName", "p")
request.add_query_param("DatasetName", "d")
"""


def _code(code: str, text: str, wrong: str, right: str, head: str = _SDK) -> Case:
    return Case(code, "app.py", head + text, wrong, right)


CODE = (
    _code(
        "SDK101",
        'r = models.GetProjectRequest(project_name="p")\nr.§ = True\n',
        "WithStatistics",
        "with_statistics",
    ),
    _code(
        "SDK101",
        'models.GetDatasetRequest().from_map({"ProjectName": "p", "§": "d"})\n',
        "datasetName",
        "DatasetName",
    ),
    _code("SDK101", 'request.§("d")\n', "DatasetName = str", "set_DatasetName", _CORE),
    _code("SDK102", 'models.GetDatasetRequest(project_name="p", §="d")\n', "dataset", "dataset_name"),
    _code("SDK102", 'models.GetProjectRequest(**{"§": "p"})\n', "ProjectName", "project_name"),
    _code("SDK103", 'models.GetProjectRequest(§"p")\n', "", "project_name="),
    _code("SDK103", 'models.GetDatasetRequest(§"d", project_name="p")\n', "", "dataset_name="),
    _code("SDK104", 'models.GetProjectRequest§.from_map({"ProjectName": "p"})\n', "", "()"),
    _code(
        "SDK104",
        'kind = models.GetDatasetRequest\nkind§.from_map({"ProjectName": "p", "DatasetName": "d"})\n',
        "",
        "()",
    ),
    _code(
        "SDK105",
        'models.IndexFileMetaRequest(project_name="p", dataset_name="d", file=§(uri="oss://b/k"))\n',
        "dict",
        "models.InputFile",
    ),
    _code("SDK105", _CLIENT + 'imm.get_project(§(project_name="p"))\n', "dict", "models.GetProjectRequest"),
    _code(
        "SDK106",
        'models.CreateDatasetRequest(project_name="p", dataset_name="d", §=5)\n',
        "dataset_max_ossbind_count",
        "dataset_max_bind_count",
    ),
    _code(
        "SDK106",
        'r = models.UpdateDatasetRequest(project_name="p", dataset_name="d")\nr.§ = None\n',
        "dataset_config",
        "description",
    ),
    _code("SDK107", 'request.add_query_param("URIs", §(["oss://b/k"]))\n', "list", "json.dumps", _COMMON),
    _code(
        "SDK107",
        'request.add_query_param("URIs", §(("oss://b/a", "oss://b/b")))\n',
        "tuple",
        "json.dumps",
        _COMMON,
    ),
    _code("SDK108", 'client.Client(Config(credential=c, §="x"))\n', "user_agent", "region_id"),
    _code(
        "SDK108",
        'config = Config(credential=c)\nconfig.§ = "imm.cn-beijing.aliyuncs.com"\nclient.Client(config)\n',
        "user_agent",
        "endpoint",
    ),
    _code(
        "SDK109",
        'Config(access_key_id=§, access_key_secret=s, region_id="cn-beijing")\n',
        '"LTAI5tFbq8dKw1Zx3Jm7PcRt"',
        'os.environ["ID"]',
        "import os\n" + _SDK,
    ),
    _code(
        "SDK109",
        'config = Config(region_id="cn-beijing")\nconfig.access_key_id = §\n',
        '"LTAI4Gk2mQ9sVb6nXy7TdUeA"',
        "key",
    ),
    _code(
        "SDK110", _CLIENT + 'imm.§(models.GetProjectRequest(project_name="p"))\n', "getProject", "get_project"
    ),
    _code("SDK110", 'request.§("d")\n', "set_dataset_name", "set_DatasetName", _CORE),
    _code(
        "SDK111",
        _CLIENT + 'imm.fuzzy_query(models.FuzzyQueryRequest(project_name="p", dataset_name="§", query="x"))\n'
        'imm.create_dataset(models.CreateDatasetRequest(project_name="p", dataset_name="d"))\n',
        "d",
        "old",
    ),
    _code(
        "SDK111",
        _CLIENT
        + 'imm.semantic_query(models.SemanticQueryRequest(project_name="§", dataset_name="d", query="x"))\n'
        'imm.create_dataset(models.CreateDatasetRequest(project_name="p", dataset_name="d"))\n',
        "p",
        "q",
    ),
    _code(
        "SDK112",
        _CLIENT + 'imm.get_project§(models.GetProjectRequest(project_name="p"))\n',
        "_with_options",
        "",
    ),
    _code(
        "SDK112",
        _CLIENT + 'imm.get_project(models.GetProjectRequest(project_name="p")§)\n',
        ", RuntimeOptions()",
        "",
    ),
)
