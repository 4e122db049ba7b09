"""``--add-ignores``: what stands is ignored, the rest stays byte for byte, and a second run adds nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command import immlint

WRONG = {"Action": "UpdateDataset", "ProjectName": "p", "DatasetName": "1st"}
NOTE = "existing, to be reviewed"
COMMENT = f"  # immlint: ignore[IMM104] {NOTE}"


def add(cwd: Path, *args: str) -> None:
    """Add ignores; nothing stands after that, and nothing more is added."""
    code, out, err = immlint(*(args or (".",)), "--add-ignores", cwd=cwd)
    assert (code, out) == (0, ""), err
    first = {path: path.read_bytes() for path in cwd.rglob("*") if path.is_file()}
    assert immlint(*(args or (".",)), cwd=cwd)[:2] == (0, "")
    assert immlint(*(args or (".",)), "--add-ignores", cwd=cwd)[0] == 0
    assert {path: path.read_bytes() for path in cwd.rglob("*") if path.is_file()} == first


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_yaml(tmp_path: Path, end: str, mark: str) -> None:
    lines = [
        "# 资料",
        "Action: UpdateDataset",
        "ProjectName:   1p  # a name",
        'DatasetName: "1st"   ',
        "Description: |",
        "  # text",
    ]
    path = tmp_path / "a.yaml"
    path.write_bytes((mark + end.join(lines)).encode())
    add(tmp_path)
    lines[2] += COMMENT
    lines[3] += COMMENT
    assert path.read_bytes() == (mark + end.join(lines)).encode()


def test_two_rules_and_a_comment_that_is_there(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    text = "Action: UpdateDataset\nProjectName: p\nDatasetName: 1st  # immlint: ignore[IMM104] mine\n"
    path.write_text(text + "Nonsense: 1\n")
    add(tmp_path)
    assert path.read_text() == f"{text}Nonsense: 1  # immlint: ignore[IMM102] {NOTE}\n"


PYTHON = """\
from alibabacloud_imm20200930 import models
one = models.GetDatasetRequest(project_name="p", dataset_name="1st")
two = models.GetDatasetRequest(
    project_name="p",
    dataset_name="1st",
)
three = models.GetDatasetRequest(project_name="p", \\
    dataset_name="1st", \\
    with_statistics=True)
four = (models.GetDatasetRequest(project_name="p", dataset_name="1st"), \"\"\"
\"\"\")
"""


def test_python(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text(PYTHON)
    add(tmp_path)
    made = path.read_text()
    assert made.replace(COMMENT, "") == PYTHON
    commented = [n for n, line in enumerate(made.split("\n"), 1) if COMMENT in line]
    # Where a line ends within something, at the end of its statement.
    assert commented == [2, 5, 9, 11]


def test_json_by_the_nearest_configuration(tmp_path: Path) -> None:
    for name in ("a.json", "sub/a.json", "sub/b[1]#.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(json.dumps([{**WRONG, "DatasetName": "d"}, WRONG]))
    own = b'# ours\r\n[tool.immlint]\r\nseverity = "info"'
    (tmp_path / "sub/pyproject.toml").write_bytes(own)
    before = (tmp_path / "a.json").read_bytes()
    add(tmp_path)
    assert (tmp_path / "a.json").read_bytes() == before
    entry = f'file = "./a.json#/1/DatasetName"\nrules = ["IMM104"]\nreason = "{NOTE}"\n'
    assert (tmp_path / "immlint.toml").read_text() == f"[[ignores]]\n{entry}"
    text = (tmp_path / "sub/pyproject.toml").read_bytes()
    assert text.startswith(own + b"\r\n\r\n[[tool.immlint.ignores]]\r\n")
    assert text.count(b"[[tool.immlint.ignores]]") == 2
    (tmp_path / "a.json").write_text(json.dumps([WRONG, WRONG]))
    assert immlint("a.json", cwd=tmp_path)[1].count("IMM104") == 1


def test_what_cannot_be_added_to_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(WRONG))
    (tmp_path / "b.yaml").write_text(json.dumps(WRONG))
    config = tmp_path / "immlint.toml"
    config.write_text("ignores = []\n")
    code, _, err = immlint(".", "--add-ignores", cwd=tmp_path)
    assert (code, "'ignores' is written in one line" in err) == (2, True)
    assert config.read_text() == "ignores = []\n"
    assert (tmp_path / "b.yaml").read_text() == json.dumps(WRONG)
    for other in ("-", "--no-ignores", "--diff", "--isolated"):
        code, _, err = immlint("a.json", "--add-ignores", other, cwd=tmp_path)
        assert (code, f"expected no {other} beside it" in err) == (2, True)


def test_beside_a_comment_that_names_no_rule(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    text = 'Action: UpdateDataset\nProjectName: p\nDatasetName: "1st"  # immlint: ignore'
    path.write_text(f"{text}\n")
    assert immlint("--add-ignores", ".", cwd=tmp_path)[0] == 0
    assert path.read_text() == f"{text}{COMMENT}\n"
    out = immlint(".", cwd=tmp_path)[1]
    assert "LNT902 this names no rule" in out
    assert "IMM104 Dataset" not in out
