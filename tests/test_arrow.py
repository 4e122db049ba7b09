"""Findings as rows of a typed table."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import Any

import pytest

import immlint
from immlint.linter import Row
from immlint.record import fields_of
from tests.test_linter import WRONG, texts

pa = pytest.importorskip("pyarrow")


@pytest.fixture(scope="module")
def arrow() -> Any:
    from immlint import arrow

    return arrow


LINTER = immlint.Linter()


def test_the_columns_are_the_keys_of_the_json_report(arrow: Any) -> None:
    finding = next(found for _, found in LINTER.lint_many(texts(1)))
    assert arrow.SCHEMA.names == ["row", *finding.to_dict()]
    assert set(finding.to_dict()) <= set(fields_of(finding) or ())


def test_each_finding_is_a_row(arrow: Any) -> None:
    found = list(LINTER.lint_many(texts(9)))
    batch = arrow.to_batch(found)
    assert batch.schema == arrow.SCHEMA
    batch.validate(full=True)
    for row, (number, finding) in zip(batch.to_pylist(), found, strict=True):
        written = {name: json.loads(row.pop(name) or "null") for name in ("fix", "related")}
        expected = finding.to_dict()
        assert written["fix"] == expected.pop("fix")
        assert (written["related"] or []) == expected.pop("related")
        assert row == {"row": number, **expected}
    assert batch.column("fix").null_count < len(found)


def test_no_finding_is_an_empty_table(arrow: Any) -> None:
    assert arrow.to_batch([]).schema == arrow.SCHEMA
    assert arrow.to_batch([]).num_rows == 0


def batch_of(rows: Sequence[Row], **types: Any) -> Any:
    names, column, kinds = zip(*rows, strict=True)
    return pa.RecordBatch.from_arrays(
        [
            pa.array([f"account-{number % 2}" for number in range(len(rows))]),
            pa.array(names, types.get("filename")),
            pa.array(column, types.get("text")),
            pa.array(kinds, types.get("kind", pa.string())),
        ],
        names=["account", "filename", "text", "kind"],
    )


@pytest.mark.parametrize("text", ["string", "large_string", "binary", "string_view", "dictionary"])
def test_a_batch_of_texts_is_checked_whatever_its_type(arrow: Any, text: str) -> None:
    rows = [*texts(9), ("policy.json", None, None)]
    kind = pa.dictionary(pa.int32(), pa.string()) if text == "dictionary" else getattr(pa, text)()
    found = arrow.lint_batch(batch_of(rows, text=kind), LINTER, keep=["account"])
    expected = arrow.to_batch(LINTER.lint_many(rows))
    assert found.schema.names == ["account", *arrow.SCHEMA.names]
    assert found.drop_columns(["account"]).equals(expected)
    assert found.column("account").to_pylist() == [
        f"account-{number % 2}" for number in expected.column("row").to_pylist()
    ]


def test_what_a_text_is_may_be_said_of_all(arrow: Any) -> None:
    policy = texts(2)[1][1]
    batch = pa.RecordBatch.from_pydict({"PolicyDocument": [policy, policy]})
    found = arrow.lint_batch(batch, LINTER, text="PolicyDocument", filename="p.json", kind="session-policy")
    expected = LINTER.lint(policy, filename="p.json", kind="session-policy")
    assert found.column("fingerprint").to_pylist() == [f.fingerprint for f in expected] * 2
    nulls = batch_of([("r.json", WRONG, None)]).set_column(1, "filename", pa.nulls(1, pa.string()))
    assert set(arrow.lint_batch(nulls, LINTER, filename="x.json").column("path").to_pylist()) == {"x.json"}


def test_a_part_of_a_batch_is_checked_as_what_it_is(arrow: Any) -> None:
    batch = batch_of(texts(9))
    whole, part = (arrow.lint_batch(b, LINTER).to_pylist() for b in (batch, batch.slice(3, 3)))
    assert part == [{**row, "row": row["row"] - 3} for row in whole if 3 <= row["row"] < 6]


@pytest.mark.parametrize("half", ["\ud800", "\\ud800"])
def test_half_of_a_pair_of_surrogates_is_written_out(arrow: Any, half: str) -> None:
    text = json.dumps({"Version": "1", "Statement": [{"Effect": f"X{half}"}]}, ensure_ascii=False)
    found = list(LINTER.lint_many([(f"{half}.json", text, "policy")]))
    assert found
    assert arrow.to_batch(found).column("path").to_pylist() == ["\\ud800.json"] * len(found)


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (
            lambda arrow, batch: arrow.lint_batch(batch, LINTER, keep=["path"]),
            "'path' is one of",
        ),
        (lambda arrow, batch: arrow.lint_batch(batch, LINTER, keep=["acount"]), "acount"),
        (lambda arrow, batch: arrow.lint_batch(batch, LINTER, text="txt"), "txt"),
    ],
)
def test_columns_that_are_not_there_are_errors(
    arrow: Any, call: Callable[[Any, Any], object], error: str
) -> None:
    with pytest.raises((ValueError, KeyError), match=error):
        call(arrow, batch_of(texts(1)))


def test_pyarrow_is_imported_by_nothing_else() -> None:
    code = (
        "import sys, immlint\n"
        "list(immlint.Linter().lint_many([('policy.json', '{}', 'policy')]))\n"
        "assert 'pyarrow' not in sys.modules\n"
        "import immlint.arrow\n"
        "assert 'pyarrow' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
