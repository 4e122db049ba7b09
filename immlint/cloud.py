"""By which words clouds are told apart: policies and requests of the same name are many clouds'."""

from __future__ import annotations

import re
from typing import Literal

Cloud = Literal["AWS", "Tencent Cloud", "Huawei Cloud", "Volcengine"]
#: How names of another cloud begin in policies: resources, actions, principals.
NAMES: tuple[tuple[Cloud, re.Pattern[str]], ...] = (
    ("AWS", re.compile(r"arn:aws[\w-]*:", re.I)),
    ("Tencent Cloud", re.compile(r"qcs::|name/\w+:")),
    ("Huawei Cloud", re.compile(r"OBS:\*:\*:|iam::\w*:|urn:hws", re.I)),
    ("Volcengine", re.compile(r"trn:")),
)
#: What anywhere in a file tells that another cloud speaks, and that ours does.
FOREIGN = re.compile(r"\barn:aws[\w-]*:|\bAWS::\w|\bAWSTemplateFormatVersion\b|\.amazonaws\.com\b")
ALIBABA = re.compile(r"\bacs:|\bALIYUN::|\baliyuncs\.com\b|\bimm:")
#: What, as JSON writes it, only a policy of RAM says.
RAM = re.compile(r'"(?:acs:|imm:|ram:|oss:|sts:AssumeRole"|[\w.-]+\.aliyuncs\.com")', re.I)
