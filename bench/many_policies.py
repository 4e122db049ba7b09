"""CPU seconds for thousands of RAM policies, beside parliament on the same shapes in AWS's names.

    python bench/many_policies.py [--count N] [--seed N] [--peer PYTHON]

Policies have 1 to 40 statements; each statement has the same numbers of actions, resources, conditions and
wildcards in both clouds' names. Two runs: all policies different, and an eighth of them different, each given
eight times. All rules are on, in one process each. ``--peer`` is an interpreter that has parliament; without
it only immlint and ``json.loads``, which is the floor, are measured.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import metadata
from typing import Any, NamedTuple


class Cloud(NamedTuple):
    """The words of one cloud; what stands at the same place in two clouds is alike.

    A service has actions, with spaces between them, and templates of resources.
    """

    version: str
    services: Sequence[tuple[str, Sequence[str]]]
    conditions: Sequence[tuple[str, str, Sequence[str]]]


_IPS = ("10.0.0.0/8", "10.1.0.0/16", "192.168.0.0/16", "203.0.113.7")

ALIBABA = Cloud(
    "1",
    (
        (
            (
                "imm:CreateDataset imm:DeleteDataset imm:GetDataset imm:UpdateDataset imm:ListDatasets"
                " imm:CreateBatch imm:DeleteBatch imm:GetBatch imm:GetProject imm:UpdateProject"
                " imm:SimpleQuery imm:SemanticQuery imm:IndexFileMeta imm:DetectImageFaces"
                " imm:CreateImageModerationTask imm:GetTask imm:Get* imm:List* imm:Detect* imm:*Dataset"
            ),
            (
                "acs:imm:{region}:{account}:project/{name}",
                "acs:imm:{region}:{account}:project/{name}/dataset/{other}",
                "acs:imm:{region}:{account}:project/{name}/*",
                "acs:imm:{region}:{account}:project/{name}*",
            ),
        ),
        (
            "oss:GetObject oss:PutObject oss:DeleteObject oss:ListObjects oss:GetObjectAcl oss:Get*",
            ("acs:oss:*:*:{name}", "acs:oss:*:*:{name}/{other}", "acs:oss:*:*:{name}/*"),
        ),
        (
            (
                "ecs:StartInstance ecs:StopInstance ecs:RebootInstance ecs:DeleteInstance"
                " ecs:DescribeInstances ecs:Describe*"
            ),
            ("acs:ecs:{region}:{account}:instance/{name}", "acs:ecs:{region}:{account}:instance/*"),
        ),
        (
            "ram:GetRole ram:PassRole ram:ListRoles ram:CreateRole ram:Get*",
            ("acs:ram::{account}:role/{name}", "acs:ram::{account}:role/{name}*"),
        ),
    ),
    (
        ("IpAddress", "acs:SourceIp", _IPS),
        ("Bool", "acs:SecureTransport", ("true",)),
        ("DateLessThan", "acs:CurrentTime", ("2027-01-01T00:00:00Z", "2028-06-30T00:00:00Z")),
        ("StringEquals", "acs:SourceVpc", ("vpc-1", "vpc-2", "vpc-3")),
    ),
)

AWS = Cloud(
    "2012-10-17",
    (
        (
            (
                "rekognition:CreateDataset rekognition:DeleteDataset rekognition:DescribeDataset"
                " rekognition:UpdateDatasetEntries rekognition:ListDatasetEntries"
                " rekognition:CreateProjectVersion rekognition:DeleteProjectVersion"
                " rekognition:StartProjectVersion rekognition:DescribeProjectVersions"
                " rekognition:PutProjectPolicy rekognition:ListProjectPolicies rekognition:CreateProject"
                " rekognition:DeleteProject rekognition:DetectFaces rekognition:DetectCustomLabels"
                " rekognition:GetFaceDetection rekognition:Get* rekognition:List* rekognition:Detect*"
                " rekognition:*Dataset"
            ),
            (
                "arn:aws:rekognition:{region}:{account}:project/{name}/1",
                "arn:aws:rekognition:{region}:{account}:project/{name}/dataset/train/{other}",
                "arn:aws:rekognition:{region}:{account}:project/{name}/*",
                "arn:aws:rekognition:{region}:{account}:project/{name}*",
            ),
        ),
        (
            "s3:GetObject s3:PutObject s3:DeleteObject s3:ListBucket s3:GetObjectAcl s3:Get*",
            ("arn:aws:s3:::{name}", "arn:aws:s3:::{name}/{other}", "arn:aws:s3:::{name}/*"),
        ),
        (
            (
                "ec2:StartInstances ec2:StopInstances ec2:RebootInstances ec2:TerminateInstances"
                " ec2:DescribeInstances ec2:Describe*"
            ),
            ("arn:aws:ec2:{region}:{account}:instance/{name}", "arn:aws:ec2:{region}:{account}:instance/*"),
        ),
        (
            "iam:GetRole iam:PassRole iam:ListRoles iam:CreateRole iam:Get*",
            ("arn:aws:iam::{account}:role/{name}", "arn:aws:iam::{account}:role/{name}*"),
        ),
    ),
    (
        ("IpAddress", "aws:SourceIp", _IPS),
        ("Bool", "aws:SecureTransport", ("true",)),
        ("DateLessThan", "aws:CurrentTime", ("2027-01-01T00:00:00Z", "2028-06-30T00:00:00Z")),
        ("StringEquals", "aws:SourceVpc", ("vpc-1", "vpc-2", "vpc-3")),
    ),
)
_REGIONS = {"1": ("cn-hangzhou", "cn-shanghai", "*"), "2012-10-17": ("us-east-1", "eu-west-1", "*")}
_ACCOUNTS = {"1": ("1234567890123456", "*"), "2012-10-17": ("123456789012", "*")}


def policy(cloud: Cloud, seed: int) -> str:
    """Return one policy; equal seeds give the same shape in both clouds' names."""
    chance = random.Random(seed)
    found = [_statement(cloud, chance) for _ in range(chance.randint(1, 40))]
    return json.dumps({"Version": cloud.version, "Statement": found}, separators=(",", ":"))


