"""The identity of findings: the same after edits elsewhere, another where another value is found."""

from __future__ import annotations

import hashlib
import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from immlint.rules import registry

import immlint
from immlint import fingerprint
from immlint.config import Config
from immlint.fingerprint import identity
from immlint.input import Input
from immlint.run import run
from immlint.source import Source
from immlint.subject import UNKNOWN

NAMES = ("1a", "a b", "相册", "2b", "good")
WRONG_STATEMENTS: list[dict[str, Any]] = [
    {"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": "acs:imm:*:*:project/photos"},
    {"Effect": "allow", "Action": ["imm:GetProject", "imm"], "Resource": "*"},
    {"Effect": "Deny", "Resource": ["*"], "Condition": {"IpAdress": {"acs:SourceIp": "10.0.0.0/8"}}},
    {"Effect": "Allow", "Action": "imm:*", "Resource": ["acs:im:*:*:*", "acs:imm:*:*:*"]},
]
RIGHT = {"Effect": "Allow", "Action": "oss:GetObject", "Resource": "acs:oss:*:*:bucket-of-photos/*"}


def marks(text: str, filename: str = "policy.json", config: Config | None = None) -> set[str]:
    return {f.fingerprint for f in immlint.lint_text(text, filename=filename, config=config)}


def identities(text: str, filename: str) -> list[tuple[str, ...]]:
    return sorted(identity(f, None) for f in immlint.lint_text(text, filename=filename))


def policy(statements: list[dict[str, Any]], **form: Any) -> str:
    return json.dumps({"Version": "1", "Statement": statements}, **form)


def request(name: str, **more: Any) -> dict[str, Any]:
    return {"Action": "CreateDataset", "ProjectName": "photos", "DatasetName": name, **more}


def shuffled(value: Any, order: random.Random) -> Any:
    """The same value, with keys and elements in another order."""
    if isinstance(value, dict):
        items = [(key, shuffled(item, order)) for key, item in value.items()]
        order.shuffle(items)
        return dict(items)
    if isinstance(value, list):
        return order.sample([shuffled(item, order) for item in value], len(value))
    return value


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from(WRONG_STATEMENTS), min_size=1, max_size=4, unique_by=json.dumps), st.randoms()
)
def test_moved_elements_and_another_layout_change_nothing(
    statements: list[dict[str, Any]], order: random.Random
) -> None:
    before = marks(policy(statements))
    assert before
    moved = shuffled(statements, order)
    assert (
        marks(policy(moved, indent=order.choice((None, 1, 4)), ensure_ascii=order.random() < 0.5)) == before
    )
    assert marks("\n\n" + policy(moved, indent=2).replace("\n", "\r\n")) == before


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from(WRONG_STATEMENTS), min_size=1, max_size=3, unique_by=json.dumps),
    st.integers(0, 3),
)
def test_an_added_statement_changes_nothing(statements: list[dict[str, Any]], at: int) -> None:
    more = [*statements[:at], RIGHT, *statements[at:]]
    assert marks(policy(statements)) == marks(policy(more))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5), st.randoms())
def test_equal_ones_are_numbered(names: list[str], order: random.Random) -> None:
    requests = [request(name, Description=str(index)) for index, name in enumerate(names)]
    found = immlint.lint_text(json.dumps(requests), filename="requests.json")
    prints = {f.fingerprint for f in found}
    assert len(prints) == len(found)
    assert marks(json.dumps(shuffled(requests, order), indent=3), "requests.json") == prints
    # One more of the same is one more, and the others stay.
    again = marks(json.dumps([*requests, request("1a")]), "requests.json")
    assert prints < again


def test_another_value_is_another_finding() -> None:
    one, other = (json.dumps(request(name)) for name in ("1a", "2b"))
    assert marks(one).isdisjoint(marks(other))


def test_what_is_missing_is_told_apart() -> None:
    full = {"Action": "IndexFileMeta", "ProjectName": "p", "DatasetName": "d", "File": {"URI": "oss://b/k"}}
    lacking = [{k: v for k, v in full.items() if k != name} for name in ("DatasetName", "File")]
    first, second = (marks(json.dumps(item)) for item in lacking)
    assert len(first) == len(second) == 1
    assert first != second
    # What else the request says does not matter.
    assert marks(json.dumps({**lacking[0], "Notification": {"MNS": {"TopicName": "t"}}})) == first


def test_records_and_documents_have_no_numbers() -> None:
    wrong, right = json.dumps(request("1a")), json.dumps(request("a1"))
    assert marks(f"{wrong}\n", "r.jsonl") == marks(f"{right}\n\n{wrong}\n", "r.jsonl")
    documents = "Action: CreateDataset\nProjectName: p\nDatasetName: '1a'\n"
    assert marks(documents, "r.yaml") == marks(f"# first\nx: 1\n---\n{documents}", "r.yaml")


