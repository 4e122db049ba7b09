"""The configuration nearest to each file, through the command."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.command import immlint

#: Finds IMM104 (an error) and IMM108 (a warning).
WRONG = '{"Action": "UpdateDataset", "ProjectName": "p", "DatasetName": "1", "WorkflowParameters": []}\n'


def write(root: Path, **files: str) -> None:
    """Write files; in their names ``__`` is a slash."""
    for name, text in files.items():
        path = root / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_name(path.name + (".json" if text == WRONG else ".toml")).write_text(text)


def codes(*args: str, cwd: Path) -> set[tuple[str, str]]:
    """The findings as (path, code)."""
    code, out, err = immlint(*args, "--output-format", "json", cwd=cwd)
    assert code in (0, 1), err
    return {(f["path"], f["code"]) for f in json.loads(out)}


BOTH = {"IMM104", "IMM108"}


def test_each_file_has_its_nearest_configuration(tmp_path: Path) -> None:
    write(tmp_path, immlint='ignore = ["IMM104"]', r=WRONG, a__r=WRONG, a__immlint='ignore = ["IMM108"]')
    write(tmp_path, a__b__r=WRONG)
    expected = {("r.json", "IMM108"), ("a/r.json", "IMM104"), ("a/b/r.json", "IMM104")}
    assert codes(".", cwd=tmp_path) == expected
    assert codes("r.json", "a/r.json", "a/b/r.json", cwd=tmp_path) == expected
    assert {code for _, code in codes("a", "--isolated", cwd=tmp_path)} == BOTH
    only = codes(".", "--config", "a/immlint.toml", cwd=tmp_path)
    assert {code for _, code in only} == {"IMM104"}
    # Above the files, whatever they say.
    assert codes(".", "--ignore", "IMM1", cwd=tmp_path) == set()


def test_standard_input_has_the_configuration_of_its_name(tmp_path: Path) -> None:
    write(tmp_path, a__immlint='ignore = ["IMM104"]')
    named = ("-", "--ignore", "IMM108", "--stdin-filename")
    assert immlint(*named, "a/x.json", stdin=WRONG, cwd=tmp_path)[0] == 0
    assert immlint(*named, "x.json", stdin=WRONG, cwd=tmp_path)[0] == 1


def test_what_concerns_the_run_is_read_from_the_working_directory(tmp_path: Path) -> None:
    write(tmp_path, a__r=WRONG, a__immlint='fail-on = "info"\nignore = ["IMM104"]')
    write(tmp_path, immlint='fail-on = "error"\noutput-format = "json"')
    code, out, err = immlint("a", cwd=tmp_path)
    assert code == 0
    assert [finding["code"] for finding in json.loads(out)] == ["IMM108"]
    assert "a/immlint.toml: 'fail-on' concerns the whole run and is read from " in err
    assert immlint("r.json", cwd=tmp_path / "a")[0] == 1


def test_extend_is_explicit(tmp_path: Path) -> None:
    write(tmp_path, base='ignore = ["IMM104"]\nextend-select = ["IMM108"]\n[kinds]\n"x.json" = "ignore"')
    write(
        tmp_path, a__immlint='extend = "../base.toml"\nselect = ["IMM104"]', a__r=WRONG, a__x=WRONG, r=WRONG
    )
    assert codes(".", cwd=tmp_path) == {("a/r.json", "IMM108"), ("r.json", "IMM104"), ("r.json", "IMM108")}


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"immlint": 'extend = "none.toml"'}, "there is no such file"),
        ({"immlint": 'extend = "b.toml"', "b": 'extend = "immlint.toml"'}, "leads back here"),
        ({"immlint": 'extend = "immlint.toml"'}, "leads back here"),
        ({"immlint": "extend = 1"}, "must be the path"),
        ({"a__immlint": "ignore = [\n"}, "a/immlint.toml: "),
        ({"a__immlint": 'ignroe = ["IMM104"]'}, "did you mean 'ignore'?"),
        ({"a__immlint": 'ignore = ["IMM999"]'}, "a/immlint.toml:1: unknown rule 'IMM999'"),
        ({"a__immlint": '[per-file-ignores]\n"*" = ["IMM999"]'}, "a/immlint.toml:2: unknown rule 'IMM999'"),
        ({"a__immlint": '[per-file-ignores]\n"*" = "IMM104"'}, "must be a list of strings"),
        (
            {"a__immlint": '[kinds]\n"*.json" = "request:CreateDatset"'},
            "a/immlint.toml:2: kind 'request:CreateDatset'",
        ),
        ({"a__immlint": '[kinds]\n"*.json" = "request:CreateDatset"'}, "did you mean CreateDataset?"),
        ({"a__immlint": '# "x.json"\n[kinds]\n"*.json" = "polcy"'}, "a/immlint.toml:3: unknown kind 'polcy'"),
        ({"a__immlint": "\n'ignroe' = []"}, "a/immlint.toml:2: unknown key 'ignroe'"),
        (
            {"a__immlint": 'extend = "../b.toml"', "b": 'severity = "info"\nignore = ["IMM104", "IMM999"]'},
            "b.toml:2: unknown rule 'IMM999'",
        ),
        (
            {"a__immlint": 'extend = "../b.toml"', "b": '[kinds]\n"*.json" = "response:Nothing"'},
            "b.toml:2: kind 'response:Nothing'",
        ),
        ({"immlint": 'output-format = "xml"'}, "'output-format' must be one of full"),
        ({"immlint": "[[ignores]]\nfile = 'a'\nrules = ['IMM104']"}, "immlint.toml:1: 'reason' is missing"),
        (
            {"immlint": "\n[[ignores]]\nflie = 'a'"},
            "immlint.toml:2: unknown key 'flie' in 'ignores'; did you",
        ),
        ({"immlint": "ignores = 1"}, "must be tables"),
    ],
)
def test_a_broken_configuration_ends_the_run(tmp_path: Path, files: dict[str, str], says: str) -> None:
    write(tmp_path, a__r=WRONG, **files)
    code, out, err = immlint("a", cwd=tmp_path)
    assert (code, out) == (2, "")
    assert says in err
    assert "Traceback" not in err


def test_rules_are_off_in_some_files(tmp_path: Path) -> None:
    write(tmp_path, immlint='[per-file-ignores]\n"old/**" = ["IMM108"]\n"x.json" = ["invalid-name"]')
    write(tmp_path, r=WRONG, old__a__r=WRONG, old__x=WRONG)
    assert codes(".", cwd=tmp_path) == {
        ("r.json", "IMM104"),
        ("r.json", "IMM108"),
        ("old/a/r.json", "IMM104"),
    }


def test_exclusions_are_seen_from_where_they_are_written(tmp_path: Path) -> None:
    write(tmp_path, a__immlint='extend-exclude = ["b/c/", "d.json"]', a__b__c__r=WRONG, a__b__r=WRONG)
    write(tmp_path, b__c__r=WRONG, d=WRONG, a__d=WRONG)
    assert listed(tmp_path, ".") == ["a/b/r.json", "b/c/r.json", "d.json"]
    assert listed(tmp_path, "a/b") == ["a/b/r.json"]
    assert listed(tmp_path, ".", "--extend-exclude", "b/c/,a/b/r.json") == ["d.json"]
    assert listed(tmp_path, "a/d.json") == ["a/d.json"]
    assert listed(tmp_path, "a/d.json", "a/b/c/r.json", "d.json", "--force-exclude") == ["d.json"]
    named = ("-", "--force-exclude", "--stdin-filename")
    assert immlint(*named, "a/d.json", stdin=WRONG, cwd=tmp_path)[0] == 0
    assert immlint(*named, "d.json", stdin=WRONG, cwd=tmp_path)[0] == 1


def listed(cwd: Path, *args: str) -> list[str]:
    code, out, err = immlint(*args, "--show-files", cwd=cwd)
    assert (code, err) == (0, "")
    return sorted(out.split())


def test_what_git_ignores_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path, r=WRONG, out__r=WRONG, out__keep=WRONG, a__r=WRONG, a__x=WRONG, mine=WRONG)
    (tmp_path / ".gitignore").write_text("/out/*\n!keep.json\nx.json\n")
    (tmp_path / "a/.gitignore").write_text("*\n!x.json\n")
    everything = ["mine.json", "r.json", "a/r.json", "a/x.json", "out/keep.json", "out/r.json"]
    # As git and other tools have it: without a repository it is a file like others.
    assert listed(tmp_path, ".") == sorted(everything)
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    (tmp_path / ".git/info/exclude").write_text("mine.json\n")
    assert listed(tmp_path, ".") == ["a/x.json", "out/keep.json", "r.json"]
    assert listed(tmp_path / "a", ".") == ["x.json"]
    assert listed(tmp_path, "out/r.json", "mine.json") == ["mine.json", "out/r.json"]


def test_an_ignored_folder_that_is_named_is_searched(tmp_path: Path) -> None:
    write(tmp_path, out__a__r=WRONG)
    (tmp_path / ".gitignore").write_text("out/\n")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    assert listed(tmp_path, ".") == []
    assert listed(tmp_path, "out") == ["out/a/r.json"]
    assert listed(tmp_path, "out/a") == ["out/a/r.json"]


def test_a_repository_in_another_has_its_own_patterns(tmp_path: Path) -> None:
    write(tmp_path, inner__r=WRONG, inner__s=WRONG)
    (tmp_path / ".gitignore").write_text("r.json\n")
    (tmp_path / "inner/.gitignore").write_text("s.json\n")
    for folder in (tmp_path, tmp_path / "inner"):
        subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    assert listed(tmp_path, ".") == ["inner/r.json"]


def test_config_tells_where_each_value_comes_from(tmp_path: Path) -> None:
    write(tmp_path, base='severity = "error"', a__immlint='extend = "../base.toml"\nignore = ["IMM104"]')
    write(tmp_path, immlint='fail-on = "info"')
    (tmp_path / "a/r.json").write_text("{}")
    code, out, _ = immlint("config", "a/r.json", "--output-format", "json", cwd=tmp_path)
    shown = json.loads(out)
    assert code == 0
    assert shown["values"]["severity"] == {"value": "error", "from": str(tmp_path / "base.toml")}
    assert shown["values"]["ignore"] == {"value": ["IMM104"], "from": str(tmp_path / "a/immlint.toml")}
    assert shown["values"]["fail-on"] == {"value": "info", "from": str(tmp_path / "immlint.toml")}
    assert shown["values"]["pedantic"] == {"value": False, "from": None}
    assert shown["files"] == [str(tmp_path / "a/immlint.toml"), str(tmp_path / "base.toml")]
    code, out, _ = immlint("config", "a", cwd=tmp_path)
    assert (code, f'severity         = "error"  # {tmp_path}/base.toml' in out.splitlines()) == (0, True)
    assert immlint("config", "--isolated", cwd=tmp_path)[1].count("# default") == len(shown["values"])


def test_what_has_no_configuration_asks_each_folder_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    from immlint.config import Settings
    from immlint.files import find

    for number in range(20):
        write(tmp_path / f"f{number}", a__r=WRONG, a__s=WRONG)
    monkeypatch.chdir(tmp_path)
    settings = Settings(nearest=True)
    asked: list[str] = []
    isfile = os.path.isfile

    def noted(path: str) -> bool:
        asked.append(path)
        return isfile(path)

    monkeypatch.setattr(os.path, "isfile", noted)
    assert len(list(find(["."], settings))) == 40
    assert [path for path in asked if path.endswith(".toml")] == []


def test_a_bucket_has_a_policy_of_its_own(tmp_path: Path) -> None:
    """Its version may be absent, and what it names are no resources of RAM's rules."""
    (tmp_path / "immlint.toml").write_text('kinds = { "b.json" = "bucket-policy" }\n')
    statement = {
        "Effect": "Allow",
        "Action": "oss:GetObject",
        "Principal": ["*"],
        "Resource": "acs:oss:*:*:b/*",
    }
    (tmp_path / "b.json").write_text(json.dumps({"Statement": [statement]}))
    arguments = ("check", ".", "--severity", "warning", "--output-format", "concise")
    code, out, err = immlint(*arguments, cwd=tmp_path)
    assert (code, out) == (0, ""), err
    (tmp_path / "b.json").write_text(json.dumps({"Statement": [{**statement, "Effect": "allow"}]}))
    assert "RAM206" in immlint(*arguments, cwd=tmp_path)[1]


