"""What the page on audits shows, run by the engines that it is for: each finds what a loop finds."""

from __future__ import annotations

import csv
import importlib.util
import os
import shutil
import subprocess
import sys
import types
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import immlint
from tests.command import ROOT
from tests.documentation import blocks
from tests.test_linter import texts

PAGE = ROOT / "docs/audit.md"
SCRIPTS = {block.title: block.text for block in blocks(PAGE) if block.title}
Row = tuple[str, str, str | None]
Table = Counter[tuple[str, str, str]]


def rows() -> list[Row]:
    """Accounts, policies and texts: some are there several times, one is null and one is no policy."""
    policies = [text for name, text, _ in texts(24) if name == "policy.json"]
    found: list[Row] = [
        (f"{account:016d}", f"policy-{number}", text)
        for account in range(3)
        for number, text in enumerate(policies)
    ]
    return [*found, ("0" * 16, "empty", None), ("0" * 16, "broken", "{")]


def expected() -> Table:
    """The table of findings by account, policy and code, by the plain loop."""
    given = rows()
    found = immlint.Linter().lint_many(("policy.json", text, "policy") for _, _, text in given)
    table = Counter((*given[number][:2], finding.code) for number, finding in found)
    assert len(table) > 20
    return table


def table_of(path: Path, *, header: bool) -> Table:
    with path.open(newline="", encoding="utf-8") as file:
        read = list(csv.reader(file))[1 if header else 0 :]
    return Counter({(account, policy, code): int(times) for account, policy, code, times in read})


def write_parquet(folder: Path) -> None:
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    account, policy, text = (list(column) for column in zip(*rows(), strict=True))
    table = arrow.table({"account": account, "policy": policy, "text": text})
    parquet.write_table(table, folder / "policies.parquet", row_group_size=8)


def run(title: str, folder: Path, **environment: str) -> None:
    (folder / title).write_text(SCRIPTS[title], "utf-8")
    done = subprocess.run(
        [sys.executable, title], cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.audit
def test_duckdb(tmp_path: Path) -> None:
    for needed in ("duckdb", "numpy"):
        pytest.importorskip(needed)
    write_parquet(tmp_path)
    run("audit_duckdb.py", tmp_path)
    assert table_of(tmp_path / "findings.csv", header=True) == expected()


@pytest.mark.audit
@pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java")
def test_spark(tmp_path: Path) -> None:
    for needed in ("pyspark", "pandas"):
        pytest.importorskip(needed)
    write_parquet(tmp_path)
    arguments = (
        "--master local[2] --conf spark.ui.enabled=false --conf spark.driver.host=127.0.0.1 pyspark-shell"
    )
    run("audit_spark.py", tmp_path, PYSPARK_PYTHON=sys.executable, PYSPARK_SUBMIT_ARGS=arguments)
    (written,) = (tmp_path / "findings.csv").glob("part-*.csv")
    assert table_of(written, header=False) == expected()


def test_a_table_function_of_maxcompute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    forwarded: list[tuple[Any, ...]] = []

    class BaseUDTF:
        def forward(self, *values: Any) -> None:
            forwarded.append(values)

    signatures: list[str] = []

    def annotate(signature: str) -> Any:
        signatures.append(signature)
        return lambda function: function

    udf: Any = types.ModuleType("odps.udf")
    udf.BaseUDTF, udf.annotate = BaseUDTF, annotate
    monkeypatch.setitem(sys.modules, "odps", types.ModuleType("odps"))
    monkeypatch.setitem(sys.modules, "odps.udf", udf)
    path = tmp_path / "audit_odps.py"
    path.write_text(SCRIPTS["audit_odps.py"], "utf-8")
    spec = importlib.util.spec_from_file_location("audit_odps", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    function = module.Audit()
    for row in rows():
        function.process(*row)
    assert Counter(row[:3] for row in forwarded) == expected()
    types_of = {"string": str, "bigint": int}
    _, _, outputs = signatures[0].partition("->")
    kinds = [types_of[name] for name in outputs.split(",")]
    for values in forwarded:
        assert [isinstance(value, kind) for value, kind in zip(values, kinds, strict=True)] == [True] * 6
