"""One linter for many texts: rows as tables have them, threads, other processes."""

from __future__ import annotations

import gc
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import immlint
from immlint import linter as linter_module
from immlint.config import IgnoreEntry

WRONG = '{"Action": "CreateDataset", "ProjectName": "p", "DatasetName": "1"}'


def texts(count: int) -> list[tuple[str, str, str | None]]:
    """Requests, policies and code with slips of their own."""
    found: list[tuple[str, str, str | None]] = []
    for number in range(count):
        request = {"ProjectName": "p", "DatasetName": f"{number}-x", f"Descriptio{number}": "d"}
        policy = {
            "Version": "1",
            "Statement": [
                {"Effect": "Allow", "Action": [f"imm:CreateDatase{number}"], "Resource": "*"},
                {"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": f"acs:imm:*:{number}:*"},
            ],
        }
        code = (
            "from alibabacloud_imm20200930 import models\n"
            f"models.CreateDatasetRequest(project_name='p', dataset_name='{number}', nam{number}=1)\n"
        )
        found.append(
            [
                ("CreateDataset.json", json.dumps(request), None),
                ("policy.json", json.dumps(policy), "policy"),
                ("app.py", code, None),
            ][number % 3]
        )
    return found


def test_it_finds_what_lint_text_finds() -> None:
    linter = immlint.Linter()
    for filename, text, kind in texts(9):
        assert linter.lint(text, filename=filename, kind=kind)
        assert linter.lint(text, filename=filename) == immlint.lint_text(text, filename=filename)


def test_it_travels_after_use() -> None:
    linter = immlint.Linter(immlint.Config(select=("IMM104",)))
    found = linter.lint(WRONG, filename="r.json")
    assert [finding.code for finding in found] == ["IMM104"]
    assert pickle.loads(pickle.dumps(linter)).lint(WRONG, filename="r.json") == found


def test_threads_share_it() -> None:
    rows = texts(200)
    serial = [immlint.Linter().lint(text, filename=name, kind=kind) for name, text, kind in rows]
    assert all(serial)
    shared = immlint.Linter()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda row: shared.lint(row[1], filename=row[0], kind=row[2]), rows))
    assert found == serial


def test_rows_of_a_table() -> None:
    rows = [
        ("r.json", WRONG, None),
        ("r.json", None, "policy"),
        ("r.json", WRONG.encode(), None),
        ("CreateDataset.json", b"\xff\xfe\xff", None),
        ("r.json", WRONG, "ignore"),
        ("r.json", WRONG, None),
    ]
    found = [(row, finding.code) for row, finding in immlint.Linter().lint_many(rows)]
    assert {row for row, _ in found} == {0, 2, 3, 5}
    by_row = {number: [code for row, code in found if row == number] for number in range(6)}
    assert by_row[0] == by_row[2] == by_row[5]
    assert "IMM104" in by_row[0]


def test_equal_rows_are_checked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    linter = immlint.Linter()
    checked: list[str] = []
    lint = linter.lint

    def counted(text: str | bytes | None, *, filename: str, kind: str | None = None) -> list[immlint.Finding]:
        checked.append(filename)
        return lint(text, filename=filename, kind=kind)

    monkeypatch.setattr(linter, "lint", counted)
    found = list(linter.lint_many([("a.json", WRONG, None), ("b.json", WRONG, None)] * 3))
    assert checked == ["a.json", "b.json"]
    assert {finding.path for row, finding in found if row % 2} == {"b.json"}


def test_a_kind_of_its_own_comes_before_the_configuration() -> None:
    text = '{"ProjectName": "p", "DatasetName": "1"}'
    linter = immlint.Linter(immlint.Config(kinds={"*.json": "ignore"}))
    assert linter.lint(text, filename="x.json") == []
    found = linter.lint(text, filename="x.json", kind="request:CreateDataset")
    assert "IMM104" in {finding.code for finding in found}


