"""What requests ask of RAM, and what policies grant of it where region and account are open."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from immlint.access.answer import Part, answer
from immlint.access.ask import Ask, asked_by
from immlint.catalog import load
from immlint.catalog.names import GRAMMAR
from immlint.language import Language
from immlint.ram import Policy, grants
from immlint.subject import UNKNOWN, CallSite, Request, Text, lifted

CATALOG = load()
REGIONS = tuple(CATALOG.regions)


def asks(operation: str, region: str | None = None, **parameters: Any) -> list[Ask]:
    request = Request(operation, lifted(parameters), call=CallSite(region=region))
    return asked_by(request, CATALOG.operations[operation])


def parts(policy: dict[str, Any], ask: Ask) -> list[Part]:
    return answer(ask, [Policy.read(lifted(policy))], REGIONS)


def one_of(*texts: str) -> Text:
    """Return what code shows as one name and knows to be one of these texts."""
    return Text("${x}", [(0, 4)], Language([b for text in texts for b in Language.literal(text).branches]))


def allow(*resources: str, action: str = "imm:*", effect: str = "Allow") -> dict[str, Any]:
    return {"Effect": effect, "Action": action, "Resource": list(resources)}


@pytest.mark.parametrize(
    ("operation", "parameters", "patterns"),
    [
        ("CreateDataset", {"ProjectName": "p", "DatasetName": "d"}, ["acs:imm:*:*:project/p/dataset/d"]),
        ("GetProject", {"ProjectName": UNKNOWN}, ["acs:imm:*:*:project/*"]),
        ("GetProject", {"ProjectName": "p", "RegionId": "cn-beijing"}, ["acs:imm:cn-beijing:*:project/p"]),
        ("GetProject", {"ProjectName": "${env}-p"}, ["acs:imm:*:*:project/*-p"]),
        ("ListDatasets", {"ProjectName": "p"}, ["acs:imm:*:*:project/p/dataset/*"]),
        ("ListProjects", {}, ["acs:imm:*:*:project/*"]),
        ("DetachOSSBucket", {"OSSBucket": "b"}, ["*"]),
    ],
)
def test_request_asks_for_its_row(operation: str, parameters: dict[str, Any], patterns: list[str]) -> None:
    assert [p for ask in asks(operation, **parameters) for p in ask.patterns()] == patterns


def test_what_needs_no_grant_or_can_be_no_name_asks_nothing() -> None:
    assert asks("ListRegions") == []
    assert asks("GetProject", ProjectName="1p") == []


def test_region_and_account_narrow_what_is_open_only() -> None:
    (ask,) = asks("GetProject", region="cn-beijing", ProjectName="p")
    account = "1234567890123456"
    assert ask.patterns("cn-hangzhou", account) == [f"acs:imm:cn-beijing:{account}:project/p"]


def test_left_out_dataset_is_not_sure() -> None:
    assert [ask.sure for ask in asks("CreateBinding", ProjectName="p", URI="oss://b")] == [False]
    assert [ask.sure for ask in asks("CreateBinding", ProjectName="p", DatasetName="d")] == [True]


def test_template_is_taken_by_what_it_may_be() -> None:
    (ask,) = asks("GetProject", ProjectName=one_of("a", "b"))
    assert ask.patterns() == ["acs:imm:*:*:project/a", "acs:imm:*:*:project/b"]


def test_a_hole_is_one_alternative_however_it_may_be_filled() -> None:
    (ask,) = asks("GetProject", ProjectName="${team}photos")
    assert len(ask.alternatives) == 1
    policy = {"Statement": [allow("acs:imm:*:*:project/*-photos")]}
    (part,) = parts(policy, ask)
    assert (part.shown, part.decision.verdict) == ("project/*photos", "some")


def test_choices_of_two_parameters_may_go_together() -> None:
    either = one_of("a", "b")
    (ask,) = asks("GetDataset", ProjectName=either, DatasetName=either)
    policy = {"Statement": [allow("acs:imm:*:*:project/a/dataset/a", "acs:imm:*:*:project/b/dataset/b")]}
    assert [part.decision.verdict for part in parts(policy, ask)] == ["some", "some"]
    policy = {"Statement": [allow("acs:imm:*:*:project/a/dataset/*")]}
    assert [part.decision.verdict for part in parts(policy, ask)] == ["all", "none"]


def test_very_many_alternatives_are_decided_together() -> None:
    (ask,) = asks("GetProject", ProjectName=one_of(*(f"p{n}" for n in range(70))))
    assert len(ask.alternatives) == 1
    assert len(ask.patterns()) == 70


@given(st.lists(st.sampled_from(["a", "-", "1", "/", "*"]), max_size=4), st.text("a-1/", max_size=5))
def test_legal_keeps_just_the_names(parts: list[str], text: str) -> None:
    language = Language.literal("")
    for part in parts:
        language = language + (Language.hole() if part == "*" else Language.literal(part))
    name = bool(text) and text[0] == "a" and "/" not in text
    assert GRAMMAR.within(language).matches(text) == (language.matches(text) and name)


def test_policy_of_one_region_or_account_makes_no_finding() -> None:
    (ask,) = asks("GetProject", ProjectName="p")
    for where in ("cn-beijing:*", "*:1234567890123456", "cn-*:12*"):
        policy = {"Statement": [allow(f"acs:imm:{where}:project/p")]}
        assert [part.decision.verdict for part in parts(policy, ask)] == ["all"]
    (elsewhere,) = asks("GetProject", region="cn-hangzhou", ProjectName="p")
    policy = {"Statement": [allow("acs:imm:cn-beijing:*:project/p")]}
    assert [part.decision.verdict for part in parts(policy, elsewhere)] == ["none"]


def test_regions_that_grant_different_names_are_undecided_together() -> None:
    statements = [
        allow("acs:imm:cn-beijing:*:project/a*"),
        allow(*(f"acs:imm:cn-hangzhou:*:project/{c}*" for c in "bcdefghijklmnopqrstuvwxyz_")),
        allow(*(f"acs:imm:cn-hangzhou:*:project/{c}*" for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")),
    ]
    (ask,) = asks("GetProject", ProjectName=UNKNOWN)
    assert parts({"Statement": statements}, ask)[0].decision.verdict == "undecided"
    assert parts({"Statement": statements[:1]}, ask)[0].decision.verdict == "some"


def test_deny_of_another_region_is_no_reason() -> None:
    (ask,) = asks("GetProject", ProjectName="p")
    hangzhou = allow("acs:imm:cn-hangzhou:*:*", effect="Deny")
    (part,) = parts({"Statement": [hangzhou]}, ask)
    assert (part.decision.verdict, part.denied) == ("none", False)
    (part,) = parts({"Statement": [hangzhou, allow("acs:imm:cn-hangzhou:*:project/p")]}, ask)
    assert (part.decision.verdict, part.denied) == ("none", True)
    (part,) = parts({"Statement": [allow("*", effect="Deny")]}, ask)
    assert (part.decision.verdict, part.denied) == ("none", True)


_FIELDS = st.tuples(
    st.sampled_from(["*", "cn-beijing", "cn-hangzhou", "cn-*"]),
    st.sampled_from(["*", "1234567890123456", "6543210987654321"]),
    st.sampled_from(["project/a", "project/b", "project/*", "project/a*", "*"]),
)
_STATEMENTS = st.lists(st.tuples(st.sampled_from(["Allow", "Allow", "Deny"]), _FIELDS), max_size=5)


@settings(max_examples=40, deadline=None)
@given(_STATEMENTS)
def test_open_places_agree_with_trying_them_all(rows: list[tuple[str, tuple[str, str, str]]]) -> None:
    policy = Policy.read({"Statement": [allow("acs:imm:" + ":".join(f), effect=e) for e, f in rows]})
    ask = Ask("imm:GetProject", (Language.literal("project/a"), Language.literal("project/b")))
    found = {part.shown: part.decision.verdict for part in answer(ask, [policy], REGIONS)}
    regions = ("cn-beijing", "cn-hangzhou", "cn-shanghai", "us-west-1")
    accounts = ("1234567890123456", "6543210987654321", "0000000000000000")
    for name in ("project/a", "project/b"):
        granted = any(
            grants([policy], action="imm:GetProject", resource=f"acs:imm:{region}:{account}:{name}").verdict
            == "all"
            for region, account in product(regions, accounts)
        )
        assert found[name] == ("all" if granted else "none")
