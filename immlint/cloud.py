"""By which words clouds are told apart: policies and requests of the same name are many clouds'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal

Cloud = Literal["AWS", "Tencent Cloud", "Huawei Cloud", "Volcengine", "another cloud"]
#: What anywhere in a file tells that another cloud speaks, and that ours does.
FOREIGN = re.compile(r"\barn:aws[\w-]*:|\bAWS::\w|\bAWSTemplateFormatVersion\b|\.amazonaws\.com\b")
ALIBABA = re.compile(r"\bacs:|\bALIYUN::|\baliyuncs\.com\b|\bimm:")
#: What, as JSON writes it, only a policy of RAM says.
RAM = re.compile(r'"(?:acs:|imm:|ram:|oss:|sts:AssumeRole"|[\w.-]+\.aliyuncs\.com")', re.I)
#: How what only RAM says begins; `ram:` is AWS's Resource Access Manager, too.
_RAM = re.compile(
    r"acs:|(?:imm|oss|mns|ots):|ram:(?!\w*(?:ResourceShare|Permission))|[\w.-]+\.aliyuncs\.com$", re.I
)
#: A service of others, too, but best known here.
_LIKELY = re.compile(r"ecs:", re.I)
#: How names of another cloud begin: resources, actions, principals, keys of conditions and principals.
_NAMES: tuple[tuple[Cloud, re.Pattern[str]], ...] = (
    ("AWS", re.compile(r"arn:aws[\w-]*:|aws:|AWS$|[\w.-]+\.amazonaws\.com(?:\.cn)?$", re.I)),
    ("Tencent Cloud", re.compile(r"qcs(?::|$)|name/\w+:")),
    ("Huawei Cloud", re.compile(r"OBS:\*:\*:|iam::\w*:|urn:(?:hws|csp|smn)|CSP$|OrgPath$|ID$|domain/", re.I)),
    # Three parts: service, resource type, operation.
    ("Huawei Cloud", re.compile(r"[\w*-]+:[\w*-]+:[\w*-]+$")),
    ("Volcengine", re.compile(r"trn:|volc:")),
)
#: Services that only one other cloud has.
_SERVICES: tuple[tuple[Cloud, re.Pattern[str]], ...] = (
    (
        "AWS",
        re.compile(
            r"(?:s3|ec2|dynamodb|lambda|sqs|sns|cloudwatch|logs|cloudformation|elasticloadbalancing|ssm|eks|athena"
            r"|glue|kinesis|redshift|route53|sagemaker|secretsmanager|states|organizations|bedrock|ec2messages"
            r"|ssmmessages|application-autoscaling|autoscaling|xray|execute-api|cognito-idp):",
            re.I,
        ),
    ),
    ("Tencent Cloud", re.compile(r"(?:cos|cam|cvm|scf|cdb):", re.I)),
    ("Huawei Cloud", re.compile(r"(?:obs|smn|dws|ges|identity):", re.I)),
    ("Volcengine", re.compile(r"(?:tos|vefaas|agentkit|tls|auto_scaling|veimagex):", re.I)),
)
_VERSIONS: dict[str, Cloud] = {
    **dict.fromkeys(("2012-10-17", "2008-10-17"), "AWS"),
    **dict.fromkeys(("1.1", "5.0", "2016-09-07"), "Huawei Cloud"),
}
_STATEMENTS = ("Statement", "Statements", "statement", "statements")
_ELEMENTS = ("Action", "NotAction", "Resource", "NotResource")


def cloud_of(document: Any) -> Cloud | None:
    """Return the other cloud whose policy a document is, by most of what it says.

    Version ``"1"`` or a name of RAM makes it RAM's, whatever else stands in it.
    """
    if not isinstance(document, dict):
        return None
    words = list(_words(document))
    version = document.get("Version")
    if version == "1" or any(map(_RAM.match, words)):
        return None
    votes: dict[Cloud, int] = {}
    for word in words:
        cloud = _cloud_of_name(word)
        if cloud:
            votes[cloud] = votes.get(cloud, 0) + 1
    told = _VERSIONS.get(version) if isinstance(version, str) else None
    if told or not votes:
        return told
    return max(votes, key=lambda cloud: votes[cloud])


def is_nobodys(document: Any) -> bool:
    """Tell whether a policy is one that RAM never sees, or does not say whose it is.

    Stack policies of ROS say ``Update:*``. Without a version and without a name of RAM nothing tells that
    a policy is for RAM, and most clouds have such.
    """
    if not isinstance(document, dict):
        return False
    words = list(_words(document))
    if any(word.startswith(("Update:", "LogicalResourceId/")) for word in words):
        return True
    return (
        "Version" not in document
        and bool(words)
        and not any(_RAM.match(w) or _LIKELY.match(w) for w in words)
    )


def _cloud_of_name(word: str) -> Cloud | None:
    return next((cloud for cloud, pattern in (*_NAMES, *_SERVICES) if pattern.match(word)), None)


def _words(document: dict[str, Any]) -> Iterator[str]:
    """Yield the names that a policy uses: actions, resources, principals, keys of conditions."""
    value = next((document[key] for key in _STATEMENTS if key in document), None)
    for statement in value if isinstance(value, list) else [value]:
        if not isinstance(statement, dict):
            continue
        for element in _ELEMENTS:
            yield from _texts(statement.get(element))
        for element in ("Principal", "NotPrincipal"):
            principal = statement.get(element)
            for part in principal if isinstance(principal, list) else [principal]:
                for key, item in part.items() if isinstance(part, dict) else [("", part)]:
                    if key:
                        yield str(key)
                    yield from _texts(item)
        condition = statement.get("Condition")
        for keys in condition.values() if isinstance(condition, dict) else ():
            if isinstance(keys, dict):
                yield from map(str, keys)


def _texts(value: Any) -> Iterator[str]:
    yield from (item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str))