def test_yaml_is_told_by_its_values() -> None:
    block = "Action: CreateDataset\nProjectName: p\nDatasetName: '1a'\n"
    flow = '# moved\n{"DatasetName": "1a", Action: "CreateDataset", ProjectName: p}\n'
    assert marks(block, "r.yaml") == marks(flow, "r.yaml") != set()


CODE = """\
from alibabacloud_imm20200930 import models
from alibabacloud_imm20200930.client import Client


class Photos:
    def create(self, client: Client):
        return client.create_dataset(models.CreateDatasetRequest(project_name='p', dataset_name='1a', c='x'))


def other(client: Client):
    client.create_dataset(models.CreateDatasetRequest(project_name='p', dataset_name='1a'))
"""


def test_code_is_told_by_function_and_argument() -> None:
    found = identities(CODE, "photos.py")
    anchors = {anchor for _, _, anchor, _ in found}
    assert {"Photos.create/DatasetName", "other/DatasetName"} <= anchors
    assert all(anchor.startswith(("Photos.create", "other")) for anchor in anchors)


def test_code_may_be_moved_and_formatted() -> None:
    head, first, second = CODE.split("\n\n\n")
    moved = "\n\n\n".join((f"import os\n{head}", "X = '图'", second.strip(), first)) + "\n"
    wrapped = moved.replace(
        "(project_name='p', dataset_name='1a'", '(\n        project_name="p",\n        dataset_name="1a"'
    )
    assert len(identities(CODE, "photos.py")) == 3
    assert marks(CODE, "photos.py") == marks(moved, "photos.py") == marks(wrapped, "photos.py")


def test_policies_in_code_are_told_by_their_own_structure() -> None:
    text = 'import json\nP = json.dumps({{"Version": "1", "Statement": [{}{}]}})\n'
    wrong = json.dumps(WRONG_STATEMENTS[0])
    before = marks(text.format("", wrong), "iam.py")
    assert before
    assert marks(text.format(json.dumps(RIGHT) + ", ", wrong), "iam.py") == before


def test_the_path_is_seen_from_the_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sub").mkdir()
    file = tmp_path / "sub" / "r.json"
    file.write_text(json.dumps(request("1a")))
    config = Config(root=str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (one,) = immlint.lint_paths("sub/r.json", config=config)
    assert identity(one, config.root)[:3] == ("sub/r.json", "IMM104", "/DatasetName")
    monkeypatch.chdir(tmp_path / "sub")
    for name in ("r.json", "./r.json", str(file), "../sub/r.json"):
        (other,) = immlint.lint_paths(name, config=config)
        assert other.fingerprint == one.fingerprint
    assert immlint.lint_paths("r.json")[0].fingerprint != one.fingerprint


def test_message_and_line_do_not_matter() -> None:
    (found,) = immlint.lint_text(json.dumps(request("1a")), filename="r.json")
    from dataclasses import replace

    from immlint.fingerprint import with_fingerprints

    moved = replace(found, message="said otherwise", line=99, column=7, pointer="/7/DatasetName")
    assert with_fingerprints([moved])[0].fingerprint == found.fingerprint


def test_what_is_no_text_has_an_identity_too() -> None:
    data = b'\xff{"Action": "CreateDataset", "ProjectName": "p", "DatasetName": "1"}'
    found = run([Input("r.json", True, Source("r.json", data))], registry()).findings
    assert [finding.code for finding in found] == ["LNT903"]
    assert found[0].fingerprint


@pytest.mark.parametrize("number", ["1" * 5000, "-1" + "0" * 9999, "1e999", "0.1"])
def test_numbers_of_any_length_are_values(number: str) -> None:
    one, other = (
        f'{{"Action": "CreateDataset", "ProjectName": "p", "DatasetMaxBindCount": {text}}}'
        for text in (number, number.replace("1", "2"))
    )
    first, second = (identities(text, "r.json") for text in (one, other))
    assert [found[1] for found in first] == [found[1] for found in second] != []
    assert (first != second) or number == "1e999"


def plain(found: Any) -> Any:
    """Return data of which the JSON with sorted keys is the text that is hashed."""
    if isinstance(found, dict):
        return {"object": {key: plain(item) for key, item in found.items()}}
    if isinstance(found, list | tuple):
        return {"list": sorted(map(plain, found), key=lambda item: json.dumps(item, sort_keys=True))}
    if isinstance(found, int) and not isinstance(found, bool):
        return {"int": hex(found)}
    return "unknown" if found is UNKNOWN else found


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(UNKNOWN),
        lambda v: st.lists(v) | st.tuples(v, v) | st.dictionaries(st.text(), v),
        max_leaves=15,
    )
)
def test_what_is_hashed_is_json_of_what_means_the_same(found: Any) -> None:
    expected = hashlib.sha256(json.dumps(plain(found), sort_keys=True).encode("ascii")).hexdigest()
    assert fingerprint._hash(found) == expected
