"""Placeholders that somebody forgot, and what IMM itself fills in where a result is written."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest

import immlint
from immlint.config import Config
from tests.steps import steps

SOURCE = {"ProjectName": "p", "SourceURI": "oss://b/a"}
CONVERT = {"Action": "CreateOfficeConversionTask", **SOURCE, "TargetType": "pdf"}
MEDIA = {"Action": "CreateMediaConvertTask", "ProjectName": "p", "Sources": [{"URI": "oss://b/a.mp4"}]}


def told(document: dict[str, Any]) -> list[tuple[str, str, str]]:
    body = {"Version": "2020-09-30", **document}
    findings = immlint.lint_text(json.dumps(body), filename="x.json", config=Config(pedantic=True))
    return [(f.code, f.severity, f.message.partition(" is a ")[0]) for f in findings]


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("oss://docs/{dirname}/{barename}.{autoext}", []),
        ("oss://{bucket}/{tags.album}/{dirname}/{filename}", []),
        ("oss://docs/${env}/{barename}", [("IMM116", "info", '"${env}"')]),
        ("oss://docs/{album}/{barename}", [("IMM116", "info", '"{album}"')]),
        ("oss://<your-bucket>/{barename}", [("IMM116", "warning", '"<your-bucket>"')]),
    ],
)
def test_variables_of_addresses_of_results(address: str, found: list[tuple[str, str, str]]) -> None:
    assert told({**CONVERT, "TargetURI": address}) == found
    target = {"Container": "mp4", "URI": address}
    assert told({**MEDIA, "Targets": [target]}) == found
    assert told({**MEDIA, "Targets": json.dumps([target])}) == found


def test_nothing_is_filled_in_where_files_are_read() -> None:
    (found,) = told({**CONVERT, "SourceURI": "oss://b/{barename}", "TargetURI": "oss://b/o"})
    assert found == ("IMM116", "info", '"{barename}"')


def test_a_value_full_of_placeholders_is_told_by_the_first_of_them() -> None:
    def lint(count: int) -> list[str]:
        text = json.dumps({"Action": "GetProject", "ProjectName": "x$" * count})
        found = immlint.lint_text(text, filename="request.json", config=Config(pedantic=True))
        return [finding.code for finding in found]

    assert lint(60).count("IMM116") == 59
    assert lint(5_000).count("IMM116") == 100
    few, many = (steps(partial(lint, count)) for count in (5_000, 10_000))
    assert many < 2.2 * few