@pytest.mark.parametrize(
    ("name", "glob", "is_named"),
    [
        ("a.json", "[", False),
        ("[.json", "[.json", True),
        ("[a.json", "[a.json", True),
        ("a.json", "[]", False),
        ("[].json", "[].json", True),
        ("b.json", "[ab].json", True),
        ("c.json", "[!ab].json", True),
        ("b.json", "[!ab].json", False),
    ],
)
def test_a_bracket_that_is_not_closed_is_text(tmp_path: Path, name: str, glob: str, is_named: bool) -> None:
    (tmp_path / name).write_text(WRONG)
    for table in (f"[per-file-ignores]\n'{glob}' = ['IMM']", f"[kinds]\n'{glob}' = 'ignore'"):
        (tmp_path / "immlint.toml").write_text(table)
        found = codes(".", cwd=tmp_path)
        assert bool(found) is not is_named


@pytest.mark.parametrize("name", ["immlint.toml", ".immlint.toml"])
def test_a_configuration_that_leads_nowhere_is_told(tmp_path: Path, name: str) -> None:
    write(tmp_path, a__r=WRONG)
    (tmp_path / "a" / name).symlink_to(tmp_path / "gone.toml")
    code, out, err = immlint(".", cwd=tmp_path)
    assert (code, out) == (2, "")
    assert f"{name}: no such file" in err


