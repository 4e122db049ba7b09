"""Other clouds' policies, and files that are not what they look like: what is said, and what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from immlint import lint_text
from immlint.config import Config
from immlint.files import find

_ALLOW = '{"Version": "1", "Statement": [{"Effect": "Allow", '


def _codes(text: str, filename: str = "policy.json") -> list[str]:
    return [finding.code for finding in lint_text(text, filename=filename, config=Config(pedantic=True))]


@pytest.mark.parametrize(
    "text",
    [
        '{"Statement": [{"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"}]}',
        '{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "LogicalResourceId/web"}]}',
        '{"Statement": [{"Effect": "Allow", "Action": ["vpc:*"], "Resource": ["*"]}]}',
        '{"Statement": [{"Effect": "Allow", "Principal": ["1234567890"], "Action": ["oss:GetObject"],'
        ' "Resource": ["acs:oss:*:1234567890:b/*"]}]}',
        _ALLOW + '"Principal": ["27737962156157xxxx"], "Action": ["oss:PutObject"],'
        ' "Resource": ["acs:oss:cn-hangzhou:111933544165****:accesspoint/$ap-01"]}]}',
        _ALLOW + '"Principal": "*", "Action": ["*"], "Resource": ["*"]}]}',
        _ALLOW + '"Principal": {"RAM": ["acs:ram::1234567890123456:*"]}, "Action": ["kms:*"],'
        ' "Resource": ["*"]}]}',
        '{"Version": "2", "Statement": [{"Effect": "Deny", "Principal": "[1234567890]",'
        ' "Action": ["oss:GetObject"], "Resource": ["acs:oss:*:1234567890:*/*"]}]}',
        '{"Statement": [{"Effect": "Deny", "Action": ["ecs:RunInstances"], "Resource": ["*"]}]}',
        '{"Version": "2015-11-01", "Statement": [{"Effect": "Allow", "Action": ["kec:*"],'
        ' "Resource": ["*"]}]}',
        '{"Version": "3", "Statement": [{"Effect": "Allow", "Action": ["vm:*"], "Resource": ["*"]}]}',
        '[{"statement": [{"Effect": "Allow", "Action": ["fc:GetAccountSettings"], "Resource": "*"}]}]',
        '{"policies": [{"name": "r", "description": "d", "statement": [{"Effect": "Allow",'
        ' "Action": ["oss:GetObject"], "Resource": ["acs:oss:*:*:in/*"]}]}]}',
    ],
)
def test_policies_that_are_not_of_ram_are_passed_over(text: str) -> None:
    assert _codes(text) == []


@pytest.mark.parametrize(
    "text",
    [
        '{"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}',
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "<N>"}]}',
        '{"Version": "2.0", "Statement": [{"Effect": "Allow", "Action": "cos:*", "Resource": "*"}]}',
        '{"Version": "1.0", "Statement": [{"Effect": "Allow", "Action": ["dws:dws:*"]}]}',
        '{"Statement": [{"effect": "deny", "action": ["cvm:*"], "resource": ["*"]}], "version": "2.0"}',
        '{"Statement": [{"Effect": "Deny", "Action": ["iam:*"], "Resource": "*",'
        ' "Condition": {"StringNotEqualsIfExists": {"volc:UserName": ["a"]}}}]}',
        # Resource Access Manager of AWS.
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": ["ram:CreateResourceShare"],'
        ' "Resource": "*", "Condition": {"Bool": {"ram:RequestedAllowsExternalPrincipals": "true"}}}]}',
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*",'
        ' "Action": ["iam:Get*", "ec2:Get*", "ram:ListResources", "s3:List*"]}]}',
        '{"Version": "2.0", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}',
        '{"Version": "2015-11-01", "Statement": [{"Effect": "Allow", "Action": "ks3:*",'
        ' "Resource": "krn:ksc:ks3:::b"}]}',
        # What is wrong with the text of another cloud's policy is that cloud's.
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*",}],}',
    ],
)
def test_another_cloud_is_told_once(text: str) -> None:
    assert _codes(text) == ["RAM218"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            _ALLOW + '"Principal": {"AWS": ["acs:ram::1234567890123456:root"]}, '
            '"Action": "sts:AssumeRole"}]}',
            "RAM602",
        ),
        (_ALLOW + '"Action": "imm:GetTask", "Resource": ["arn:aws:s3:::b"]}]}', "RAM209"),
        ('{"Statement": [{"Effect": "Allow", "Action": "imm:GetTask", "Resource": "*"}]}', "RAM205"),
        ('{"statement": [{"Effect": "Allow", "Action": "imm:GetTask", "Resource": "*"}]}', "RAM202"),
        (
            '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "oss:*",'
            ' "Resource": "*"}]}',
            "RAM204",
        ),
        (
            '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ram:CreateUser",'
            ' "Resource": "*"}]}',
            "RAM204",
        ),
        (
            '{"Version": "2.0", "Statement": [{"Effect": "Allow", "Action": "imm:*", "Resource": "*"}]}',
            "RAM204",
        ),
        (
            '{"Version": "2016-10-17", "Statement": [{"Effect": "Allow", "Action": "ecs:*",'
            ' "Resource": "*"}]}',
            "RAM204",
        ),
        (
            '{"Version": 1.0, "Statement": [{"Effect": "Allow", "Action": "vpc:*", "Resource": "*"}]}',
            "RAM204",
        ),
        (
            '{"version": "1", "statement": [{"Effect": "Allow", "Action": "vpc:*", "Resource": "*"}]}',
            "RAM202",
        ),
        (_ALLOW + '"Action": "imm:GetTask", "Resource": "*"},]}', "RAM201"),
        ('{"Statement": [{"Effect": "Allow", "Action": "oss:GetObject", "Resource": "*"},]}', "RAM201"),
        # No service of IMM has a policy of its own: the principal does not belong here.
        (_ALLOW + '"Principal": "*", "Action": "imm:GetTask", "Resource": "*", "Sid": "a"}]}', "RAM403"),
    ],
)
def test_what_ram_alone_says_makes_a_policy_its_own(text: str, code: str) -> None:
    assert code in _codes(text)


def test_a_bucket_policy_in_code_is_passed_over() -> None:
    policy = (
        _ALLOW + '"Principal": ["27737962156157xxxx"], "Action": ["oss:PutObject"],'
        ' "Resource": ["acs:oss:cn-hangzhou:111933544165xxxx:accesspoint/$ap-01"]}]}'
    )
    assert _codes(f"import oss2\nbucket.put_bucket_policy('{policy}')\n", "a.py") == []
    alone = policy.replace('"Principal": ["27737962156157xxxx"], ', "")
    assert _codes(f"import oss2\nbucket.put_bucket_policy('{alone}')\n", "a.py") == ["RAM315"]


@pytest.mark.parametrize(
    "text",
    [
        '{"Version": "1.1", "Statement": [{"Effect": "Allow", "Action": ["dws:dws:*" "x"]}]}',
        '{Statement: [{Effect: "Allow", Action: "cos:*", Resource: "*"}]}',
        '{\\"Statement\\":[{\\"Effect\\":\\"Allow\\",\\"Action\\":[\\"tos:*\\"],\\"Resource\\":[\\"*\\"]}]}',
        '{"a": "{\\"Statement\\": [{\\"Effect\\": \\"Allow\\", \\"Action\\": \\"cos:*\\",}]}"}',
    ],
)
def test_what_cannot_be_read_is_told_only_if_it_is_meant_for_ram(text: str) -> None:
    assert _codes(text) == []


def test_the_number_one_is_a_text_where_ros_makes_it_one() -> None:
    policy = (
        "          Version: 1\n          Statement:\n            - Effect: Allow\n"
        "              Action: sts:AssumeRole\n              Principal: {Service: [ros.aliyuncs.com]}\n"
    )
    template = (
        "ROSTemplateFormatVersion: '2015-09-01'\nResources:\n  R:\n    Type: ALIYUN::RAM::Role\n"
        f"    Properties:\n      AssumeRolePolicyDocument:\n{policy}"
    )
    config = Config(pedantic=True)
    assert lint_text(template, filename="role.yaml", config=config) == []
    # Without its type, a property of that name is likely one of ROS.
    untyped = template.replace("    Type: ALIYUN::RAM::Role\n", "    Kind: Role\n")
    (found,) = lint_text(untyped, filename="role.yaml", config=config)
    assert (found.code, found.severity, found.line) == ("RAM204", "info", 7)
    alone = "".join(line[10:] + "\n" for line in policy.splitlines())
    assert [f.severity for f in lint_text(alone, filename="role.yaml", config=config)] == ["error"]


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffProjectName: p\nDatasetName: d\n",
        "ProjectName:\tp\t\nDatasetName: d\t# c\n\t\n",
        "ProjectName: &a p\nDatasetName: &a d\n",
    ],
)
def test_what_yaml_allows_is_no_finding(text: str) -> None:
    assert _codes(text, "create-dataset.yaml") == []


def test_an_open_quote_is_told_where_it_opens() -> None:
    text = 'ProjectName: p\nDatasetName: "d\nDescription: x\nTemplateId: y\n'
    (found,) = lint_text(text, filename="create-dataset.yaml")
    assert (found.code, found.line, found.column) == ("LNT903", 2, 14)


def test_a_tab_that_indents_is_still_told() -> None:
    assert _codes("ProjectName: p\n\tDatasetName: d\n", "create-dataset.yaml") == ["LNT903"]


def test_a_file_under_two_names_is_one(tmp_path: Path) -> None:
    target = tmp_path / "CreateDataset.json"
    target.write_text("{}")
    (tmp_path / "create-dataset.link.json").symlink_to(target)
    assert len(list(find([str(tmp_path), str(target), f"{tmp_path}/./CreateDataset.json"]))) == 1


CUSTOM = """\
code: ACME1
name: x
subject: policy
severity: error
message: x
valid: []
invalid:
  - '{"Version": "1", "Statement": [{"Effect": "allow", "Action": "*", "Resource": "*"}]}'
"""


def test_the_examples_of_a_custom_rule_are_not_ours_to_check() -> None:
    assert lint_text(CUSTOM, filename="rules/x.yaml") == []
    assert lint_text(CUSTOM.replace("subject:", "topic:"), filename="rules/x.yaml")
