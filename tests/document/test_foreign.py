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
        '{"Statement": [{"Effect": "Deny", "Action": ["iam:*"], "Resource": "*",'
        ' "Condition": {"StringNotEqualsIfExists": {"volc:UserName": ["a"]}}}]}',
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
    ],
)
def test_what_ram_alone_says_makes_a_policy_its_own(text: str, code: str) -> None:
    assert code in _codes(text)


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
