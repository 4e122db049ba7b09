"""Of statements that are alike, what is found of one holds for all."""

from __future__ import annotations

from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from immlint.rules import registry

from immlint.access import neighbour
from immlint.access.served import Served, dead_names, is_told, may_be_all
from immlint.access.service import known_service, overlaps
from immlint.access.sound import SOUND, told_as_a_whole
from immlint.catalog import load
from immlint.facts import Facts
from immlint.ram import arn
from immlint.ram.plain import Plain
from immlint.ram.written import Statement
from immlint.subject import Policy
from immlint.subject.policy import read_texts

SERVICES = ("imm", "IMM", "oss", "ecs", "ram", "kms", "log", "fc", "zoo", "*", "i*")
WORDS = [
    "project",
    "projects",
    "projectx",
    "proj",
    "dataset",
    "datasets",
    "data",
    "instance",
    "role",
    "user",
    "bucket",
    "object",
    "n",
    "photos",
    "zq0",
    "zq",
    "batch",
    "trigger",
    "task",
    "system",
    "1a",
    "-a",
    "_a",
    "a-b_c",
    "Ünder",
    "a.b",
]
LONG = "l" * 129
NAMES = st.sampled_from(
    [*WORDS, LONG, LONG[:31], "", "*", "?", "a*", "pro*", "*a", "a?", "p*t"]
) | st.from_regex(r"[A-Za-z0-9_-]{1,6}\*?", fullmatch=True)
RELATIVE = st.lists(NAMES, min_size=1, max_size=5).map("/".join)
RESOURCES = st.builds(
    "{}:{}:{}:{}:{}".format,
    st.sampled_from(["acs", "acs", "acs", "ACS", "arn"]),
    st.sampled_from(SERVICES),
    st.sampled_from(["*", "", "cn-hangzhou", "cn-*", "CN", "a:b"]),
    st.sampled_from(["*", "", "1234567890123456", "123", "system", "12xx34", "1*"]),
    RELATIVE,
)
ACTIONS = st.sampled_from(
    [
        *(
            f"imm:{name}"
            for name in ("GetProject", "GetDataset", "ListDatasets", "ListProjects", "Get*", "*Dataset")
        ),
        *(
            "oss:GetObject",
            "oss:ListObjects",
            "oss:Put*",
            "oss:*",
            "ecs:StopInstance",
            "ecs:Start*",
            "ram:PassRole",
        ),
        *("kms:Decrypt", "zoo:Feed", "*", "ram:Get*", "imm:CreateDataset", "imm:Detect*"),
    ]
)
FACTS = Facts(load())
RULES = [rule for rule in registry() if rule.code in ("RAM303", "RAM304", "RAM305", "RAM308")]


@given(RESOURCES)
@settings(max_examples=500, deadline=None)
def test_a_resource_serves_what_its_stand_in_serves(resource: str) -> None:
    general = SOUND.general(resource)
    service = known_service(arn.split(resource)[1])
    for family in service.families if service else ():
        for single in (False, True):
            asked = family.template, single
            assert (overlaps(resource, family, single=single), asked) == (
                overlaps(general, family, single=single),
                asked,
            )
        assert family.has_form(arn.split(resource)[-1]) == family.has_form(arn.split(general)[-1])
    assert is_told(resource) == is_told(general)
    assert may_be_all(resource) == may_be_all(general)
    assert any(True for _ in dead_names(resource)) == any(True for _ in dead_names(general))


@given(st.lists(ACTIONS, min_size=1, max_size=3), st.lists(RESOURCES, min_size=1, max_size=3), st.booleans())
@settings(max_examples=400, deadline=None)
def test_of_a_sound_statement_no_rule_has_anything_to_tell(
    actions: list[str], resources: list[str], denies: bool
) -> None:
    body = {"Effect": "Deny" if denies else "Allow", "Action": actions, "Resource": resources}
    policy = Policy(read_texts({"Version": "1", "Statement": [body]}))
    assume(policy.once(Plain.of) is not None)
    served = Served(Statement((), body))
    is_sound = not served.is_known or not (
        served.useless
        or any(served.unserved(asked) for asked in served.actions if not asked.is_vague)
        or any(True for _ in neighbour.unserved(served))
    )
    assert SOUND.holds((*actions,), (*resources,)) == is_sound
    if is_sound:
        found = [rule.code for rule in RULES for _ in rule.check(policy, FACTS)]
        assert set(found) <= {"RAM308"}
        assert not policy.once(told_as_a_whole)


def test_statements_that_differ_in_names_are_looked_at_once(monkeypatch: Any) -> None:
    looked = 0
    unserved = Served.unserved

    def counted(served: Served, asked: Any) -> Any:
        nonlocal looked
        looked += 1
        return unserved(served, asked)

    monkeypatch.setattr(Served, "unserved", counted)
    for number in range(50):
        name = f"acs:imm:cn-beijing:1234567890123456:project/q{number}/dataset/r{number}"
        assert SOUND.holds(("imm:GetDataset",), (name,))
    assert looked <= 1
