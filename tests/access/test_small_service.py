"""Decisions and findings about names and regions, against every name and region of a service that has few.

The rows are IMM's own; but names have at most three letters, and there are three regions.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import immlint
from immlint.access import service as services
from immlint.access.service import Service
from immlint.catalog.names import Grammar
from immlint.config import Config
from immlint.language import Chars
from immlint.ram import Policy, grants
from immlint.ram.arn import split
from tests.ram.oracle import glob

Body = dict[str, Any]
REGIONS = ("aa-1", "ab-1", "ab-2")
#: One in which the service is not.
ELSEWHERE = "bb-1"
NAMES = [f + "".join(rest) for n in range(3) for f in "ab" for rest in product("abc", repeat=n)]
GRAMMAR = Grammar(Chars.of("ab"), Chars.of("abc"), 3)
PROJECTS = [f"project/{name}" for name in NAMES]
DATASETS = [f"{project}/dataset/{name}" for project, name in product(PROJECTS, NAMES)]
ASKED = {
    "imm:GetProject": PROJECTS,
    "imm:CreateProject": PROJECTS,
    "imm:GetDataset": DATASETS,
    "imm:CreateDataset": DATASETS,
    "imm:ListDatasets": [f"{project}/dataset/*" for project in PROJECTS],
}
ACTIONS = list(ASKED)
#: Whatever some action of the service is asked for.
EVERY = [
    "project/*",
    *PROJECTS,
    *DATASETS,
    *(f"{project}/{kind}/*" for project in PROJECTS for kind in ("dataset", "batch", "trigger")),
]
#: One region for each way that the patterns of tests tell regions apart, of those that there may be.
ANYWHERE = (*REGIONS, ELSEWHERE, "ab-22", "b-2", "ba-1", "ca-1", "c-1", "c-2")


class Small(Service):
    """A service with few regions."""

    regions = REGIONS


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    row = Small("imm", grammars={"ProjectName": GRAMMAR, "DatasetName": GRAMMAR})
    cached = (services.asked, services.meant)
    with monkeypatch.context() as patch:
        patch.setattr(services, "SERVICES", (row,))
        for function in cached:
            function.cache_clear()
        yield
    for function in cached:
        function.cache_clear()


_NAME = st.sampled_from(
    ["*", "a", "a*", "*b", "??", "???*", "????", "????*", "c*", "ca", "?c", "*abca*"]
) | st.text("abc?*", min_size=1, max_size=5)
_RELATIVE = st.one_of(
    st.builds("project/{}".format, _NAME),
    st.builds("project/{}/dataset/{}".format, _NAME, _NAME),
    st.sampled_from(
        ["*", "project/*", "proj*", "*/dataset/*", "*abab", "*/????", "project/a*/*", "project/*bc"]
    ),
)
_REGION = st.sampled_from(["*", "*", "aa-1", "ab-?", "ab*", "*-1", ELSEWHERE, "?a-1", "b*"])
_RESOURCE = st.builds("acs:imm:{}:*:{}".format, _REGION, _RELATIVE)
_STATEMENT = st.builds(
    lambda effect, actions, resources: {"Effect": effect, "Action": actions, "Resource": resources},
    st.sampled_from(["Allow", "Allow", "Deny"]),
    st.lists(st.sampled_from([*ACTIONS, "imm:Get*", "imm:*"]), min_size=1, max_size=2),
    st.lists(_RESOURCE, min_size=1, max_size=3),
)


def names(resource: str, region: str, relative: str) -> bool:
    _, _, where, _, pattern = resource.split(":", 4)
    return glob(where, region) and glob(pattern, relative)


def allowed(statements: list[Body], action: str, region: str, relative: str) -> bool:
    effects = {
        s["Effect"]
        for s in statements
        if any(glob(a.lower(), action.lower()) for a in s["Action"])
        and any(names(r, region, relative) for r in s["Resource"])
    }
    return effects == {"Allow"}


def document(*statements: Body) -> str:
    return json.dumps({"Version": "1", "Statement": statements})


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(_STATEMENT, min_size=1, max_size=3),
    st.sampled_from(ACTIONS),
    st.sampled_from(["*", "*", "aa-1", "ab-*"]),
    st.sampled_from(["*", "a*", "?b"]),
)
def test_decisions_know_lengths_and_regions(
    statements: list[Body], action: str, region: str, project: str
) -> None:
    inside = "" if "Project" in action else "/dataset/*"
    resource = f"acs:imm:{region}:*:project/{project}{inside}"
    wanted = [
        (where, relative)
        for where, relative in product(filter(lambda r: glob(region, r), REGIONS), ASKED[action])
        if glob(project, relative.split("/")[1])
    ]
    good = {place for place in wanted if allowed(statements, action, *place)}
    decision = grants([Policy.parse(document(*statements))], action=action, resource=resource)
    expected = "none" if not good else "all" if len(good) == len(wanted) else "some"
    assert (decision.verdict, decision.certain) == (expected, expected)
    for witness, among in ((decision.covered, good), (decision.uncovered, {*wanted} - good)):
        assert (witness is None) == (not among)
        if witness is not None:
            _, _, where, _, relative = witness.split(":", 4)
            assert (where, relative) in among
    for where, relative in wanted:
        lacking = any(row.holds(f"acs:imm:{where}:1:{relative}") for row in decision.residual)
        assert lacking == ((where, relative) not in good)
    assert bool(decision.residual) == (len(good) < len(wanted))


def told(resource: str, action: str) -> dict[str, list[str]]:
    text = document({"Effect": "Allow", "Action": action, "Resource": resource})
    rules = tuple(f"RAM{number}" for number in (209, 210, 303, 304, 305, 307, 308, 309, 310))
    findings = immlint.lint_text(text, filename="p.json", config=Config(select=rules))
    found: dict[str, list[str]] = {}
    for finding in findings:
        found.setdefault(finding.code, []).append(
            text.splitlines()[finding.line - 1][finding.column - 1 : finding.end_column - 1].strip('"')
        )
    return found


def has_form(relative: str) -> bool:
    words = relative.split("/")
    return words[::2] in (["project"], ["project", "dataset"]) and len(words) % 2 == 0


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_RESOURCE, st.sampled_from([a for a in ACTIONS if a != "imm:ListDatasets"]))
def test_findings_know_lengths_and_regions(resource: str, action: str) -> None:
    _, _, region, _, relative = split(resource)
    found = told(resource, action)
    serves = any(glob(relative, name) for name in ASKED[action])
    # A name that is none is told at the name, and not a second time as a resource of no use. It is one where
    # ? and * stand for the slashes of another kind.
    is_none = not any(glob(relative, name) for name in EVERY)
    dead = [
        name
        for name in (relative.split("/")[1::2] if has_form(relative) and is_none else [])
        if not any(glob(name, each) for each in NAMES)
    ]
    assert found.get("RAM308", []) == dead
    assert ("RAM303" in found) == (not serves and not dead)
    is_somewhere = any(glob(region, each) for each in REGIONS)
    assert found.get("RAM309", []) == ([] if is_somewhere or "RAM303" in found else [region])
    assert set(found) <= {"RAM303", "RAM308", "RAM309"}


def codes(statements: list[Body], *select: str, rules: tuple[str, ...] = ()) -> set[str]:
    config = Config(select=select, rules=rules)
    return {f.code for f in immlint.lint_text(document(*statements), filename="p.json", config=config)}


#: One action on a few resources: what is allowed of it, and what is denied.
_SINGLE = st.sampled_from(["imm:GetProject", "imm:GetDataset"])
_SOME = st.lists(_RESOURCE, min_size=1, max_size=4)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_SINGLE, _SOME, st.lists(_SOME, max_size=2))
def test_breadth_and_dead_allows_know_lengths(
    action: str, allowed: list[str], denied: list[list[str]]
) -> None:
    allow = {"Effect": "Allow", "Action": action, "Resource": allowed}
    denies = [{"Effect": "Deny", "Action": "imm:*", "Resource": each} for each in denied]
    found = codes([allow, *denies], "RAM403", "RAM503")
    places = [*product(ANYWHERE, ASKED[action])]
    named = [place for place in places if any(names(r, *place) for r in allowed)]
    taken = [place for place in places if any(names(r, *place) for each in denied for r in each)]
    assert ("RAM403" in found) == (len(named) == len(places) and not taken)
    if named:
        assert ("RAM503" in found) == ({*named} <= {*taken})


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_STATEMENT, min_size=1, max_size=3), _SINGLE, _RESOURCE)
def test_what_is_forbidden_is_what_a_pattern_names(
    tmp_path_factory: pytest.TempPathFactory, statements: list[Body], action: str, resource: str
) -> None:
    rule = {"code": "ACME1", "name": "acme", "subject": "policy", "severity": "error", "message": "no"}
    form = {"forbid": {"action": action, "resource": resource}, "valid": ["{}"], "invalid": ["{}"]}
    path = tmp_path_factory.mktemp("rules") / "rule.yaml"
    path.write_text(json.dumps({**rule, **form}), "utf-8")
    asked = [place for place in product(REGIONS, ASKED[action]) if names(resource, *place)]
    granted = [place for place in asked if allowed(statements, action, *place)]
    if not asked:
        return  # what there is not is forbidden as it is written
    assert (codes(statements, "ACME1", rules=(str(path),)) == {"ACME1"}) == bool(granted)
