"""Findings as Apache Arrow has tables: a column for each key, a row for each finding.

Needs pyarrow (the extra ``immlint[arrow]``), which only this module imports.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from typing import Any

import pyarrow as pa

from immlint.finding import Finding
from immlint.linter import Linter, Row

_KEYS = (
    *("code", "name", "severity", "message", "path", "line", "column", "end_line", "end_column"),
    *("pointer", "help", "url", "confidence", "fix", "fingerprint", "related"),
)
_NUMBERS = frozenset(("line", "column", "end_line", "end_column"))
#: JSON, as reports have them; null where there are none.
_NESTED = frozenset(("fix", "related"))
#: ``row`` is the number of the row of the input, the other columns are the keys of the JSON report.
SCHEMA = pa.schema(
    [
        pa.field("row", pa.int64(), nullable=False),
        *(
            pa.field(key, pa.int32() if key in _NUMBERS else pa.string(), nullable=key in _NESTED)
            for key in _KEYS
        ),
    ]
)


def to_batch(found: Iterable[tuple[int, Finding]]) -> pa.RecordBatch:
    """Return findings with the numbers of their rows, as :meth:`Linter.lint_many` yields them."""
    return pa.RecordBatch.from_pylist([_row(number, finding) for number, finding in found], schema=SCHEMA)


def lint_batch(
    batch: pa.RecordBatch,
    linter: Linter,
    *,
    text: str = "text",
    filename: str = "policy.json",
    kind: str | None = None,
    keep: Sequence[str] = (),
) -> pa.RecordBatch:
    """Check the texts in one column of a batch, and return a batch of findings.

    What each text is, its columns ``filename`` and ``kind`` tell; where there are none, or null, *filename*
    and *kind* do. The columns *keep* come first, as they are in the row of each finding.

    Raises ValueError for a column to keep that is called like one of :data:`SCHEMA`, and KeyError for one
    that the batch does not have.
    """
    for name in keep:
        if name in SCHEMA.names:
            raise ValueError(f"column {name!r} is one of the findings; expected another name for it")
    found = to_batch(linter.lint_many(_rows(batch, text, filename, kind)))
    kept = batch.select(list(keep)).take(found.column("row"))
    return pa.RecordBatch.from_arrays(
        [*kept.columns, *found.columns], schema=pa.schema([*kept.schema, *SCHEMA])
    )


def _rows(batch: pa.RecordBatch, text: str, filename: str, kind: str | None) -> Iterator[Row]:
    texts = _values(batch, text)
    names, kinds = (
        _values(batch, column) if column in batch.schema.names else repeat(None)
        for column in ("filename", "kind")
    )
    for each, name, own in zip(texts, names, kinds, strict=False):
        yield filename if name is None else name, each, kind if own is None else own


def _values(batch: pa.RecordBatch, column: str) -> Iterator[Any]:
    return (value.as_py() for value in batch.column(column))


def _row(number: int, finding: Finding) -> dict[str, object]:
    row = {name: _written(value) for name, value in finding.to_dict().items()}
    return {"row": number, **row}


def _written(value: object) -> object:
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False) if value else None
    if isinstance(value, str):
        # Half of a surrogate pair is text for JSON and for Python, but not for Arrow.
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    return value
