"""What samples put in the place of a name is told as that, and not as a name of the wrong form."""

from __future__ import annotations

import json

import pytest

from immlint import lint_text
from immlint.config import Config

#: What tells that a name is of the wrong form.
FORM = {"RAM208", "RAM209", "RAM210", "RAM310", "RAM602", "RAM603"}


def codes(element: str, value: object) -> dict[str, str]:
    """Return the severity of each rule that finds something about a policy with one value."""
    statement: dict[str, object] = {
        "Effect": "Allow",
        "Action": "oss:GetObject",
        "Resource": "acs:oss:*:*:b/*",
    }
    if element == "Principal":
        statement = {"Effect": "Allow", "Action": "sts:AssumeRole"}
    text = json.dumps({"Version": "1", "Statement": [{**statement, element: value}]})
    return {f.code: f.severity for f in lint_text(text, filename="policy.json", config=Config(pedantic=True))}


@pytest.mark.parametrize(
    ("element", "value", "severity"),
    [
        ("Action", "[ECS RAM Action]", "warning"),
        ("Action", ["oss:GetObject", "ecs:[Action]"], "warning"),
        ("Action", "<your-action>", "warning"),
        ("Action", "xxxx", "info"),
        ("Action", "****", "info"),
        ("Action", "ecs:xxxx", "info"),
        ("Resource", "[ECS RAM Action Resource]", "warning"),
        ("Resource", "acs:ecs:*:*:[instance]", "warning"),
        ("Resource", "acs:ecs:[region]:*:instance/i", "warning"),
        ("Resource", "acs:oss:*:*:xxxx/*", "info"),
        ("Resource", "xxxx", "info"),
        ("Principal", {"Service": "<id>@log.aliyuncs.com"}, "warning"),
        ("Principal", {"Service": ["[id]@log.aliyuncs.com"]}, "warning"),
        ("Principal", {"Service": "xxxx@log.aliyuncs.com"}, "info"),
        ("Principal", {"Service": "****"}, "info"),
        ("Principal", {"Service": "[Service]"}, "warning"),
        ("Principal", {"RAM": "acs:ram::[account]:root"}, "warning"),
        ("Principal", {"RAM": ["xxxx"]}, "info"),
    ],
)
def test_placeholders_are_told_as_placeholders(element: str, value: object, severity: str) -> None:
    found = codes(element, value)
    assert found.get("RAM315") == severity
    assert not FORM & set(found)


@pytest.mark.parametrize(
    ("element", "value", "code"),
    [
        ("Action", "GetObject", "RAM208"),
        ("Action", "oss: GetObject", "RAM208"),
        ("Action", "oss:Get[Object", "RAM208"),
        ("Resource", "arn:oss:*:*:b", "RAM209"),
        ("Principal", {"Service": "log"}, "RAM602"),
        ("Principal", {"RAM": "xxx"}, "RAM602"),
        ("Principal", {"RAM": "123456789012****"}, "RAM602"),
    ],
)
def test_names_of_the_wrong_form_are_still_told(element: str, value: object, code: str) -> None:
    assert code in codes(element, value)


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ("Resource", "acs:oss:*:*:b/[logs]/*"),
        ("Resource", "acs:oss:*:*:xxxxlarge/*"),
        ("Condition", {"StringLike": {"oss:Prefix": "[logs]/*"}}),
    ],
)
def test_what_a_name_may_be_is_no_placeholder(element: str, value: object) -> None:
    assert "RAM315" not in codes(element, value)
