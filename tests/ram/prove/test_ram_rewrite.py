"""Rewrites are offered only with a proof, and only where the text can be cut."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from immlint.rules import registry

import immlint
from immlint.catalog import load
from immlint.config import Config
from immlint.document.brackets import entry_span, stands_in_brackets
from immlint.facts import Facts
from immlint.finding import Severity
from immlint.issue import Issue
from immlint.language import Language
from immlint.ram.prove.rewrite import Rewrite
from immlint.repair import Put
from immlint.source import Span
from immlint.subject import EMBEDDED, UNKNOWN, Place, Policy, Route, Site, Text, lifted
from immlint.subject.value import placeholders
from tests.ram.oracle import ASSIGNMENTS, KNOWN, RESOURCES, STATEMENT, Body, granted, reach


def written(*statements: dict[str, Any], **more: Any) -> Policy:
    return Policy(lifted({"Version": "1", "Statement": list(statements)}), **more)


def allow(action: Any, resource: Any = "*", effect: str = "Allow") -> dict[str, Any]:
    return {"Effect": effect, "Action": action, "Resource": resource}


@pytest.mark.parametrize(
    ("text", "entry", "left"),
    [
        ("[a, b, c]", "a", "[b, c]"),
        ("[a, b, c]", "b", "[a, c]"),
        ("[a, b, c]", "c", "[a, b]"),
        ("[\n  a,\n  b\n]", "b", "[\n  a\n]"),
        ("[\n  a,\n  b\n]", "a", "[\n  b\n]"),
        ("[a]", "a", None),
        ("- a\n- b\n", "a", None),
        ("[a, # why\n b]", "b", None),
        ("[a, # why,\n b]", "a", None),
        ("[\n a, # why,\n b]", "b", None),
    ],
)
def test_an_entry_is_cut_with_its_comma(text: str, entry: str, left: str | None) -> None:
    span = entry_span(text, Span(text.index(entry), text.index(entry) + len(entry)))
    assert (None if span is None else text[: span.start] + text[span.end :]) == left


def test_entries_are_told_by_their_brackets() -> None:
    assert stands_in_brackets("[ a ]", Span(2, 3))
    assert not stands_in_brackets("- a\n- b", Span(2, 3))
    assert not stands_in_brackets("{x: a}", Span(4, 5))


def test_proofs() -> None:
    both = written(allow(["imm:Get*", "imm:GetTask"]), allow("imm:GetTask", "*", "Deny"))
    route = ("Statement", 0, "Action", 1)
    assert Rewrite(both).drop(route).keeps()
    assert not Rewrite(both).drop(("Statement", 0, "Action", 0)).keeps()
    assert Rewrite(both).drop(("Statement", 0, "Action", 0)).narrows()
    # A Deny may matter for what other policies allow, so it must stay as it is.
    assert not Rewrite(both).drop(("Statement", 1)).keeps()
    assert not Rewrite(both).drop(("Statement", 1)).narrows()
    idle = written(allow("imm:Get*"), allow("oss:*", "*", "Deny"))
    assert not Rewrite(idle).drop(("Statement", 1)).keeps()
    only = written(allow(["imm:Get*"]))
    assert not Rewrite(only).drop(("Statement", 0)).narrows()
    assert not Rewrite(only).drop(("Statement", 0, "Action", 0)).narrows()
    wide = Rewrite(only).put(("Statement", 0, "Action", 0), ["imm:Get*", "imm:List*"])
    assert not wide.narrows()
    assert wide.edits == [Put(Place(("Statement", 0, "Action", 0)), ["imm:Get*", "imm:List*"], among=True)]


def _effects(statements: list[Body]) -> list[tuple[int, int]]:
    """Return of each access what is granted, and what is refused, as bits for names of resources."""
    return [
        (granted([statements], action, region, holding), reach(statements, "Deny", action, region, holding))
        for action, region, holding in product(KNOWN, ("a", "q"), ASSIGNMENTS)
    ]


#: A step that changes a statement: drop it, drop an entry, or put other resources for one.
STEP = st.tuples(
    st.integers(0, 5),
    st.sampled_from(["", "Action", "NotAction", "Resource", "put", "put", "put"]),
    st.integers(0, 1),
    # Often a narrow one.
    st.lists(RESOURCES | st.sampled_from(["acs:x:a:1:a", "acs:x:*:1:a"]), min_size=1, max_size=2),
)


@settings(max_examples=400)
@given(st.lists(STATEMENT, min_size=1, max_size=5), st.booleans(), STEP)
def test_what_is_known_at_one_look_is_proved(
    pool: list[Body], doubled: bool, step: tuple[int, str, int, list[str]]
) -> None:
    statements = pool * 2 if doubled else pool
    number, element, place, resources = step
    number %= len(statements)
    changed: list[Body | None] = [{**each} for each in statements]
    route: Route = ("Statement", number)
    rewrite = Rewrite(written(*statements))
    if not element:
        rewrite.drop(route)
        changed[number] = None
    else:
        key = "Resource" if element == "put" else element
        old = statements[number].get(key, [])
        if place >= len(old):
            return
        new = resources if element == "put" else []
        changed[number] = {**statements[number], key: [*old[:place], *new, *old[place + 1 :]]}
        route = (*route, key, place)
        rewrite = rewrite.put(route, new) if new else rewrite.drop(route)
    before, after = _effects(statements), _effects([each for each in changed if each is not None])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rewrite, "_change", lambda self: None)
        keeps, narrows = rewrite.keeps(), rewrite.narrows()
    if keeps:
        assert before == after
    if narrows:
        assert all(
            not now & ~once and not refused & ~still
            for (once, refused), (now, still) in zip(before, after, strict=True)
        )


@settings(max_examples=400, deadline=None)
@given(st.lists(STATEMENT, min_size=1, max_size=5), STEP, st.booleans())
def test_what_surely_names_more_is_proved_to_grant_just_that(
    statements: list[Body], step: tuple[int, str, int, list[str]], beside: bool
) -> None:
    number, _, place, resources = step
    number %= len(statements)
    old = statements[number].get("Resource", [])
    if place >= len(old):
        return
    policy, route = written(*statements), ("Statement", number, "Resource", place)
    new = [old[place], *resources] if beside else resources
    quick = Rewrite(policy).put(route, new)._names_more({*resources})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rewrite, "_names_more", lambda self, patterns: False)
        assert not quick or Rewrite(policy).put(route, new).grants_just(*resources)


@settings(max_examples=300, deadline=None)
@given(st.lists(STATEMENT, min_size=2, max_size=4), st.sampled_from(["Action", "Resource"]), st.booleans())
def test_statements_that_differ_in_one_element_are_proved_to_be_as_good_as_one(
    pool: list[Body], element: str, lone: bool
) -> None:
    given = [each for each in pool if element in each]
    statements = [{**given[0], element: each[element]} for each in given]
    if lone and statements:
        statements[0][element] = statements[0][element][0]
    if len(statements) < 2:
        return
    route, others = ("Statement", 0), [("Statement", number) for number in range(1, len(statements))]
    policy = written(*statements)
    quick = Rewrite(policy).merge(route, element, others)._merges_alike()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rewrite, "_merges_alike", lambda self: False)
        assert not quick or Rewrite(policy).merge(route, element, others).keeps()


def test_a_repair_grants_just_what_it_says() -> None:
    policy = written(allow("imm:CreateDataset", "acs:imm:*:*:project/p"))
    route, near = ("Statement", 0, "Resource"), "acs:imm:*:*:project/p/dataset/*"
    assert Rewrite(policy).put(route, near).grants_just(near)
    assert not Rewrite(policy).put(route, "*").grants_just(near)
    granted = written(allow("imm:CreateDataset", "acs:imm:*:*:project/p"), allow("imm:*"))
    assert not Rewrite(granted).put(route, near).grants_just(near)
    # Of several each is new, or one was not needed.
    trigger = "acs:imm:*:*:project/p/trigger/*"
    assert Rewrite(policy).put(route, [near, trigger]).grants_just(near, trigger)
    assert not Rewrite(policy).put(route, [near, trigger]).grants_just(near)
    assert (
        not Rewrite(policy)
        .put(route, [near, "acs:imm:*:*:project/p"])
        .grants_just(near, "acs:imm:*:*:project/p")
    )


@pytest.mark.parametrize(
    "policy",
    [
        written(allow(["imm:Get*", "imm:GetTask"], "acs:imm:*:*:project/${p}")),
        written(allow(["imm:Get*", "imm:GetTask"], UNKNOWN)),
        written(allow(["imm:Get*", Text("imm:${x}", [(4, 8)], Language.hole())])),
    ],
)
def test_what_nobody_sees_is_never_rewritten(policy: Policy) -> None:
    assert not Rewrite(policy).drop((*policy.route, "Statement", 0, "Action", 1)).keeps()


@pytest.mark.parametrize("route", [("Policy", EMBEDDED), (Site(0),)])
def test_a_policy_in_a_text_or_in_code_is_rewritten_like_another(route: Route) -> None:
    policy = written(allow(["imm:Get*", "imm:GetTask"]), route=route)
    assert Rewrite(policy).drop((*route, "Statement", 0, "Action", 1)).keeps()
    assert not Rewrite(policy).drop((*route, "Statement", 0, "Action", 0)).keeps()


def issues(code: str, *statements: dict[str, Any]) -> list[Issue]:
    return list(registry().find(code).check(written(*statements), Facts(load())))


def computed(text: str) -> Text:
    return Text(text, placeholders(text), Language.hole())


def test_constant_parts_beside_computed_ones_are_checked() -> None:
    old = computed("acs:imm:${region}:${uid}:projects/${p}")
    assert issues("RAM307", allow("imm:GetProject", old))
    assert not issues("RAM315", allow("imm:GetProject", old))
    assert issues("RAM315", allow("imm:GetProject", computed("acs:imm:*:${uid}:project/<project>")))
    for silent in (
        "acs:imm:*:*:project/${p}",
        "acs:imm:*:*:project/photos-${env}-x",
        "${arn}",
        "acs:${rest}",
    ):
        assert not issues("RAM303", allow("imm:CreateDataset", computed(silent)))
    for wrong in ("acs:imm:*:${uid}:trigger/x", "acs:oss:*:*:${bucket}"):
        found = issues("RAM303", allow("imm:CreateDataset", computed(wrong)))
        assert len(found) == 1
        assert found[0].repair is None
    assert issues("RAM308", allow("imm:GetProject", computed("acs:imm:*:*:project/1-${p}")))
    assert not issues("RAM308", allow("imm:GetProject", computed("acs:imm:*:*:project/${p}-1")))
    assert issues("RAM309", allow("imm:GetProject", computed("acs:imm:cn-bejing:*:project/${p}")))
    assert issues("RAM310", allow("imm:GetProject", computed("acs:imm:*:123:project/${p}")))
    assert issues("RAM304", allow("imm:DetachOSSBucket", computed("acs:imm:${region}:*:project/p")))
    assert not issues("RAM304", allow("imm:DetachOSSBucket", computed("acs:imm:*:*:${what}")))
    assert issues("RAM305", allow("imm:ListDatasets", computed("acs:imm:${r}:*:project/p/dataset/d")))
    assert not issues("RAM305", allow("imm:ListDatasets", computed("acs:imm:*:*:project/p/dataset/${d}")))
    assert issues("RAM302", allow(computed("imm:Foo${x}")))
    assert not issues("RAM302", allow(computed("imm:${x}")))
    assert issues("RAM209", allow("imm:*", computed("arn:${x}")))


@pytest.mark.parametrize(
    ("code", "action"),
    [("RAM303", "imm:CreateDataset"), ("RAM304", "imm:DetachOSSBucket"), ("RAM305", "imm:ListDatasets")],
)
def test_what_is_computed_elsewhere_may_be_right(code: str, action: str) -> None:
    resource = "acs:imm:*:*:project/p/dataset/d" if code == "RAM305" else "acs:oss:*:*:b"
    assert issues(code, allow(action, [resource]))
    assert not issues(code, allow(action, [resource, UNKNOWN]))


def test_inferred_rows_and_patterns_say_less() -> None:
    (inferred,) = issues("RAM303", allow("imm:GetStory", "acs:imm:*:*:project/p"))
    assert inferred.inferred
    (pattern,) = issues("RAM303", allow("imm:*teDataset", "acs:imm:*:*:project/p"))
    assert (pattern.severity, pattern.inferred) == (Severity.WARNING, False)
    (sure,) = issues("RAM303", allow("IMM:createdataset", "acs:imm:*:*:project/p"))
    assert (sure.severity, sure.inferred) == (None, False)


def test_a_fix_in_a_larger_document_is_cut_at_its_place() -> None:
    policy = {"Version": "1", "Statement": [allow(["imm:GetTask", "imm:Get*"])]}
    text = json.dumps({"Resources": {"Policy": {"Document": policy}}}, indent=2)
    config = Config(pedantic=True, select=("RAM501",))
    (finding,) = immlint.lint_text(text, filename="stack.json", config=config)
    assert finding.fix is not None
    (edit,) = finding.fix.edits
    after = json.loads(text[: edit.start] + edit.text + text[edit.end :])
    policy["Statement"] = [allow(["imm:Get*"])]
    assert after == {"Resources": {"Policy": {"Document": policy}}}
