"""Regions without IMM, told once at the place that names them."""

from __future__ import annotations

import pytest

import immlint
from immlint.config import Config

HEAD = """import os
import subprocess
from aliyunsdkcore.client import AcsClient
from aliyunsdkimm.request.v20200930.ListProjectsRequest import ListProjectsRequest
from alibabacloud_imm20200930 import models
from alibabacloud_imm20200930.client import Client
from alibabacloud_tea_openapi.models import Config

"""


def told(text: str) -> list[tuple[int, str]]:
    """Return line and text of what is found, below the imports."""
    findings = immlint.lint_text(HEAD + text, filename="app.py", config=Config(pedantic=True))
    shift = HEAD.count("\n")
    found = [f for f in findings if f.code == "IMM118"]
    return [(f.line - shift, (HEAD + text)[f.start : f.end]) for f in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('Client(Config(region_id="cn-hangzou"))', [(1, '"cn-hangzou"')]),
        ('Client(Config(region_id="cn-hangzhou"))', []),
        ('Client(Config(region_id="cn-north-2-gov-1"))', []),
        ('Client(Config(endpoint="imm-vpc.ap-south-1.aliyuncs.com"))', [(1, "ap-south-1")]),
        ('Client(Config(endpoint="imm-vpc.cn-beijing-gov-1.aliyuncs.com"))', []),
        ('Client(Config(endpoint="imm.internal"))', []),
        ('REGION = "cn-hangzou"\nClient(Config(region_id=REGION))', [(2, "REGION")]),
        ('Client(Config(region_id=f"cn-{city}"))', []),
        ('Client(Config(region_id=f"mars-{city}"))', [(1, 'f"mars-{city}"')]),
        ('Client(Config(region_id="cn-hangzou" if x else "cn-beijing"))', []),
        ('config = Config()\nconfig.region_id = "cn-hangzou"\nClient(config)', [(2, '"cn-hangzou"')]),
        # Several clients and many requests: the region is wrong once.
        (
            'config = Config(region_id="moon")\na, b = Client(config), Client(config)\n'
            "a.list_projects(models.ListProjectsRequest())\nb.list_projects(models.ListProjectsRequest())",
            [(1, '"moon"')],
        ),
        ('Config(region_id="cn-hangzou")', []),
        # The same client may be another service's, which is there.
        ('AcsClient("a", "b", "ap-southeast-2")', []),
        (
            'c = AcsClient(key, secret, "ap-southeast-2")\nr = ListProjectsRequest()\n'
            "c.do_action_with_exception(r)\nc.do_action_with_exception(r)",
            [(1, '"ap-southeast-2"')],
        ),
        ('subprocess.run(["aliyun", "imm", "ListProjects", "--region", "moon"])', [(1, '"moon"')]),
        (
            'subprocess.run("aliyun imm ListProjects --region moon", shell=True)',
            [(1, '"aliyun imm ListProjects --region moon"')],
        ),
        ('subprocess.run(["aliyun", "imm", "ListProjects", "--region", region])', []),
        (
            'subprocess.run(["aliyun", "imm", "ListProjects", "--endpoint", "imm.cn-bejing.aliyuncs.com"])',
            [(1, "cn-bejing")],
        ),
        (
            'subprocess.run(["aliyun", "imm", "ListProjects", "--endpoint=imm-vpc.moon.aliyuncs.com"])',
            [(1, "moon")],
        ),
        (
            'subprocess.run("aliyun --endpoint imm.moon.aliyuncs.com imm ListProjects", shell=True)',
            [(1, "moon")],
        ),
        ('subprocess.run(["aliyun", "imm", "ListProjects", "--endpoint", "imm.example.com"])', []),
        ('subprocess.run(["aliyun", "imm", "ListProjects", "--endpoint", host])', []),
        ('subprocess.run(["aliyun", "oss", "ls", "--endpoint", "oss-moon.aliyuncs.com"])', []),
        ('subprocess.run(["aliyun", "ecs", "DescribeRegions", "--region", "moon"])', []),
        (
            'os.system("ALIBABA_CLOUD_REGION_ID=moon aliyun imm ListProjects")',
            [(1, '"ALIBABA_CLOUD_REGION_ID=moon aliyun imm ListProjects"')],
        ),
        ('os.system("ALIBABA_CLOUD_REGION_ID=moon aliyun imm ListProjects --region cn-beijing")', []),
        (
            'os.system("export ALIBABA_CLOUD_ENDPOINT=imm.moon.aliyuncs.com; aliyun imm ListProjects")',
            [(1, "moon")],
        ),
    ],
)
def test_regions_in_code(text: str, found: list[tuple[int, str]]) -> None:
    assert told(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("aliyun imm ListProjects --region moon", [(1, "moon")]),
        ("aliyun imm ListProjects --RegionId 'moon'", [(1, "moon")]),
        ("aliyun imm list-projects --region-id=moon", [(1, "moon")]),
        ('aliyun imm ListProjects --region ""', [(1, '""')]),
        ("aliyun imm ListProjects --endpoint imm.moon.aliyuncs.com", [(1, "moon")]),
        ('aliyun imm ListProjects --endpoint="imm-vpc.moon.aliyuncs.com"', [(1, "moon")]),
        ("aliyun --endpoint https://IMM.Moon.aliyuncs.com/ imm ListProjects", [(1, "Moon")]),
        ("aliyun imm ListProjects --endpoint imm.moon.aliyuncs.com --region cn-beijing", [(1, "moon")]),
        ("aliyun imm ListProjects --endpoint imm.cn-beijing.aliyuncs.com --region cn-beijing", []),
        ("aliyun imm ListProjects --endpoint imm.$REGION.aliyuncs.com", []),
        ("aliyun imm ListProjects --endpoint imm.example.com", []),
        ("aliyun oss ls --endpoint imm.moon.aliyuncs.com", []),
        ("ALIBABA_CLOUD_REGION_ID=moon aliyun imm ListProjects", [(1, "moon")]),
        ('sudo env A="$B" ALIBABA_CLOUD_REGION_ID="moon" aliyun imm ListProjects', [(1, "moon")]),
        ("ALIBABA_CLOUD_ENDPOINT=imm.moon.aliyuncs.com aliyun imm ListProjects", [(1, "moon")]),
        ("ALIBABA_CLOUD_REGION_ID=moon aliyun imm ListProjects --region cn-beijing", []),
        ("ALIBABA_CLOUD_REGION_ID=moon aliyun ecs DescribeRegions", []),
        ("export ALIBABA_CLOUD_REGION_ID=moon\naliyun imm ListProjects", [(1, "moon")]),
        ("export ALIBABA_CLOUD_ENDPOINT=imm.moon.aliyuncs.com\naliyun imm ListProjects", [(1, "moon")]),
        # Every command says where it is sent, or one of another product may be what it is for.
        ("export ALIBABA_CLOUD_REGION_ID=moon\naliyun imm ListProjects --region cn-beijing", []),
        ("(export ALIBABA_CLOUD_REGION_ID=moon; aliyun ecs DescribeRegions)\naliyun imm ListProjects", []),
        ("export ALIBABA_CLOUD_REGION_ID=moon", []),
    ],
)
def test_regions_in_scripts(text: str, found: list[tuple[int, str]]) -> None:
    findings = immlint.lint_text(text, filename="run.sh", config=Config(select=("IMM118",)))
    assert [(f.line, text[f.start : f.end]) for f in findings] == found


