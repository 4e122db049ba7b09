"""None of the policies that Alibaba Cloud itself publishes gets an error, and every warning is defended."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from ruamel.yaml import YAML

import immlint
from immlint.config import Config
from immlint.finding import Finding

FILES = sorted(Path(__file__).with_name("policies").glob("*.json"))

#: The warnings, by file: code, pointer, and why their authors would agree.
DEFENDED = {
    "16-power-user-notaction-forallvalues": [
        (
            "RAM408",
            "/Statement/1/Action/2",
            "Nothing limits the statement, whose resource is *: every role may be passed to every service.",
        ),
        (
            "RAM410",
            "/Statement/1/Action/2",
            "NotAction leaves fc:CreateFunction allowed, so whoever has the policy runs code with any role "
            "that Function Compute may take, though RAM itself is meant to be kept from him.",
        ),
    ],
    "17-ram-full-only-mfa": [
        (
            "RAM320",
            "/Statement/1/Condition/Bool/acs:MFAPresent",
            "Calls by access key carry no acs:MFAPresent and the Deny does not meet them, so ram:* is not "
            "bound to a second factor, as the name of the policy promises.",
        )
    ],
    "27-opc-deploy-sid-resourcetag": [
        (
            "RAM301",
            "/Statement/0/Action/20",
            "GetCallerIdentity is an operation of STS: under ram: it names nothing that anybody can call.",
        )
    ],
    "28-oss-imm-skill": [
        (
            "RAM315",
            f"/Statement/0/Resource/{number}",
            "The page tells the reader to fill in <your-bucket>: as it is, it names no bucket.",
        )
        for number in (0, 1)
    ],
}


def _lint(text: str, path: Path, *, pedantic: bool = True) -> list[Finding]:
    return immlint.lint_text(text, filename=path.name, config=Config(pedantic=pedantic))


def _places(findings: list[Finding], severity: str = "") -> list[tuple[str, str]]:
    return sorted((f.code, f.pointer) for f in findings if severity in ("", f.severity))


def test_all_are_there() -> None:
    assert len(FILES) == 31
    assert set(DEFENDED) <= {path.stem for path in FILES}
    assert all(why.endswith(".") for rows in DEFENDED.values() for _, _, why in rows)


@pytest.mark.parametrize("pedantic", [False, True])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_official_policy_has_no_error_and_only_defended_warnings(path: Path, pedantic: bool) -> None:
    findings = _lint(path.read_text("utf-8"), path, pedantic=pedantic)
    assert _places(findings, "error") == []
    defended = DEFENDED.get(path.stem, [])
    assert _places(findings, "warning") == sorted((code, pointer) for code, pointer, _ in defended)
    # What nobody but immlint infers is no more than information about them.
    assert [f for f in findings if f.confidence == "inferred" and f.severity != "info"] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_notation_changes_nothing(path: Path) -> None:
    text = path.read_text("utf-8")
    expected = _places(_lint(text, path))
    written = io.StringIO()
    YAML(typ="safe", pure=True).dump(json.loads(text), written)
    as_yaml = path.with_suffix(".yaml")
    for other, named in (
        (text.replace("\n", "\r\n"), path),
        ("\ufeff" + text, path),
        (json.dumps(json.loads(text)), path),
        (written.getvalue(), as_yaml),
        (written.getvalue().replace("\n", "\r\n"), as_yaml),
    ):
        assert _places(_lint(other, named)) == expected