@pytest.mark.parametrize(
    "refused",
    [
        lambda: immlint.Linter(immlint.Config(select=("RAM999",))),
        lambda: immlint.Linter(immlint.Config(kinds={"*.json": "request:CreateDatasat"})),
        lambda: immlint.Linter().lint(WRONG, filename="r.json", kind="polic"),
        lambda: immlint.Linter().lint(WRONG, filename="r.json", kind="request:CreateDatasat"),
        lambda: immlint.Linter().lint(None, filename="r.json", kind="polic"),
    ],
)
def test_what_the_command_line_refuses(refused: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"RAM999|CreateDatasat|polic"):
        refused()


def held(folder: Path, *actions: str, resource: str = "acs:imm:*:*:project/p/dataset/*") -> immlint.Config:
    """A configuration with one policy of the caller's."""
    statement = {"Effect": "Allow", "Action": actions, "Resource": resource}
    (folder / "held.json").write_text(json.dumps({"Version": "1", "Statement": [statement]}))
    return immlint.Config(policies=(str(folder / "held.json"),), select=("GNT",))


GRANTED = '{"Action": "CreateDataset", "ProjectName": "p", "DatasetName": "d"}'
REFUSED = '{"Action": "DeleteDataset", "ProjectName": "p", "DatasetName": "d"}'


def test_policies_are_read_when_it_is_built_and_travel_with_it(tmp_path: Path) -> None:
    linter = immlint.Linter(held(tmp_path, "imm:CreateDataset", "imm:GetDataset"))
    (tmp_path / "held.json").unlink()
    for each in (linter, pickle.loads(pickle.dumps(linter))):
        found = list(each.lint_many([("a.json", GRANTED, None), ("a.json", REFUSED, None)]))
        # What one row does not use another may: nothing is told of the grant of GetDataset.
        assert [(row, finding.code, finding.path) for row, finding in found] == [(1, "GNT101", "a.json")]


def test_policies_are_those_of_each_thread(tmp_path: Path) -> None:
    linter = immlint.Linter(held(tmp_path, "imm:Create*"))
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda text: linter.lint(text, filename="a.json"), [GRANTED, REFUSED] * 40))
    # A text by itself is a whole run: that nobody needs the grant is told, too.
    assert [sorted(f.code for f in each) for each in found] == [[], ["GNT101", "GNT104"]] * 40


def test_a_policy_that_ram_refuses_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="RAM refuses this policy: RAM209"):
        immlint.Linter(held(tmp_path, "imm:Create*", resource="arn:imm:*:*:project/p"))


def test_ignores_of_the_configuration_are_for_all_rows(tmp_path: Path) -> None:
    nowhere = str(tmp_path / "immlint.toml")
    entry = IgnoreEntry("*.json", "", ("IMM104",), "known", None, nowhere, 1)
    linter = immlint.Linter(immlint.Config(ignores=(entry,), select=("IMM104", "LNT")))
    assert list(linter.lint_many([("r.json", GRANTED, None), ("r.json", WRONG, None)])) == []


def test_a_row_is_taken_when_those_before_it_are_told() -> None:
    taken: list[int] = []

    def rows() -> Iterator[tuple[str, str, None]]:
        for number in range(1_000_000):
            taken.append(number)
            yield "r.json", WRONG, None

    found = immlint.Linter(immlint.Config(select=("IMM104",))).lint_many(rows())
    assert taken == []
    for number in range(3):
        assert next(found)[0] == number
        assert taken == list(range(number + 1))


#: What tables hold, with the reason that is told where nothing can be checked.
SHAPES: list[tuple[Any, str | None]] = [
    (("r.json", None, None), None),
    (("r.json", "", None), None),
    (("r.json", b"", "policy"), None),
    (("r.json", "\0" * 9, "policy"), None),
    (("r.json", "\ud800", "policy"), None),
    (("r.json", b"\xff\xfe\x00", "policy"), None),
    (("r.json", "[" * 100_000, "policy"), None),
    (("r.yaml", "- " * 100_000, "policy"), None),
    (("a.py", "import aliyunsdkimm\n" + "(" * 10_000, None), None),
    (("r.json", "9" * 10_000, "policy"), None),
    (("", "{}", "policy"), None),
    (("/no/such/folder/\0", "{}", "policy"), None),
    (("r.json", bytearray(WRONG.encode()), None), None),
    (("r.json", memoryview(WRONG.encode()), None), None),
    (["r.json", WRONG, None], None),
    (("r.json", WRONG, "polic"), "kind 'polic' for 'r.json' is not known"),
    (("r.json", WRONG, "request:CreateDatasat"), "did you mean CreateDataset?"),
    (("r.json", WRONG, 1), "kind 1 for 'r.json' is not known"),
    (("r.json", 1, None), "not int"),
    (("r.json", {"Version": "1"}, None), "not dict"),
    ((None, WRONG, None), "expected the name of a file, not NoneType"),
    (("r.json", WRONG), "unpack"),
    (None, "unpack"),
]


