"""One linter for many texts: rows as tables have them, threads, other processes."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

import immlint

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
