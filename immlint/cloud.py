"""By which words clouds are told apart: policies and requests of the same name are many clouds'."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal

Cloud = Literal["AWS", "Tencent Cloud", "Huawei Cloud", "Volcengine", "another cloud"]
_Object = dict[str, Any]
#: What anywhere in a file tells that another cloud speaks, and that ours does.
_FOREIGN = re.compile(r"\barn:aws[\w-]*:|\bAWS::\w|\bAWSTemplateFormatVersion\b|\.amazonaws\.com\b")
#: Values in JSON that only another cloud's request has: addresses in its storage, its own names of things.
FOREIGN_VALUE = re.compile(r'"(?:(?:cos|s3a?|gs|obs|tos|abfss?|wasbs?)://|qcs::|arn:aws)')
ALIBABA = re.compile(r"\bacs:|\bALIYUN::|\baliyuncs\.com\b|\bimm:")
#: What tells, however it is written and wherever it breaks off, that a policy is meant for RAM: names that
#: only Alibaba Cloud has, or the version.
_MEANT = re.compile(
    r"\bacs:|\baliyuncs\.com\b|\bimm:|\b(?:oss|mns|ots|ram|fc|actiontrail|slb|cms):(?:\*|[A-Z][a-z])"
    r"|\bVersion[^A-Za-z0-9_]{1,14}1(?![A-Za-z0-9_.])"
)
#: What, as JSON writes it, only a policy of RAM says.
RAM = re.compile(r'"(?:acs:|imm:|ram:|oss:|sts:AssumeRole"|[\w.-]+\.aliyuncs\.com")', re.I)
#: How what only Alibaba Cloud says begins: one such name is enough.
_SURE = re.compile(r"acs:|imm:|(?:.*@)?[\w.-]+\.aliyuncs\.com$", re.I)
#: How what RAM says begins, more often than others: each such name counts. `ram:` is AWS's Resource Access
#: Manager, too; its names are not those of users, roles and policies.
_LIKELY = re.compile(
    r"(?:oss|mns|ots|fc|log|actiontrail|slb|ess|ros|oos|cs|cms|hbr|pvtz|bss|bssapi|odps|dataworks|ossutil"
    r"|eventbridge|polardb|yundun-[\w-]+):"
    r"|ram:\w*(?:User|Group|Role|Polic(?:y|ies)To|Policy(?:Version)?$|AccessKey|MFA|Login|SAML|Account|Alias)",
    re.I,
)
_IMM = re.compile(r"imm:", re.I)
#: Services of others, too, but best known here.
_SHARED = re.compile(r"(?:ecs|ram):", re.I)
#: How names of another cloud begin: resources, actions, principals, keys of conditions and principals. Names
#: of a cloud's own form first, then services that no other cloud has.
_NAMES: tuple[tuple[Cloud, str], ...] = (
    ("AWS", r"(?i:arn:aws[\w-]*:|aws:|AWS$|[\w.-]+\.amazonaws\.com(?:\.cn)?$)"),
    ("Tencent Cloud", r"qcs(?::|$)|name/[\w*]+:"),
    ("Huawei Cloud", r"(?i:OBS:\*:\*:|iam::\w*:|urn:(?:hws|csp|smn)|CSP$|OrgPath$|ID$|domain/)"),
    # Three parts: service, resource type, operation.
    ("Huawei Cloud", r"[\w*-]+:[\w*-]+:[\w*-]+$|g:[A-Z]\w+$"),
    ("Volcengine", r"trn:|volc:"),
    # Kingsoft Cloud, JD Cloud, Naver, IBM, UCloud, Oracle.
    ("another cloud", r"(?:krn|jrn|nrn|crn|ucs):|ocid1\."),
    (
        "AWS",
        r"(?i:(?:s3|ec2|dynamodb|lambda|sqs|sns|cloudwatch|logs|cloudformation|elasticloadbalancing|ssm|eks|athena"
        r"|glue|kinesis|redshift|route53|sagemaker|secretsmanager|states|organizations|bedrock|ec2messages"
        r"|ssmmessages|application-autoscaling|autoscaling|xray|execute-api|cognito-idp):"
        # Resource Access Manager.
        r"|ram:\w*(?:ResourceShare|Permission|ExternalPrincipals|ShareOwner|ResourcePolicies))",
    ),
    ("Tencent Cloud", r"(?i:(?:cos|cam|cvm|scf|cdb):)"),
    ("Huawei Cloud", r"(?i:(?:obs|smn|dws|ges|identity):)"),
    ("Volcengine", r"(?i:(?:tos|vefaas|agentkit|tls|auto_scaling|veimagex):)"),
)
_NAME = "|".join(f"({pattern})" for _, pattern in _NAMES)
_VERSIONS: dict[str, Cloud] = {
    **dict.fromkeys(("2012-10-17", "2008-10-17"), "AWS"),
    **dict.fromkeys(("1.1", "5.0", "2016-09-07"), "Huawei Cloud"),
    "2.0": "Tencent Cloud",
}
#: What may be written where RAM wants ``"1"``.
_ALMOST_ONE = re.compile(r"\W*v?0*1(?:\.0)?\W*", re.I)
#: How words begin that only a stack policy has.
_OF_STACKS = ("Update:", "LogicalResourceId/")
_STATEMENTS = ("statement", "statements")
_ELEMENTS = ("action", "notaction", "resource", "notresource")


def is_meant_for_ram(text: str) -> bool:
    """Tell whether a text with statements, which perhaps cannot be read, is meant to be a policy of RAM."""
    meant = _MEANT.search(text) is not None
    return meant and (ALIBABA.search(text) is not None or not is_foreign(text))


def is_foreign(text: str) -> bool:
    """Tell whether anything in a text tells that another cloud speaks."""
    # Looking for a letter costs a small part of what looking for a few does, and these one of a pattern.
    may_be = ("W" in text and "AWS" in text) or "arn:aws" in text or ".amazonaws." in text
    return may_be and _FOREIGN.search(text) is not None


def may_hold_foreign_value(text: str) -> bool:
    """Tell whether a text of JSON or YAML may hold a value of another cloud, as far as a quick look shows."""
    return "\\" in text or ("/" in text and "://" in text) or "qcs::" in text or "arn:aws" in text


def cloud_of(document: Any) -> Cloud | None:
    """Return the other cloud whose policy a document is, by most of what it says.

    Version ``"1"`` or a name that only Alibaba Cloud has makes it RAM's, whatever else stands in it.
    """
    policy = _folded(document)
    version = policy.get("version")
    if version == "1":
        return None
    words = list(_words(policy))
    if any(map(_SURE.match, words)):
        return None
    votes = Counter(cloud for word in words if (cloud := _cloud_of_name(word)))
    favourite = max(votes, key=lambda cloud: votes[cloud], default=None)
    if sum(1 for word in words if _LIKELY.match(word)) > (votes[favourite] if favourite else 0):
        return None
    return _VERSIONS.get(version, favourite) if isinstance(version, str) else favourite


def is_nobodys(document: Any, text: str) -> bool:
    """Tell whether a policy is one that RAM never sees, or does not say whose it is.

    Stack policies of ROS say ``Update:*``; buckets, keys and endpoints have policies of their own. Without
    its version and without a name of RAM nothing tells that a policy is for RAM, and most clouds have such.
    *text* is the document as JSON.
    """
    policy = _folded(document)
    # Looking for a few letters costs a small part of what looking at each word does.
    if any(mark in text for mark in _OF_STACKS) and any(w.startswith(_OF_STACKS) for w in _words(policy)):
        return True
    if "principal" in text.lower() and _is_of_a_resource(policy):
        return True
    if _ALMOST_ONE.fullmatch(str(policy.get("version", ""))):
        return False
    words = list(_words(policy))
    if "version" not in policy and "Statement" not in document and not any(map(_IMM.match, words)):
        # Frameworks take lists of ``statement`` and make the policy of them.
        return True
    if not words or any(_SURE.match(word) or _LIKELY.match(word) for word in words):
        return False
    # With another version, or without resources, no cloud takes it: then the best guess is a draft for RAM.
    odd = "version" in policy or not any("resource" in statement for statement in _statements(policy))
    return not (odd and any(map(_SHARED.match, words)))


def _is_of_a_resource(policy: _Object) -> bool:
    """Tell whether a policy is that of a bucket, a key or an endpoint, which say who may do what with it.

    They name principals beside resources: a list of ids or ``*``, or, for a key, RAM's.
    """
    found = _statements(policy)
    return bool(found) and all(map(_is_about_itself, found))


def _is_about_itself(statement: _Object) -> bool:
    principal = statement.get("principal", statement.get("notprincipal"))
    actions = [action.lower() for name in ("action", "notaction") for action in _texts(statement.get(name))]
    if principal is None or "resource" not in statement or any(map(_IMM.match, actions)):
        return False
    listed = not isinstance(principal, dict)
    return listed or (bool(actions) and all(action.startswith("kms:") for action in actions))


def _cloud_of_name(word: str) -> Cloud | None:
    # Compiled by `re` when the first policy comes: most runs have none.
    found = re.match(_NAME, word)
    return _NAMES[(found.lastindex or 0) - 1][0] if found else None


def _folded(value: Any) -> _Object:
    """Return an object by its names in lower case, as some clouds write them; nothing for no object."""
    return {str(key).lower(): item for key, item in value.items()} if isinstance(value, dict) else {}


def _statements(policy: _Object) -> list[_Object]:
    value = next((policy[key] for key in _STATEMENTS if key in policy), None)
    return [
        _folded(item) for item in (value if isinstance(value, list) else [value]) if isinstance(item, dict)
    ]


def _words(policy: _Object) -> Iterator[str]:
    """Yield the names that a policy uses: actions, resources, principals, keys of conditions."""
    for statement in _statements(policy):
        for element in _ELEMENTS:
            yield from _texts(statement.get(element))
        for element in ("principal", "notprincipal"):
            principal = statement.get(element)
            for part in principal if isinstance(principal, list) else [principal]:
                for key, item in part.items() if isinstance(part, dict) else [("", part)]:
                    if key:
                        yield str(key)
                    yield from _texts(item)
        condition = statement.get("condition")
        for keys in condition.values() if isinstance(condition, dict) else ():
            if isinstance(keys, dict):
                yield from map(str, keys)


def _texts(value: Any) -> Iterator[str]:
    yield from (item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str))
