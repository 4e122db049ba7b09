"""JSON Lines: the same is found whether what they hold is kept or read again, and few of it is kept."""

from __future__ import annotations

import json
import re
import tracemalloc
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import immlint.input
from immlint import Config, lint_paths, project
from immlint.document.again import Again
from immlint.document.json import long
from immlint.document.json.document import Ranges
from immlint.document.json.lines import LinesDocument
from immlint.document.sniff import data
from immlint.source import Source
from immlint.subject import Place

CREATE = {"Action": "CreateDataset", "Version": "2020-09-30", "ProjectName": "p", "DatasetName": "d"}
STATEMENT = {"Effect": "Allow", "Action": "imm:*", "Resource": "*"}
LINES = [
    json.dumps(CREATE),
    json.dumps({**CREATE, "RegionId": "cn-hangzhou"}),
    json.dumps({**CREATE, "DatasetName": "9"}),
    json.dumps({**CREATE, "DatasetName": "${x}", "Descripton": "é"}),
    json.dumps({**CREATE, "Action": "DeleteDataset"}),
    json.dumps({"ProjectName": "p", "DatasetName": "9", "TemplateId": "Official:MediaMeta"}),
    json.dumps({"Version": "1", "Statement": [STATEMENT]}),
    json.dumps({"Version": "2012-10-17", "Statement": [{**STATEMENT, "Action": "s3:*"}]}),
    json.dumps({"Version": "1", "Statement": [{**STATEMENT, "Effect": "allow"}]}),
    '{"Action": "GetProject", "ProjectName": "9", "ProjectName": "p",}',
    '{"Action": "GetProject", "ProjectName"',
    '{"Action": "GetProject", "ProjectName": "{{ name }}", {{ more }}}',
    '{"Statement": "\\ud800"}',
    "[]",
    "",
    "  ",
    '"é"',
    "\x0b{}",
]
TEXTS = st.lists(st.sampled_from(LINES), max_size=8).flatmap(
    lambda lines: st.sampled_from(["\n", "\r\n", "\r", "\x1c"]).map(lambda end: end.join(lines))
)


@pytest.fixture
def read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LinesDocument, "most_kept", -1)


def found(path: Path) -> list[dict[str, Any]]:
    config = Config(pedantic=True)
    return [finding.to_dict() | {"start": finding.start} for finding in lint_paths(path, config=config)]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS)
def test_the_same_is_found_in_what_is_read_again(tmp_path: Path, text: str) -> None:
    path = tmp_path / "requests.jsonl"
    path.write_bytes(text.encode())
    kept = found(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LinesDocument, "most_kept", -1)
        assert found(path) == kept
        claim = data(Source("requests.jsonl", text.encode()), None, True)
        if claim is not None:
            document = LinesDocument(Source("requests.jsonl", text.encode()), claim)
            assert not document.is_kept
            again = [[*map(repr, document.subjects)] for _ in range(2)]
            assert again[0] == again[1]
            assert document.types() == {*map(type, document.subjects)}
            patch.undo()
            eager = LinesDocument(Source("requests.jsonl", text.encode()), claim)
            assert eager.is_kept
            assert sorted(again[0]) == sorted(map(repr, eager.subjects))
            assert [*map(repr, document.ambiguous)] == [*map(repr, eager.ambiguous)]
            assert document.types() == eager.types()
            for number in range(len(text.splitlines())):
                place = Place((number, "DatasetName"))
                try:
                    around = [*map(repr, document.around(place))]
                except (ValueError, IndexError):
                    continue
                assert around == [*map(repr, eager.around(place))]


@settings(max_examples=500, deadline=None)
@given(st.text(st.sampled_from("ab \n\r\x0b\x0c\x1c\x1d\x1e\x85é\u2028")))
def test_records_are_lines_that_hold_something(text: str) -> None:
    # As an editor counts them: what else Python ends lines by stands within one.
    lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n|$)", text)
    expected, at = [], 0
    for line in lines:
        if line.strip():
            expected.append((at, at + len(line.rstrip())))
        at += len(line)
    assert [*Ranges(text)] == expected == Ranges(text)[:]


@pytest.mark.parametrize("character", ["\x0b", "\x0c", "\x1c", "\x1e", "\x85", "\u2028"])
def test_what_stands_in_a_text_ends_no_record(tmp_path: Path, character: str) -> None:
    path = tmp_path / "requests.jsonl"
    first = json.dumps({**CREATE, "Description": "a?b"}).replace("?", character)
    path.write_text(f"{first}\n{json.dumps({**CREATE, 'DatasetName': '9'})}\n")
    control = ["LNT903"] if character < " " else []
    assert [(f.line, f.code) for f in lint_paths(path)] == [*((1, c) for c in control), (2, "IMM104")]
    assert all(f"U+{ord(character):04X}" in f.message for f in lint_paths(path) if f.code == "LNT903")


