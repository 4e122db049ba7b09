"""Comments and entries of the configuration that silence findings, through the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command import immlint

YAML = "Action: UpdateDataset\nProjectName: p\nDatasetName: 1st{comment}\n"
CODE = """\
from alibabacloud_imm20200930 import models
{above}request = models.GetDatasetRequest({first}
    project_name="p",
    dataset_name="1st",{own}
){last}
"""


def codes(name: str, text: str, cwd: Path, *args: str) -> list[str]:
    (cwd / name).write_text(text)
    code, out, err = immlint(name, "--output-format", "json", *args, cwd=cwd)
    assert code in (0, 1), err
    return [finding["code"] for finding in json.loads(out)]


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("", ["IMM104"]),
        ("  # immlint: ignore[IMM104] old", []),
        ("  # immlint: ignore[invalid-name] old", []),
        ("  # a name  # immlint: ignore[IMM104] old  # noqa", []),
        ("  # immlint: ignore[IMM104, IMM106] old", ["LNT901"]),
        ("  # immlint: ignore[IMM106] old", ["IMM104", "LNT901"]),
        ("  # immlint: ignore[IMM104]", ["IMM104", "LNT902"]),
        ("  # immlint: ignore[IMM1] old", ["IMM104", "LNT902"]),
        ("  # immlint: ignore old", ["IMM104", "LNT902"]),
        ("  # immlint: ignore[IMM104] old until=9999-12-31", []),
        ("  # immlint: ignore[IMM104] old until=2020-01-01", ["IMM104", "LNT902"]),
        ("\n# immlint: file-ignore[IMM104] old", []),
        ("\n# immlint: ignore[IMM104] old", ["IMM104", "LNT901"]),
        ("\nDescription: '# immlint: file-ignore[IMM104] no comment'", ["IMM104"]),
        ("\nDescription: |\n  # immlint: file-ignore[IMM104] no comment", ["IMM104"]),
    ],
)
def test_comments_in_yaml(tmp_path: Path, comment: str, expected: list[str]) -> None:
    assert sorted(codes("a.yaml", YAML.replace("{comment}", comment), tmp_path)) == expected
    assert codes("a.yaml", YAML.replace("{comment}", comment), tmp_path, "--no-ignores") == ["IMM104"]


def test_a_comment_alone_covers_what_follows(tmp_path: Path) -> None:
    text = YAML.replace("{comment}", "")
    above = text.replace("DatasetName", "# immlint: ignore[IMM104] old\n\n# more\nDatasetName")
    assert codes("a.yaml", above, tmp_path) == []
    before = text.replace("ProjectName", "# immlint: ignore[IMM104] old\nProjectName")
    assert sorted(codes("a.yaml", before, tmp_path)) == ["IMM104", "LNT901"]


@pytest.mark.parametrize("place", ["above", "first", "own", "last"])
def test_comments_on_a_call_over_several_lines(tmp_path: Path, place: str) -> None:
    comment = "# immlint: ignore[IMM104] old"
    parts = dict.fromkeys(("above", "first", "own", "last"), "")
    assert codes("a.py", CODE.format(**parts), tmp_path) == ["IMM104"]
    parts[place] = f"{comment}\n" if place == "above" else f"  {comment}"
    assert codes("a.py", CODE.format(**parts), tmp_path) == []


def test_a_text_in_code_is_no_comment(tmp_path: Path) -> None:
    text = CODE.format(above='note = "# immlint: file-ignore[IMM104] x"\n', first="", own="", last="")
    assert codes("a.py", text, tmp_path) == ["IMM104"]


def test_what_is_not_shown_or_off_is_not_unused(tmp_path: Path) -> None:
    text = YAML.replace("{comment}", "  # immlint: ignore[IMM104] old")
    assert codes("a.yaml", text, tmp_path, "--select", "RAM,LNT") == []
    assert codes("a.yaml", text, tmp_path, "--severity", "error") == []


def test_entries_of_the_configuration(tmp_path: Path) -> None:
    request = {"Action": "UpdateDataset", "ProjectName": "p", "DatasetName": "1st"}
    text = json.dumps([request, request])
    entry = '[[ignores]]\nfile = "{}"\nrules = ["IMM104"]\nreason = "old"\n'
    (tmp_path / "immlint.toml").write_text(entry.format("a*.json#/0") + entry.format("b.json"))
    assert codes("a.json", text, tmp_path) == ["IMM104"]
    (tmp_path / "immlint.toml").write_text(entry.format("a*.json"))
    assert codes("a.json", text, tmp_path) == []
    assert codes("a.json", json.dumps({**request, "DatasetName": "d"}), tmp_path) == ["LNT901"]
    code, out, _ = immlint("a.json", cwd=tmp_path)
    assert (code, out.startswith("immlint.toml:1:1: warning LNT901 ")) == (1, True)
    (tmp_path / "immlint.toml").write_text(entry.format("a*.json") + "until = 2020-01-01\n")
    assert sorted(codes("a.json", json.dumps(request), tmp_path)) == ["IMM104", "LNT902"]


def test_a_name_that_two_rules_share_silences_both(tmp_path: Path) -> None:
    """Neither is told as unused where the other is not found."""
    statement = '{Effect: Allow, Action: "imm:GetProject", Resource: "acs:imm:cn-hangzou:*:project/p"}'
    policy = f'Version: "1"\nStatement:\n  - {statement}'
    assert codes("policy.yaml", policy, tmp_path) == ["RAM309"]
    assert codes("policy.yaml", f"{policy}  # immlint: ignore[invalid-region] new", tmp_path) == []
    entry = '[[ignores]]\nfile = "*.yaml"\nrules = ["invalid-region"]\nreason = "new"\n'
    (tmp_path / "immlint.toml").write_text(entry)
    assert codes("policy.yaml", policy, tmp_path) == []
    right = policy.replace("hangzou", "hangzhou")
    assert codes("policy.yaml", right, tmp_path) == ["LNT901"]
