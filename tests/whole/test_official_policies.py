"""None of the policies that Alibaba Cloud itself publishes gets an error."""

from __future__ import annotations

from pathlib import Path

import pytest

import immlint
from immlint.config import Config

FILES = sorted(Path(__file__).with_name("policies").glob("*.json"))


def test_all_are_there() -> None:
    assert len(FILES) == 31


#: Warnings that stand: each says something their authors would agree with.
DEFENDED = {
    # Every role may be passed to every service; and whoever may create functions runs code with any of them.
    "16-power-user-notaction-forallvalues": ["RAM408", "RAM410"],
    # Calls by access key carry no acs:MFAPresent, so this Deny lets them pass: it is not MFA only.
    "17-ram-full-only-mfa": ["RAM320"],
    "28-oss-imm-skill": ["RAM315", "RAM315"],
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_official_policy_has_no_error(path: Path) -> None:
    findings = immlint.lint_text(path.read_text("utf-8"), filename=path.name, config=Config(pedantic=True))
    assert [f for f in findings if f.severity == "error"] == []
    warnings = [f.code for f in findings if f.severity == "warning"]
    assert warnings == DEFENDED.get(path.stem, [])