@pytest.mark.parametrize(("row", "why"), SHAPES)
def test_no_row_ends_a_run(row: Any, why: str | None) -> None:
    linter = immlint.Linter(immlint.Config(select=("IMM104", "LNT903", "LNT905")))
    found = [*linter.lint_many([row, ("r.json", WRONG, None)])]
    assert [finding.code for number, finding in found if number == 1] == ["IMM104"]
    told = [finding.message for number, finding in found if number == 0 and finding.code == "LNT905"]
    assert len(told) == (why is not None)
    assert (why or "") in "".join(told)


def test_whatever_breaks_is_a_finding_of_its_row(monkeypatch: pytest.MonkeyPatch) -> None:
    linter = immlint.Linter(immlint.Config(select=("RAM",)))
    monkeypatch.setattr(linter_module, "run", lambda *given, **options: 1 // 0)
    ((row, finding),) = linter.lint_many([("r.json", WRONG, None)])
    assert (row, finding.code, finding.path, finding.severity) == (0, "LNT905", "r.json", "error")
    assert "ZeroDivisionError" in finding.message


def test_what_is_remembered_is_bounded_and_what_is_forgotten_found_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = texts(12)
    expected = list(immlint.Linter().lint_many(rows * 3))
    monkeypatch.setattr(linter_module, "_REMEMBERED", 8)
    assert list(immlint.Linter().lint_many(rows * 3)) == expected
    known = linter_module._Remembered()
    many = [finding for _, finding in expected]
    for number in range(50):
        known.keep(number, many[: number % 4])
    remembered = [found for found in map(known.get, range(50)) if found is not None]
    assert 0 < sum(1 + len(found) for found in remembered) <= 8


def test_names_are_imported_when_asked_for() -> None:
    script = (
        "import sys, immlint\n"
        "assert not [m for m in sys.modules if m.startswith('immlint.')]\n"
        "immlint.Linter(immlint.Config())\n"
        "assert immlint.Finding and immlint.Severity.ERROR\n"
        "print([m for m in ('click', 'libcst', 'jsonschema', 'ruamel') if m in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    with pytest.raises(AttributeError, match="no attribute 'Lintre'"):
        immlint.Lintre  # noqa: B018


def test_what_was_worked_out_of_a_policy_goes_when_it_is_checked() -> None:
    names = ["acs:imm:*:*:project/p", "acs:imm:*:*:project/p*", "acs:imm:*:*:project/q"]
    statements = [{"Effect": "Allow", "Action": "imm:GetProject", "Resource": name} for name in names]
    linter = immlint.Linter(immlint.Config(pedantic=True))
    text = json.dumps({"Version": "1", "Statement": statements})
    assert any(finding.fix for finding in linter.lint(text, filename="policy.json"))
    gc.collect()
    gc.disable()
    try:
        linter.lint(text, filename="policy.json")
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_what_a_policy_is_read_into_is_no_garbage() -> None:
    linter = immlint.Linter(immlint.Config(pedantic=True))
    rows = [row for row in texts(60) if row[2] == "policy"]
    _ = list(linter.lint_many(rows[:3]))
    gc.collect()
    gc.disable()
    try:
        found = list(linter.lint_many(rows[3:]))
        assert found
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_a_row_asks_nothing_of_the_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    linter = immlint.Linter()
    rows = [row for row in texts(6) if row[0].endswith(".json")]
    expected = list(linter.lint_many(rows))
    asked: list[object] = []
    for name in ("listdir", "scandir", "open"):
        monkeypatch.setattr(os, name, asked.append)
    assert expected
    assert list(linter.lint_many(rows)) == expected
    assert asked == []
