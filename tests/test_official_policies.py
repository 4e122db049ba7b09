"""None of the policies that Alibaba Cloud itself publishes gets an error."""

from __future__ import annotations

from pathlib import Path

import pytest

import immlint
from immlint.config import Config

FILES = sorted(Path(__file__).with_name("policies").glob("*.json"))


def test_all_are_there() -> None:
    assert len(FILES) == 31


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_official_policy_has_no_finding(path: Path) -> None:
    findings = immlint.lint_text(path.read_text("utf-8"), filename=path.name, config=Config(pedantic=True))
    assert [f for f in findings if f.severity != "info"] == []