@pytest.mark.parametrize(
    ("region", "meant"),
    [
        ("cn-hangzou", '"cn-hangzhou"'),
        # A region that is closed is no slip of one that is open.
        ("ap-southeast-2", "a region that has it"),
        ("ap-south-1", "a region that has it"),
        ("mars-1", "a region that has it"),
    ],
)
def test_regions_in_policies(region: str, meant: str) -> None:
    text = (
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:GetProject",'
        f' "Resource": "acs:imm:{region}:*:project/p"}}]}}'
    )
    (found,) = immlint.lint_text(text, filename="policy.json")
    assert (found.code, found.message) == ("RAM309", f'IMM is not in region "{region}"; expected {meant}')


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ('"RegionId": "cn-hangzou"', 1),
        ('"RegionId": "ap-southeast-2"', 1),
        ('"RegionId": "cn-hongkong"', 0),
        ('"RegionId": "{{ region }}"', 0),
        ('"RegionId": 7', 0),
        ('"Version": "2017-09-06", "RegionId": "moon"', 0),
    ],
)
def test_regions_in_requests(more: str, found: int) -> None:
    text = f'{{"Action": "GetProject", "ProjectName": "p", {more}}}'
    findings = immlint.lint_text(text, filename="x.json")
    assert [f.pointer for f in findings if f.code == "IMM118"] == ["/RegionId"] * found
