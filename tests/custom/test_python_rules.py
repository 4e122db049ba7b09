"""Rules in Python: where they may be named, what of them is refused, and that their examples are run."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import immlint
from tests.command import ROOT
from tests.command import immlint as command
from tests.documentation import blocks

EXAMPLE = ROOT / "examples/rules/acme105_region_named.py"
REQUEST = '{"Action": "GetProject", "ProjectName": "p"}'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rules").mkdir()
    shutil.copy(EXAMPLE, tmp_path / "rules")
    (tmp_path / "immlint.toml").write_text('python-rules = ["rules/acme105_region_named.py"]\n')
    (tmp_path / "a.json").write_text(REQUEST)
    return tmp_path


def found(folder: Path, *arguments: str) -> list[str]:
    code, out, err = command("check", ".", "--output-format", "json", *arguments, cwd=folder)
    assert code in (0, 1), err
    return [finding["code"] for finding in json.loads(out)]


def refused(folder: Path, *arguments: str) -> str:
    code, out, err = command(*(arguments or ("check", ".")), cwd=folder)
    assert (code, out) == (2, "")
    assert "Traceback" not in err
    assert "internal error" not in err
    return err


def test_a_rule_of_a_file(folder: Path) -> None:
    assert found(folder) == ["ACME105"]
    assert found(folder, "--ignore", "region-named") == []
    assert found(folder, "--isolated") == []
    code, out, _ = command("rule", "ACME105", cwd=folder)
    assert (code, out.splitlines()[0]) == (0, "ACME105 region-named (warning)")
    assert "A request names no region." in out


def test_a_rule_of_a_module_beside_the_configuration(folder: Path) -> None:
    (folder / "house").mkdir()
    shutil.move(folder / "rules" / EXAMPLE.name, folder / "house")
    (folder / "house/__init__.py").write_text("")
    (folder / "immlint.toml").write_text('python-rules = ["house.acme105_region_named"]\n')
    assert found(folder) == ["ACME105"]


def test_the_interface_takes_them_too(folder: Path) -> None:
    config = immlint.Config(python_rules=(str(EXAMPLE),))
    assert [f.code for f in immlint.lint_text(REQUEST, filename="a.json", config=config)] == ["ACME105"]
    assert [f.code for f in immlint.Linter(config).lint(REQUEST, filename="a.json")] == ["ACME105"]


def test_what_is_extended_or_nested_runs_no_code(folder: Path) -> None:
    (folder / "rules" / EXAMPLE.name).write_text("raise SystemExit(7)")
    (folder / "immlint.toml").rename(folder / "base.toml")
    (folder / "immlint.toml").write_text('extend = "base.toml"\n')
    assert found(folder) == []
    (folder / "immlint.toml").write_text("")
    (folder / "sub").mkdir()
    (folder / "sub/b.json").write_text(REQUEST)
    (folder / "sub/immlint.toml").write_text('python-rules = ["../rules/acme105_region_named.py"]\n')
    code, out, err = command("check", ".", cwd=folder)
    assert (code, out) == (0, "")
    assert "'python-rules' concerns the whole run" in err


def test_examples_are_run(folder: Path) -> None:
    for arguments in ((), ("rules/acme105_region_named.py",)):
        code, out, err = command("test", *arguments, cwd=folder)
        assert (code, out) == (0, "")
        assert "2 examples of 1 rule: each finds what it says" in err
    path = folder / "rules" / EXAMPLE.name
    path.write_text(path.read_text("utf-8").replace('names no region; expected RegionId"),', 'x"),'))
    code, out, _ = command("test", cwd=folder)
    assert code == 1
    assert "ACME105 region-named: invalid[0] (request.json)" in out


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("import Iterator", "import Nothing"), ":14: the import failed: ImportError: cannot import name"),
        (("def region_named(", "def region_named(("), "acme105_region_named.py:"),
        (("@rule(", "(lambda **_: lambda check: check)("), ":1: "),
        (("on=Request, ", ""), ":30: the import failed: TypeError: rule() missing"),
    ],
)
def test_a_broken_file_is_told_with_its_line(folder: Path, change: tuple[str, str], said: str) -> None:
    path = folder / "rules" / EXAMPLE.name
    text = path.read_text("utf-8")
    assert change[0] in text
    path.write_text(text.replace(*change).replace("(lambda **_", "@(lambda **_"))
    err = refused(folder)
    assert str(path) in err
    assert said in err


@pytest.mark.parametrize(
    ("stem", "said"),
    [
        ("imm900_region_named", "code IMM900 begins like those of immlint"),
        ("acme_region_named", "'acme_region_named' is no code and name"),
        ("acme105_invalid_name", "name invalid-name is another rule's"),
    ],
)
def test_codes_and_names_are_its_own(folder: Path, stem: str, said: str) -> None:
    shutil.move(folder / "rules" / EXAMPLE.name, folder / "rules" / f"{stem}.py")
    (folder / "immlint.toml").write_text(f'python-rules = ["rules/{stem}.py"]\n')
    err = refused(folder)
    assert f"{stem}.py:30: {said}" in err


def test_a_code_given_twice_and_files_that_are_not_there(folder: Path) -> None:
    (folder / "other").mkdir()
    shutil.copy(EXAMPLE, folder / "other")
    names = '["rules/acme105_region_named.py", "other/acme105_region_named.py"]'
    (folder / "immlint.toml").write_text(f"python-rules = {names}\n")
    assert "code ACME105 is another rule's" in refused(folder)
    (folder / "immlint.toml").write_text('python-rules = ["none.py"]\n')
    assert "none.py: there is no such file" in refused(folder)
    (folder / "immlint.toml").write_text('python-rules = ["no_such_house.rules"]\n')
    assert "no_such_house.rules: there is no such module" in refused(folder)


def test_the_rule_of_the_page_is_one(tmp_path: Path) -> None:
    (block,) = [b for b in blocks(ROOT / "docs/custom-rules.md") if b.language == "python"]
    (tmp_path / str(block.title)).write_text(block.text, "utf-8")
    code, out, err = command("test", str(block.title), cwd=tmp_path)
    assert (code, out) == (0, "")
    assert "2 examples of 1 rule" in err


def test_a_rule_that_crashes_is_told(folder: Path) -> None:
    path = folder / "rules" / EXAMPLE.name
    path.write_text(path.read_text("utf-8").replace("        message =", "        1 / 0\n        message ="))
    code, out, _ = command("check", ".", cwd=folder)
    assert code == 2
    assert "LNT904" in out
    config = immlint.Config(python_rules=(str(path),))
    rows = [("a.json", REQUEST, None), ("b.json", '{"Action": "GetProject"}', None)]
    told = [(number, f.code) for number, f in immlint.Linter(config).lint_many(rows)]
    assert (0, "LNT904") in told
    # Other rules, and other rows, are checked all the same.
    assert {(1, "LNT904"), (1, "IMM101")} <= set(told)