def _statement(cloud: Cloud, chance: random.Random) -> dict[str, Any]:
    service = chance.choices(range(4), (5, 2, 2, 1))[0]
    actions, resources = cloud.services[service]
    given: dict[str, Any] = {"Effect": "Deny" if chance.random() < 0.15 else "Allow"}
    given["Action"] = _listed(chance.sample(actions.split(), chance.choice((1, 1, 2, 3, 5))))
    if chance.random() < 0.15:
        given["Resource"] = "*"
    else:
        given["Resource"] = _listed(
            [_resource(cloud, resources, chance) for _ in range(chance.choice((1, 1, 2, 4)))]
        )
    if chance.random() < 0.3:
        operator, key, values = chance.choice(cloud.conditions)
        given["Condition"] = {operator: {key: chance.choice(values)}}
    return given


def _resource(cloud: Cloud, resources: Sequence[str], chance: random.Random) -> str:
    return chance.choice(resources).format(
        region=chance.choice(_REGIONS[cloud.version]),
        account=chance.choice(_ACCOUNTS[cloud.version]),
        name=f"{chance.choice(('photos', 'video', 'archive', 'team'))}-{chance.randrange(500)}",
        other=f"part-{chance.randrange(50)}",
    )


def _listed(items: list[str]) -> str | list[str]:
    return items[0] if len(items) == 1 else items


def texts(cloud: Cloud, count: int, seed: int, times: int) -> Iterator[str]:
    """Yield *count* policies, each *times* times, far from each other."""
    distinct = count // times
    for number in range(distinct * times):
        yield policy(cloud, seed * 1_000_000 + number % distinct)


def immlint_on(found: Sequence[str]) -> tuple[float, int]:
    """Return what it takes to check policies with all rules, and the number of findings."""
    from immlint.config import Config
    from immlint.linter import Linter

    linter = Linter(Config(pedantic=True))
    _count(linter.lint_many([("policy.json", found[0], None)]))
    return _spent(lambda: _count(linter.lint_many(("policy.json", text, None) for text in found)))


def parliament_on(found: Sequence[str]) -> tuple[float, int]:
    """Return the same for parliament."""
    import parliament  # type: ignore[import-not-found]

    def run() -> int:
        return sum(len(parliament.analyze_policy_string(text).findings) for text in found)

    parliament.analyze_policy_string(found[0])
    return _spent(run)


def json_on(found: Sequence[str]) -> tuple[float, int]:
    """Return what it takes to read the texts only."""
    return _spent(lambda: len([json.loads(text) for text in found]))


def _count(found: Iterable[object]) -> int:
    return sum(1 for _ in found)


def _spent(run: Callable[[], int]) -> tuple[float, int]:
    started = time.process_time()
    found = run()
    return time.process_time() - started, found


TOOLS = {"json": (json_on, ALIBABA), "immlint": (immlint_on, ALIBABA), "parliament": (parliament_on, AWS)}


def measured(tool: str, python: str, arguments: Sequence[str]) -> tuple[float, int, int, str]:
    """Return CPU seconds, findings, resident kilobytes and the version, from a process of its own."""
    command = [python, __file__, "--tool", tool, *arguments]
    seconds, found, kilobytes, version = json.loads(subprocess.check_output(command, text=True))
    return seconds, found, kilobytes, version


def tell(tool: str, count: int, seed: int, times: int) -> None:
    """Measure one tool in this process and print what was measured as JSON."""
    import resource

    run, cloud = TOOLS[tool]
    seconds, found = run(list(texts(cloud, count, seed, times)))
    version = platform.python_version() if tool == "json" else metadata.version(tool)
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps([seconds, found, kilobytes, version]))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--peer", help="an interpreter with parliament")
    parser.add_argument("--tool", choices=TOOLS, help=argparse.SUPPRESS)
    parser.add_argument("--times", type=int, default=1, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.tool:
        tell(given.tool, given.count, given.seed, given.times)
        return
    print(f"{platform.platform()}, {platform.processor()}, Python {platform.python_version()}")
    print("policies                   tool                 CPU s  ms each  immlint's  findings   MB")
    for times, what in ((1, "all different"), (8, "an eighth different")):
        arguments = [f"--count={given.count}", f"--seed={given.seed}", f"--times={times}"]
        pythons = {"json": sys.executable, "immlint": sys.executable, "parliament": given.peer}
        rows = {tool: measured(tool, python, arguments) for tool, python in pythons.items() if python}
        for tool, (seconds, found, kilobytes, version) in rows.items():
            each, ratio = seconds / given.count * 1000, seconds / rows["immlint"][0]
            print(
                f"{given.count:6} {what:<19} {tool:<11}{version:<8} {seconds:7.2f} {each:8.3f} {ratio:9.2f}"
                f" {found:9} {kilobytes // 1024:5}"
            )


if __name__ == "__main__":
    main()
