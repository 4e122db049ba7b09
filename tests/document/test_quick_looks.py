"""What a quick look at a text or a name tells is what a close look at all of it does."""

from __future__ import annotations

import json
import os
import re
from io import StringIO
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from immlint.catalog import load
from immlint.cloud import FOREIGN_VALUE, may_hold_foreign_value
from immlint.document.recognise.evidence import fits
from immlint.document.sniff import operation_in

CATALOG = load()
PIECES = st.sampled_from(
    (
        *("cos:", "s3", "://", "//", "/", ":", "s3://b", "tos://", "qcs::", "arn:aws", "arn", "abfss://x"),
        *('"', "\\", "\n", " ", "é", "a", "oss://b/o", "'", '"s3://', "wasb"),
    )
)
TEXTS = st.lists(PIECES, max_size=4).map("".join)
VALUES = st.recursive(
    TEXTS | st.integers(),
    lambda v: st.lists(v, max_size=3) | st.dictionaries(TEXTS, v, max_size=2),
    max_leaves=4,
)
DATA = st.dictionaries(st.sampled_from(["ProjectName", "URI", "Notification", "x"]), VALUES, max_size=3)


def written(data: Any) -> list[str]:
    forms = [json.dumps(data, ensure_ascii=e, indent=i) for e in (True, False) for i in (None, 2)]
    for flow, width in ((True, 4), (False, 80)):
        writer, out = YAML(typ="safe", pure=True), StringIO()
        writer.default_flow_style, writer.width, writer.allow_unicode = flow, width, True
        writer.dump(data, out)
        forms.append(out.getvalue())
    return forms


@given(DATA)
@example({"URI": "s3://b"})
@example({"URI": {"s3://b": 1}})
@settings(max_examples=300, deadline=None)
def test_a_text_that_surely_holds_no_value_of_another_cloud_holds_none(data: dict[str, Any]) -> None:
    if FOREIGN_VALUE.search(json.dumps([*data.values()])):
        # As it is looked at before it is decoded.
        assert all(may_hold_foreign_value(form.encode().decode("latin-1")) for form in written(data))
    elif not any(map(may_hold_foreign_value, written(data))):
        assert fits(data, "DetectImageFaces", others=False) == fits(data, "DetectImageFaces")


def test_most_requests_need_no_look_at_each_value() -> None:
    request = {"ProjectName": "photos", "DatasetName": "d", "TemplateId": "Official:MediaMeta", "N": [1, {}]}
    assert not any(map(may_hold_foreign_value, written(request)))
    assert any(map(may_hold_foreign_value, written({"URI": "oss://b/o"})))


WORDS = st.sampled_from(
    (
        *("Create", "create", "CREATE", "Dataset", "dataset", "CreateDataset", "createDatasetRequest", "Get"),
        *("get", "Project", "1", "01", "request", "Response", "List", "x", "Cre", "C", "Datasets", "K", "İ"),
        *("Image", "To", "PDF", "Task", "CreateImageToPDFTask", "create", "Office", "Conversion"),
    )
)


@given(st.lists(WORDS, max_size=9), st.lists(st.sampled_from("-_. é"), min_size=9, max_size=9))
@settings(max_examples=1_000)
@example(["create", "image", "to", "PDF", "task", "request", "x"], ["-"] * 9)
def test_the_longest_operation_among_the_words_of_a_name_is_found(
    words: list[str], between: list[str]
) -> None:
    name = "".join(text for pair in zip(words, between, strict=False) for text in pair) + "a.json"
    assert operation_in(f"..{words[0]}" if words else "..") == (
        CATALOG.words.get(words[0].lower()) if words else None
    )
    parts = re.findall("[A-Za-z0-9]+", os.path.splitext(name)[0])
    runs = (
        "".join(parts[s:e]).lower()
        for s in range(len(parts))
        for e in range(s + 1, min(s + 7, len(parts)) + 1)
    )
    found = [CATALOG.words[run] for run in runs if run in CATALOG.words]
    assert operation_in(name) == max(found, key=len, default=None)
