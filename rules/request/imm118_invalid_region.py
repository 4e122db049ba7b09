"""IMM is not offered in the region that is named.

What it does: looks up the region of a request (`RegionId`), of a client (`region_id`, `endpoint`) and of a
command (`--region`, `--endpoint`, `ALIBABA_CLOUD_REGION_ID`, `ALIBABA_CLOUD_ENDPOINT`) in the list of regions. A
region that is computed is let pass, unless it can be none.

Why: nothing answers there: the name of the host does not exist, or the service was closed. Regions are
added from time to time, so this is a warning.

How to fix: use the id of a region that has IMM.

Source: IMM, endpoints; Alibaba Cloud CLI, environment variables.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.catalog.filled import can_be_one_of
from immlint.finding import Severity
from immlint.near import nearest
from immlint.precondition import current_api, names_region
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import NamesRegion, Request, Text, is_known

SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-endpoint"

VALID = (
    Example('{"Action": "GetProject", "ProjectName": "p", "RegionId": "cn-beijing"}\n', "request.json"),
    Example('{"Action": "GetProject", "ProjectName": "p", "RegionId": "cn-${place}"}\n', "request.json"),
    Example(
        """from alibabacloud_imm20200930.client import Client
from alibabacloud_tea_openapi.models import Config

Client(Config(region_id=region))
Client(Config(endpoint="imm-vpc.cn-beijing.aliyuncs.com"))
Client(Config(endpoint="imm.example.com"))
""",
        "app.py",
    ),
)
INVALID = (
    Example(
        '[{"Action": "GetProject", "ProjectName": "p", "RegionId": "cn-hangzou"},\n'
        ' {"Action": "GetProject", "ProjectName": "p", "RegionId": "ap-south-1"},\n'
        ' {"Action": "GetProject", "ProjectName": "p", "RegionId": "mars_${n}"}]\n',
        "requests.json",
        finds=(
            ("/0/RegionId", 'IMM is not in region "cn-hangzou"; expected "cn-hangzhou"'),
            ("/1/RegionId", 'IMM is closed in region "ap-south-1"'),
            ("/2/RegionId", 'IMM is not in region "mars_${n}"'),
        ),
        also=(("IMM116", "/2/RegionId", '"${n}" is a placeholder; expected the real value'),),
    ),
    Example(
        """import subprocess

from alibabacloud_imm20200930.client import Client
from alibabacloud_tea_openapi.models import Config

Client(Config(region_id="ap-southeast-2"))
Client(Config(endpoint="imm.cn-bejing.aliyuncs.com"))
subprocess.run(["aliyun", "imm", "ListProjects", "--region", "moon"])
""",
        "app.py",
        finds=(
            ("", 'IMM is closed in region "ap-southeast-2"'),
            ("", 'IMM is not in region "cn-bejing"; expected "cn-beijing"'),
            ("", 'IMM is not in region "moon"'),
        ),
    ),
)


@rule(
    on=NamesRegion,
    severity=Severity.WARNING,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    needs=(names_region,),
)
def invalid_region(subject: NamesRegion, facts: Facts) -> Iterator[Issue]:
    """Yield an issue if a region is named that has no IMM, or has it no more."""
    if isinstance(subject, Request) and not current_api(subject, facts):
        return
    named, regions = subject.region_named(), facts.catalog.regions
    if named is None or not isinstance(named[1], str):
        return
    place, region = named
    if is_known(region) and regions.get(region) == "closed":
        yield issue(place, "IMM is closed in region {region}", region=quoted(region))
        return
    if region in regions or (isinstance(region, Text) and can_be_one_of(region, regions)):
        return
    offered = [name for name, status in regions.items() if status != "closed"]
    near = nearest(region, offered, exact=True) if is_known(region) else None
    if near is None:
        yield issue(place, "IMM is not in region {region}", region=quoted(region))
        return
    yield issue(
        place,
        "IMM is not in region {region}; expected {near}",
        "did you mean {near}?",
        region=quoted(region),
        near=quoted(near),
    )