@pytest.mark.parametrize("selector", ["ram501", "IMM999", "missing"])
@pytest.mark.parametrize("option", ["--select", "--ignore", "--extend-select"])
def test_a_slip_of_the_command_line_is_told_of_that(tmp_path: Path, option: str, selector: str) -> None:
    write(tmp_path, immlint='[per-file-ignores]\n"*" = ["IMM998"]', a__immlint="pedantic = true", a__r=WRONG)
    code, out, err = immlint("a", option, selector, cwd=tmp_path)
    assert (code, out) == (2, "")
    assert f"unknown rule '{selector}'" in err
    assert ".toml" not in err
    code, _, err = immlint(".", option, "IMM104", cwd=tmp_path)
    assert code == 2
    assert "immlint.toml:2: unknown rule 'IMM998'" in err


@pytest.mark.parametrize("command", ["check", "policy"])
def test_a_kind_without_an_operation_is_told_by_each_command(tmp_path: Path, command: str) -> None:
    write(tmp_path, a__immlint='[kinds]\n"x.json" = "request:CreateDatset"', a__r=WRONG)
    code, out, err = immlint(command, ".", cwd=tmp_path)
    assert (code, out) == (2, "")
    assert "a/immlint.toml:2: kind 'request:CreateDatset'" in err
