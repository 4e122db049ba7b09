"""Rounds of fixes: what overlaps waits, what does not end or breaks something else is not written at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import immlint
from immlint.config import Config
from immlint.document import read
from immlint.finding import Edit, Finding, Fix
from immlint.fix import Checked, Mended, mend, mend_one
from immlint.ram import Policy, diff
from immlint.source import Source

Applied = Literal["safe", "unsafe", "display"]


def found(
    edits: list[Edit], code: str = "IMM102", severity: str = "info", how: Applied = "safe", at: int = 0
) -> Finding:
    fix = Fix("mend it", tuple(edits), how) if edits else None
    return Finding(
        code=code,
        name="x",
        severity=severity,
        message="",
        path="x.json",
        line=1,
        column=1,
        end_line=1,
        end_column=1,
        pointer="",
        help="",
        url="",
        fix=fix,
        start=at,
        end=at + 1,
        value=str(at),
    )


def mended(text: str, rule: Callable[[str], list[Finding]], *, unsafe: bool = False) -> Mended:
    """Return what *rule* makes of a text that is ours whatever stands in it."""

    def check(source: Source) -> Checked:
        return Checked(read(Source("CreateDataset.json", b'{"ProjectName": "p"}')), rule(source.text))

    source = Source("x.json", text.encode())
    allowed: set[Applied] = {"safe", "unsafe"} if unsafe else {"safe"}
    return mend(source, check(source), check, allowed)


def test_overlapping_edits_wait_for_the_next_round() -> None:
    rounds: list[str] = []

    def rule(text: str) -> list[Finding]:
        rounds.append(text)
        edits = [[Edit(i, i + 2, "b")] for i in range(len(text) - 1) if text[i : i + 2] == "aa"]
        return [found(e, at=e[0].start) for e in edits]

    assert mended("aaaa aa", rule).after.text == "bb b"
    assert mended("aaa", rule).after.text == "ba"
    assert rounds[:3] == ["aaaa aa", "bb b", "aaa"]


def test_equal_edits_count_once_and_mend_all_that_has_them() -> None:
    def rule(text: str) -> list[Finding]:
        at = text.find("x")
        return [found([Edit(at, at + 1, "y")], code) for code in ("IMM101", "IMM102")] if at >= 0 else []

    made = mended("x", rule)
    assert made.after.text == "y"
    assert made.applied == {"IMM101": 1, "IMM102": 1}


def test_fixes_that_do_not_settle_write_nothing() -> None:
    def back_and_forth(text: str) -> list[Finding]:
        return [found([Edit(0, 1, "y" if text[0] == "x" else "x")], "IMM107")]

    made = mended("x", back_and_forth)
    assert not made.is_changed
    assert (made.refused, made.withheld) == ("the fixes do not settle", ("IMM107",))

    def ever_longer(text: str) -> list[Finding]:
        return [found([Edit(0, 0, "x")], "IMM108")]

    made = mended("x", ever_longer)
    assert (made.is_changed, made.refused) == (False, "the fixes do not settle")


def test_an_error_elsewhere_writes_nothing() -> None:
    def rule(text: str) -> list[Finding]:
        if text[0] == "x":
            return [found([Edit(0, 1, "y")])]
        return [found([], "IMM104", "error", at=text.index("!"))]

    assert mended("x   !", rule).refused == "IMM104 would appear at line 1"
    assert not mended("x   !", rule).is_changed
    # At the value that was edited, or that of the name that was, it is what comes to light.
    assert mended("x!", rule).after.text == "y!"
    assert mended('x": "!"', rule).after.text == 'y": "!"'

    def known(text: str) -> list[Finding]:
        return [*rule(text), *([found([], "IMM104", "error", at=text.index("!"))] if text[0] == "x" else [])]

    assert mended("x   !", known).is_changed


def test_what_a_text_holds_comes_to_light_when_it_can_be_read() -> None:
    text = 'Version: "1"\nStatement:\n- Effect: Permit\n  Action: "*"\n  Resource: *\n'
    source = Source("policy.yaml", text.encode())
    made = mend(source, linted(source), linted, {"safe", "unsafe"})
    assert made.after.text == text.replace("Resource: *", 'Resource: "*"')


def test_a_warning_elsewhere_is_let_pass() -> None:
    def rule(text: str) -> list[Finding]:
        return [found([Edit(0, 1, "y")])] if text[0] == "x" else [found([], "IMM104", "warning", at=4)]

    assert mended("x   !", rule).is_changed


def test_unsafe_fixes_and_those_for_display() -> None:
    places: dict[str, Applied] = {"s": "safe", "u": "unsafe", "d": "display"}

    def rule(text: str) -> list[Finding]:
        return [found([Edit(i, i + 1, "-")], how=places[c]) for i, c in enumerate(text) if c in places]

    assert mended("sud", rule).after.text == "-ud"
    assert mended("sud", rule, unsafe=True).after.text == "--d"


@pytest.mark.parametrize(
    ("written", "severity", "reason"),
    [
        ("y", "info", ""),
        ("y!", "info", ""),
        ("y!", "error", "IMM104 would appear at line 1"),
        ("x", "info", "the fixes do not settle"),
    ],
)
def test_one_fix_is_held_to_the_same_and_no_other_is_made(written: str, severity: str, reason: str) -> None:
    def check(source: Source) -> Checked:
        text = source.text
        fixes = [found([Edit(i, i + 1, written)], at=i) for i, char in enumerate(text) if char == "x"]
        bad = [found([], "IMM104", severity, at=len(text) - 1)] if "!" in text else []
        return Checked(read(Source("CreateDataset.json", b'{"ProjectName": "p"}')), [*fixes, *bad])

    source = Source("x.json", b"x  x  ")
    checked = check(source)
    made = mend_one(source, checked, check, checked.findings[0])
    assert made.refused == reason
    assert made.after.text == ("x  x  " if reason else f"{written}  x  ")


def test_what_its_encoding_cannot_write_is_refused() -> None:
    source = Source("x.json", b"x", "latin-1")
    first = Checked(None, [found([Edit(0, 1, "\u4e2d")])])
    made = mend(source, first, lambda text: first, {"safe"})
    assert made.refused == "the encoding of the file cannot write what would be mended"


def linted(source: Source, **config: bool) -> Checked:
    text = source.text
    findings = immlint.lint_text(text, filename=source.path, config=Config(**config))  # type: ignore[arg-type]
    return Checked(read(source, named=True), findings)


ACTIONS = ["imm:*", "imm:Get*", "imm:GetTask", "imm:getProject", "imm:ListTasks", "imm:Create*", "*"]
RESOURCES = [
    "*",
    "acs:imm:*:*:project/p",
    "acs:imm:*:*:project/p/*",
    "acs:imm:*:*:project/*",
    "acs:imm:*:*:*",
]
STATEMENT = st.fixed_dictionaries(
    {
        "Effect": st.sampled_from(["Allow", "Allow", "Deny"]),
        "Action": st.lists(st.sampled_from(ACTIONS), min_size=1, max_size=4),
        "Resource": st.lists(st.sampled_from(RESOURCES), min_size=1, max_size=3),
    }
)


def fixed(statements: list[dict[str, object]], indent: int | None) -> Mended:
    """Apply all safe fixes, and hold that none is left and that what is granted is the same both ways."""
    text = json.dumps({"Version": "1", "Statement": statements}, indent=indent)
    source = Source("policy.json", text.encode())
    made = mend(source, linted(source), linted, {"safe"})
    assert not made.refused
    assert not [f for f in linted(made.after).findings if f.fix and f.fix.applicability == "safe"]
    old, new = Policy.parse(text), Policy.parse(made.after.text)
    for before, after in ((old, new), (new, old)):
        found = diff([before], [after])
        assert not found.gained
        assert not found.lost
        assert not found.undecided
    return made


@settings(max_examples=60, deadline=None)
@given(st.lists(STATEMENT, min_size=1, max_size=4), st.booleans())
def test_safe_fixes_of_policies_settle_and_keep_what_is_granted(
    statements: list[dict[str, object]], indented: bool
) -> None:
    fixed(statements, 2 if indented else None)


CONDITIONS = [
    {"IpAddress": {"acs:SourceIp": ["10.0.0.0/8", "10.1.0.0/16"]}},
    {"IpAddress": {"acs:SourceIp": "10.1.0.0/16"}},
    {"StringEquals": {"acs:SourceVpc": ["vpc-1", "vpc-2", "vpc-1"]}},
    {"StringLike": {"acs:SourceVpc": ["vpc-*", "vpc-1"]}},
    {"Bool": {"acs:SecureTransport": "true"}, "StringLike": {"acs:SourceVpc": "vpc-*"}},
]
_SERVICES = [*ACTIONS, "oss:GetObject", "oss:Get*", "ram:ListUsers", "*:Get*"]
_PLACES = [*RESOURCES, "acs:oss:*:*:bucket/*", "acs:oss:*:*:bucket/a*", "acs:ram:*:*:user/*"]
#: Of several services, by what they name or do not, under conditions.
CONDITIONAL = st.builds(
    lambda statement, condition: {**statement, **({"Condition": condition} if condition else {})},
    st.builds(
        lambda effect, key, actions, resources: {"Effect": effect, key: actions, "Resource": resources},
        st.sampled_from(["Allow", "Allow", "Deny"]),
        st.sampled_from(["Action", "Action", "NotAction"]),
        st.lists(st.sampled_from(_SERVICES), min_size=1, max_size=3),
        st.lists(st.sampled_from(_PLACES), min_size=1, max_size=3),
    ),
    st.sampled_from([None, *CONDITIONS]),
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(CONDITIONAL, min_size=1, max_size=3).flatmap(
        lambda pool: st.lists(st.sampled_from(pool) | CONDITIONAL, min_size=1, max_size=4)
    )
)
def test_safe_fixes_keep_what_conditions_and_exceptions_say(statements: list[dict[str, object]]) -> None:
    fixed(statements, 2)


def test_fixes_that_are_proved_one_by_one_are_not_applied_together() -> None:
    # Each of the two is covered by the other: one of them has to stay.
    statement = {"Effect": "Allow", "Action": ["imm:GetTask"], "Resource": ["*"]}
    text = json.dumps({"Version": "1", "Statement": [statement, statement]})
    at = text.index("{", 1), text.rindex("{")

    def check(source: Source) -> Checked:
        findings = []
        if source.text.count("Effect") == 2:
            first, second = (Edit(at[0], at[1], ""), Edit(at[1] - 2, len(text) - 2, ""))
            fixes = [Fix("drop it", (edit,), "safe", "equal") for edit in (first, second)]
            findings = [replace(found([], "RAM502", at=n), fix=fix) for n, fix in enumerate(fixes)]
        return Checked(read(source, named=True), findings)

    source = Source("policy.json", text.encode())
    made = mend(source, check(source), check, {"safe"})
    assert json.loads(made.after.text) == {"Version": "1", "Statement": [statement]}
    assert made.applied["RAM502"] == 1


def test_a_fix_whose_claim_does_not_hold_is_not_written() -> None:
    text = '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:GetTask", "Resource": "*"}]}'
    at = text.index("GetTask")

    def check(source: Source) -> Checked:
        fix = Fix("say it in short", (Edit(at, at + 7, "*"),), "safe", "equal")
        own = [replace(found([], "RAM404"), fix=fix)] if "GetTask" in source.text else []
        return Checked(read(source, named=True), own)

    source = Source("policy.json", text.encode())
    made = mend(source, check(source), check, {"safe"})
    assert not made.is_changed
    assert made.refused == "what the fix claims is not proved of the mended text"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_marks_and_line_ends_are_kept(mark: bytes) -> None:
    lines = ['{"Version": "1", "Statement": [', ' {"Effect": "Allow", "Action":']
    lines += ['  ["imm:Get*", "imm:GetTask"],', '  "Resource": "*"}]}', ""]
    data = mark + "\r\n".join(lines).encode()
    source = Source("policy.json", data)
    made = mend(source, linted(source), linted, {"safe"})
    assert made.after.data == data.replace(b', "imm:GetTask"', b"")
