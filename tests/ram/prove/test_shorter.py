"""Policies over their quota, said in fewer characters."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import immlint
from immlint.config import Config
from immlint.ram import Policy as Read
from immlint.ram import diff
from immlint.ram.prove.shorter import shorter
from immlint.subject import Policy
from immlint.subject.policy import read_texts
from tests.command import immlint as run


def written(*statements: dict[str, Any]) -> Policy:
    return Policy(read_texts({"Version": "1", "Statement": list(statements)}), "identity", ())


def allow(action: Any, resource: Any = "*", effect: str = "Allow", **more: Any) -> dict[str, Any]:
    return {"Effect": effect, "Action": action, "Resource": resource, **more}


def said(*statements: dict[str, Any]) -> Any:
    found = shorter(written(*statements))
    return found["Statement"] if found else None


ONE, TWO = "acs:imm:*:*:project/one", "acs:imm:*:*:project/two"


def test_statements_that_differ_in_one_element_become_one() -> None:
    assert said(allow("imm:GetProject", ONE), allow("imm:GetProject", TWO)) == [
        allow("imm:GetProject", [ONE, TWO])
    ]
    assert said(allow("imm:GetProject", ONE), allow("imm:DeleteProject", [ONE])) == [
        allow(["imm:GetProject", "imm:DeleteProject"], ONE)
    ]


def test_what_others_cover_is_left_out() -> None:
    assert said(allow("imm:*"), allow("imm:GetProject", ONE)) == [allow("imm:*")]
    assert said(allow(["imm:GetTask", "imm:Get*", "IMM:GetTask"])) == [allow("imm:Get*")]
    assert said(allow("imm:GetTask", ["*", ONE])) == [allow("imm:GetTask", "*")]


def test_what_says_more_stays() -> None:
    condition = {"IpAddress": {"acs:SourceIp": "10.0.0.0/8"}}
    assert said(allow("imm:GetProject", ONE), allow("imm:DeleteProject", TWO)) is None
    assert said(allow("imm:GetProject", ONE), allow("imm:GetProject", TWO, Condition=condition)) is None
    assert said(allow("imm:GetProject", ONE), allow("imm:GetProject", TWO, "Deny")) is None
    assert said(allow("imm:GetProject", ONE, Sid="a"), allow("imm:GetProject", TWO, Sid="b")) is None
    assert said(allow("imm:GetProject", "acs:imm:*:*:project/${p}"), allow("imm:GetProject", ONE)) is None
    assert said(allow("imm:GetProject", ONE, "allow"), allow("imm:GetProject", TWO)) is None


ENTRIES = ["imm:*", "imm:Get*", "imm:GetTask", "imm:gettask", "imm:ListTasks", "ram:PassRole", "*"]
RESOURCES = ["*", ONE, TWO, "acs:imm:*:*:project/*", "acs:imm:*:*:project/one/dataset/*"]
STATEMENT = st.builds(
    lambda a, r, e: allow(a, r, e),
    st.lists(st.sampled_from(ENTRIES), min_size=1, max_size=3),
    st.lists(st.sampled_from(RESOURCES), min_size=1, max_size=3),
    st.sampled_from(["Allow", "Allow", "Deny"]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(STATEMENT, min_size=1, max_size=5))
def test_it_is_equal_never_longer_and_as_short_as_it_gets(statements: list[dict[str, Any]]) -> None:
    found = said(*statements)
    if found is None:
        return
    assert len(json.dumps(found)) <= len(json.dumps(statements))
    old, new = (Read.parse(json.dumps({"Version": "1", "Statement": s})) for s in (statements, found))
    change = diff([old], [new])
    assert not change.gained
    assert not change.lost
    assert said(*found) is None


def long_policy(count: int, indent: int | None = None) -> str:
    statements = [allow("imm:GetProject", f"acs:imm:*:*:project/p{i:04}") for i in range(count)]
    return json.dumps({"Version": "1", "Statement": statements}, indent=indent)


def test_a_policy_over_its_quota_is_mended_as_far_as_that_goes(tmp_path: Path) -> None:
    path = tmp_path / "policy.json"
    path.write_text(long_policy(80))
    code, out, err = run("--isolated", "--fix", "--select", "RAM214", "policy.json", cwd=tmp_path)
    assert (code, out) == (0, ""), err
    assert len(path.read_text()) <= 6144
    assert "mended 1 finding in 1 file (RAM214 1)" in err
    # So many names are too long however they are written.
    path.write_text(long_policy(300))
    code, out, err = run("--isolated", "--fix", "--select", "RAM214", "policy.json", cwd=tmp_path)
    assert code == 1
    size = len(path.read_text())
    assert size < len(long_policy(300)) // 2
    assert f"the policy has {size} characters; expected at most 6144" in out
    before = path.read_text()
    assert "mended nothing" in run("--isolated", "--fix", "policy.json", cwd=tmp_path)[2]
    assert path.read_text() == before


def test_white_space_alone_is_left_out_where_that_is_enough() -> None:
    text = long_policy(50, indent=8)
    (finding,) = immlint.lint_text(text, filename="policy.json", config=Config(select=("RAM214",)))
    assert finding.severity == "warning"
    assert finding.fix is not None
    ((start, end, mended),) = finding.fix.edits
    assert (start, end) == (0, len(text))
    assert json.loads(mended) == json.loads(text)
    assert finding.fix.description == f"say the same in {len(mended)} characters"
