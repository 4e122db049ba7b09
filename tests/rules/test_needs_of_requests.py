"""A rule that is not asked of a request, as that has nothing of what the rule needs, would find nothing."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from immlint.rules import registry

from immlint.catalog import load
from immlint.document.recognise.evidence import VERSIONS
from immlint.facts import Facts
from immlint.rule import Rule
from immlint.subject import UNKNOWN, CallSite, Request, lifted

RULES: list[Rule] = [rule for rule in registry() if issubclass(Request, rule.on) and rule.needs]
CATALOG = load()
FACTS = Facts(CATALOG)
LEGACY = sorted(CATALOG.legacy_actions)[:2]
VALUES: tuple[Any, ...] = (
    *(
        "x",
        "",
        "${x}",
        "<your-name>",
        "9",
        "oss://b/o",
        "oss://b/",
        "oss:/b",
        "s3://b/o",
        "Official:MediaMeta",
    ),
    *(
        "Official:MediaMeta",
        "official:nope",
        "1280x720",
        "0x1",
        "99999x1",
        "a,b,c",
        "asc",
        "DES",
        "jpg",
        "x" * 600,
    ),
    *(0, 1, -1, 10**20, 0.5, True, None, UNKNOWN, [], {}, ["x"], ["1:1", "9999:1"], [{}], {"x": "y"}),
    *([["x"]], [{"Content": "y" * 2000}], ["oss:/b"], {"URI": "oss:/b"}, [{"URI": "x"}] * 60),
)
#: Structures, and what they may hold: a few levels of what the catalogue names.
NAMES = sorted({name for rows in CATALOG.structs.values() for name in rows})
LEAVES = st.sampled_from(VALUES) | st.sampled_from(VALUES).filter(lambda v: v is not UNKNOWN).map(json.dumps)
GIVEN = st.recursive(
    LEAVES,
    lambda inner: st.dictionaries(st.sampled_from(NAMES), inner, max_size=3) | st.lists(inner, max_size=2),
    max_leaves=6,
)


@st.composite
def requests(draw: st.DrawFn) -> Request:
    operation = draw(st.sampled_from(sorted(CATALOG.operations)))
    names = [*CATALOG.operations[operation].parameters, "RegionId", "Nope", "Projectname"]
    version = draw(st.sampled_from([None, None, None, *VERSIONS]))
    required = [row.name for row in CATALOG.operations[operation].parameters.values() if row.required]
    parameters = dict.fromkeys(required, draw(st.sampled_from(["x", "oss://b/o"])))
    parameters |= draw(st.dictionaries(st.sampled_from(names), GIVEN, max_size=4))
    operation = draw(st.sampled_from([operation] * 6 + [*LEGACY, "CreateDatset", "Nope"]))
    call = CallSite(typed=draw(st.booleans()))
    return Request(
        operation,
        lifted(parameters),
        version=version,
        is_open=draw(st.booleans()),
        call=call if call.typed else None,
    )


@given(requests())
@settings(max_examples=1_000, deadline=None)
def test_what_lacks_what_a_rule_needs_has_nothing_to_tell(request: Request) -> None:
    for rule in RULES:
        if all(condition(request, FACTS) for condition in rule.when):
            is_asked = all(need(request, FACTS) for need in rule.needs)
            assert is_asked or not [*rule.check(request, FACTS)], rule.code


@given(st.sampled_from(["x", "9", "${x}"]), st.sampled_from(["x", "9-lives", "a" * 129, "${x}", 1, ["x"]]))
def test_a_name_is_looked_at_unless_it_is_plain(project: object, dataset: object) -> None:
    request = Request("CreateDataset", lifted({"ProjectName": project, "DatasetName": dataset}))
    for rule in RULES:
        is_asked = all(need(request, FACTS) for need in rule.needs)
        assert is_asked or not [*rule.check(request, FACTS)], rule.code


def test_few_rules_are_asked_of_a_right_request() -> None:
    request = Request("GetProject", {"ProjectName": "p"})
    asked = [rule.code for rule in RULES if all(need(request, FACTS) for need in rule.needs)]
    assert len(RULES) >= 10
    assert asked == []
