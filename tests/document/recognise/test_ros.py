"""Resources of ROS: what of them is a policy, of which kind, and what is a request."""

from __future__ import annotations

import json
from typing import Any

import pytest

import immlint
from immlint.config import Config
from immlint.document import read
from immlint.finding import Finding
from immlint.source import Source
from immlint.subject import Policy, Request

ALLOW = {"Effect": "Allow", "Action": ["imm:GetProject"], "Resource": ["acs:imm:*:*:project/p"]}
TRUST = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": ["imm.aliyuncs.com"]}}
WHOLE = "acs:oss:*:1234567890123456:photos"
BUCKET = {
    "Effect": "Allow",
    "Action": ["oss:GetObject"],
    "Principal": ["209876543210987654"],
    "Resource": ["acs:oss:*:1234567890123456:photos/*"],
}


def template(kind: str, properties: dict[str, Any]) -> str:
    resources = {"R": {"Type": kind, "Properties": properties}}
    return json.dumps({"ROSTemplateFormatVersion": "2015-09-01", "Resources": resources})


def checked(text: str, filename: str = "t.json") -> list[Finding]:
    return immlint.lint_text(text, filename=filename, config=Config())


def found(text: str) -> list[tuple[str, str]]:
    return [(finding.code, finding.pointer) for finding in checked(text)]


def policy(statement: Any, version: Any = "1") -> dict[str, Any]:
    return {"Version": version, "Statement": [statement]}


AT = "/Resources/R/Properties"
#: Resource, properties right and wrong, and what is told of the wrong ones.
TWINS: dict[str, tuple[str, dict[str, Any], dict[str, Any], list[tuple[str, str]]]] = {
    "a number that becomes a text": (
        "ALIYUN::RAM::ManagedPolicy",
        {"PolicyDocument": policy(ALLOW, 1)},
        {"PolicyDocument": policy(ALLOW, 2)},
        [("RAM204", f"{AT}/PolicyDocument/Version")],
    ),
    "a number that stays one": (
        "ALIYUN::RAM::ManagedPolicy",
        {"PolicyDocumentUnchecked": policy(ALLOW, "1")},
        {"PolicyDocumentUnchecked": policy(ALLOW, 1)},
        [("RAM204", f"{AT}/PolicyDocumentUnchecked/Version")],
    ),
    "a trust policy": (
        "ALIYUN::RAM::Role",
        {"AssumeRolePolicyDocument": policy(TRUST, 1)},
        {"AssumeRolePolicyDocument": policy({**TRUST, "Action": "sts:AssumeRoles"}, 1)},
        [("RAM601", f"{AT}/AssumeRolePolicyDocument/Statement/0/Action")],
    ),
    "policies of a role": (
        "ALIYUN::RAM::Role",
        {"Policies": [{"PolicyName": "a"}, {"PolicyName": "b", "PolicyDocument": policy(ALLOW, 1)}]},
        {"Policies": [{"PolicyName": "a"}, {"PolicyDocument": policy({**ALLOW, "Effect": "allow"}, 1)}]},
        [("RAM206", f"{AT}/Policies/1/PolicyDocument/Statement/0/Effect")],
    ),
    "a control policy": (
        "ALIYUN::ResourceManager::ControlPolicy",
        {"PolicyDocument": policy({"Effect": "Allow", "Action": "*", "Resource": "*"})},
        {"PolicyDocument": policy({"Effect": "Alow", "Action": "*", "Resource": "*"})},
        [("RAM206", f"{AT}/PolicyDocument/Statement/0/Effect")],
    ),
    "a bucket's policy, without version": (
        "ALIYUN::OSS::Bucket",
        {"Policy": {"Statement": [BUCKET]}},
        {"Policy": {"Statement": [{**BUCKET, "Effect": "allow"}]}},
        [("RAM206", f"{AT}/Policy/Statement/0/Effect")],
    ),
    "a bucket's policy for nobody": (
        "ALIYUN::OSS::Bucket",
        {"Policy": {"Statement": [{**BUCKET, "Principal": "*"}]}},
        {"Policy": {"Statement": [{key: BUCKET[key] for key in BUCKET if key != "Principal"}]}},
        [("RAM205", f"{AT}/Policy/Statement/0")],
    ),
    "the objects of a bucket": (
        "ALIYUN::OSS::Bucket",
        {"Policy": {"Version": "1", "Statement": [BUCKET]}},
        {
            "Policy": {
                "Version": "1",
                "Statement": [{**BUCKET, "Resource": ["acs:oss:*:1234567890123456:photos"]}],
            }
        },
        [("RAM303", f"{AT}/Policy/Statement/0/Resource/0")],
    ),
    "an action of a bucket": (
        "ALIYUN::OSS::Bucket",
        {"Policy": {"Version": "1", "Statement": [BUCKET]}},
        {"Policy": {"Version": "1", "Statement": [{**BUCKET, "Action": ["oss:GetObjekt"]}]}},
        [("RAM301", f"{AT}/Policy/Statement/0/Action/0")],
    ),
    "a project": (
        "ALIYUN::IMM::Project2",
        {"ProjectName": "photos", "DatasetMaxBindCount": 10, "IgnoreExisting": True},
        {"ProjectName": "photos", "DatasetMaxBindCount": 11, "IgnoreExisting": True},
        [("IMM105", f"{AT}/DatasetMaxBindCount")],
    ),
    "a misspelt property": (
        "ALIYUN::IMM::Project2",
        {"ProjectName": "photos", "Description": "d"},
        {"ProjectName": "photos", "Descripton": "d"},
        [("IMM102", f"{AT}/Descripton")],
    ),
    "a name of which a part is filled in": (
        "ALIYUN::IMM::Project2",
        {"ProjectName": {"Fn::Sub": "p-${Env}"}},
        {"ProjectName": {"Fn::Sub": "1-${Env}"}},
        [("IMM104", f"{AT}/ProjectName")],
    ),
    "a project of the first API": (
        "ALIYUN::IMM::Project",
        # The present API takes underscores, the first one does not: only what both refuse is told.
        {"Project": "_photos", "ServiceRole": "AliyunIMMDefaultRole"},
        {"Project": "1photos", "ServiceRole": "AliyunIMMDefaultRole"},
        [("IMM104", f"{AT}/Project")],
    ),
}