def test_of_many_lines_little_is_kept(read_again: None, tmp_path: Path) -> None:
    def most(count: int) -> float:
        path = tmp_path / "requests.jsonl"
        lines = (json.dumps({**CREATE, "DatasetName": f"dataset-{number}"}) for number in range(count))
        path.write_text("\n".join(lines))
        tracemalloc.start()
        try:
            assert lint_paths(path) == []
            return tracemalloc.get_traced_memory()[1] / count
        finally:
            tracemalloc.stop()

    most(1)
    first, second = most(500), most(1_000)
    # The text twice, as bytes and characters, and some numbers a line; what is read of it takes thousands.
    assert 2 * second - first < 600


def test_what_is_worked_out_again_is_a_sequence() -> None:
    again = Again(lambda: iter("abc"))
    assert [*again] == [*again] == ["a", "b", "c"]
    assert (len(again), again[0], again[-1], again[1:]) == (3, "a", "c", ["b", "c"])
    assert again
    assert not Again(lambda: iter(()))
    with pytest.raises(IndexError):
        _ = again[3]


LONG = [json.dumps({**CREATE, "DatasetName": name}, ensure_ascii=False) for name in ("d", "9", "é", "${x}")]
LONG += [json.dumps({**CREATE, "Descripton": "d"}), json.dumps({**CREATE, "Action": "DeleteDataset"})]
LONG += [line[:-1] for line in LONG[:2]] + [line[:-1] + ',"Action":"CreateDataset"}' for line in LONG[:2]]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from([*LONG, ""]), min_size=1, max_size=9),
    st.sampled_from(["\n", "\r\n", "\n\r", "\n\n"]),
    st.integers(1, 500),
    st.booleans(),
)
def test_the_same_is_found_in_pieces(
    tmp_path: Path, lines: list[str], end: str, size: int, marked: bool
) -> None:
    path = tmp_path / "requests.jsonl"
    path.write_bytes((b"\xef\xbb\xbf" if marked else b"") + end.join(lines).encode() + b"\n")
    whole = [finding | {"fix": None} for finding in found(path)]
    with pytest.MonkeyPatch.context() as patch:
        in_pieces(patch, size)
        assert found(path) == whole


def in_pieces(patch: pytest.MonkeyPatch, size: int, longest: int = 10_000) -> None:
    """Have files of JSON Lines read in pieces, as if they were long."""
    patch.setattr(long, "_PIECE", size)
    patch.setattr(project, "LARGEST", longest)
    patch.setattr(immlint.input, "LARGEST", 0)


def test_of_a_long_file_its_lines_are_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_pieces(monkeypatch, 200)
    path = tmp_path / "requests.jsonl"
    path.write_text("\n".join([*LONG[:3], '{"Action": "GetProject", "ProjectName": }']))
    code, out = check(path, "--output-format", "full")
    assert code == 1
    assert [line for line in out if " | " in line and "{" in line] == [
        f"2 | {LONG[1]}",
        f"3 | {LONG[2]}",
        '4 | {"Action": "GetProject", "ProjectName": }',
    ]
    assert check(path, "--diff")[0] == 0


def check(path: Path, *options: str) -> tuple[int, list[str]]:
    from immlint.__main__ import main

    out = StringIO()
    with redirect_stdout(out):
        code = main(["check", str(path), "--no-cache", "--isolated", *options])
    return code, [line.strip() for line in out.getvalue().splitlines()]


@pytest.mark.parametrize("before", [[], LONG[1:2]])
def test_a_line_that_is_too_long_ends_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: list[str]
) -> None:
    in_pieces(monkeypatch, 100, 2**20)
    path = tmp_path / "requests.jsonl"
    path.write_text("\n".join([*before, json.dumps("x" * 2**20), LONG[1]]))
    told = [(f["line"], f["code"]) for f in found(path)]
    assert told == [*((1, "IMM104") for _ in before), (len(before) + 1, "LNT905")]


def test_a_long_file_of_others_holds_nothing_to_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_pieces(monkeypatch, 50)
    (tmp_path / "others.jsonl").write_text('{"a": 1, }\n' * 30)
    assert found(tmp_path) == []


def test_bytes_that_are_no_text_end_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_pieces(monkeypatch, 10)
    path = tmp_path / "requests.jsonl"
    path.write_bytes(b"\n".join([LONG[1].encode(), LONG[1].encode() + b"\xff", LONG[1].encode()]))
    told = [(f["line"], f["code"]) for f in found(path)]
    assert told == [(1, "IMM104"), (2, "LNT903"), (3, "IMM112"), (3, "IMM104")]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_long_files_are_read_in_utf_8_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    in_pieces(monkeypatch, 100)
    monkeypatch.setattr(immlint.input, "LARGEST", 50)
    path = tmp_path / "requests.jsonl"
    path.write_text("\n".join(LONG[:3]), encoding=encoding)
    assert [f["code"] for f in found(path)] == ["LNT905"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("size", [1, 10, 1000])
def test_lines_in_another_encoding_are_no_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str, size: int
) -> None:
    in_pieces(monkeypatch, size)
    path = tmp_path / "requests.jsonl"
    path.write_bytes(LONG[1].encode() + b"\n" + "é照\n".join(LONG[:3]).encode(encoding))
    assert found(path)[0]["code"] in ("IMM104", "LNT903")