@pytest.mark.parametrize("name", TWINS)
def test_of_twins_the_wrong_one_is_told(name: str) -> None:
    kind, right, wrong, expected = TWINS[name]
    assert found(template(kind, right)) == []
    assert found(template(kind, wrong)) == expected


@pytest.mark.parametrize("kind", ["ALIYUN::RAM::ManagedPolicy", "AWS::IAM::ManagedPolicy", "Custom", None, 1])
def test_what_makes_texts_of_numbers_is_known_of_types_of_ros_only(kind: Any) -> None:
    text = json.dumps({"Resources": {"R": {"Type": kind, "Properties": {"Document": policy(ALLOW, 1)}}}})
    assert [finding.code for finding in checked(text)] == ["RAM204"]


def test_kinds_are_told_by_the_property() -> None:
    bucket = {"Statement": [{"Effect": "Allow", "Action": "oss:*", "Resource": "*"}]}
    for kind, properties, expected in (
        ("ALIYUN::RAM::ManagedPolicy", {"PolicyDocument": policy(ALLOW)}, "identity"),
        ("ALIYUN::RAM::Role", {"AssumeRolePolicyDocument": policy(ALLOW)}, "trust"),
        ("ALIYUN::ResourceManager::ControlPolicy", {"PolicyDocument": policy(ALLOW)}, "control"),
        ("ALIYUN::OSS::Bucket", {"Policy": bucket}, "bucket"),
        ("ALIYUN::OSS::Bucket", {"Policy": json.dumps(bucket)}, "bucket"),
    ):
        document = read(Source("t.json", template(kind, properties).encode()))
        assert document is not None
        assert [s.kind for s in document.subjects if isinstance(s, Policy)] == [expected]


def test_the_policy_of_a_key_is_left_alone() -> None:
    key = {"Effect": "allow", "Action": ["kms:*"], "Principal": {"RAM": ["*"]}, "Resource": ["*"]}
    assert found(template("ALIYUN::KMS::Key", {"Policy": policy(key, "2")})) == []


@pytest.mark.parametrize(
    "resources",
    [
        "x",
        [],
        {"R": 1},
        {"R": {}},
        {"R": {"Type": "ALIYUN::IMM::Project2"}},
        {"R": {"Type": ["ALIYUN::IMM::"]}},
    ],
)
def test_what_is_no_resource_is_nothing(resources: Any) -> None:
    assert checked(json.dumps({"Resources": resources, "x": "ALIYUN::IMM::Project2"})) == []


def test_a_parameter_s_default_is_not_followed() -> None:
    text = """
Parameters:
  Name: {Type: String, Default: 1-photos}
Resources:
  R: {Type: 'ALIYUN::IMM::Project2', Properties: {ProjectName: !Ref Name}}
"""
    document = read(Source("t.yaml", text.encode()))
    assert document is not None
    (request,) = document.subjects
    assert isinstance(request, Request)
    assert checked(text, "t.yaml") == []
