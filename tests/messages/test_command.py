"""The command line in Chinese, as people run it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import ROOT
from tests.messages.chinese import ENGLISH, HAN, english_in

TEXT = '{"Action": "CreateDataset", "ProjectName": "相册1", "DatasetName": "1a", "colour": 1}\n'
NAMED = ("--stdin-filename", "CreateDataset.json", "-")


def run(*args: str, stdin: str = "", **environ: str) -> tuple[int, str, str]:
    """Run with no language but what *environ* says."""
    kept = {k: v for k, v in os.environ.items() if k not in ("LANG", "LC_ALL", "LC_MESSAGES", "IMMLINT_LANG")}
    done = subprocess.run(
        [sys.executable, "-m", "immlint", *args],
        input=stdin.encode(),
        capture_output=True,
        cwd=ROOT,
        env={**kept, "PYTHONUTF8": "1", **environ},
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_full_report() -> None:
    code, out, err = run("--lang", "zh", "--output-format", "full", *NAMED, stdin=TEXT)
    assert code == 1
    assert out.split("\n\n")[0].splitlines() == [
        'CreateDataset.json:1:45: 错误 IMM104 ProjectName "相册1" 以 "相" 开头；应以字母或 "_" 开头',
        "   |",
        f" 1 | {TEXT.rstrip()}",
        f"   | {' ' * TEXT.index('相')}^^",
    ]
    assert err == "1 个文件中有 2 个错误、1 个警告\n"


def test_concise_and_grouped_reports() -> None:
    out = run("--output-format", "concise", *NAMED, stdin=TEXT, IMMLINT_LANG="zh")[1]
    assert out.splitlines()[1] == (
        'CreateDataset.json:1:67: error IMM104 DatasetName "1a" 以 "1" 开头；应以字母或 "_" 开头'
    )
    out = run("--output-format", "grouped", *NAMED, stdin=TEXT, LC_ALL="zh_CN.UTF-8")[1]
    assert out.splitlines()[3] == "  1:72  警告  IMM102  CreateDataset 没有参数 colour"


@pytest.mark.parametrize(
    "form", ["json", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson", "azure"]
)
def test_programs_read_english_unless_a_language_is_asked_for(form: str) -> None:
    english = run("--output-format", form, *NAMED, stdin=TEXT)[1]
    assert run("--output-format", form, *NAMED, stdin=TEXT, IMMLINT_LANG="zh")[1] == english
    assert "没有参数 colour" in run("--output-format", form, "--lang", "zh", *NAMED, stdin=TEXT)[1]


def test_what_findings_are_known_by_is_the_same() -> None:
    english, chinese = (
        json.loads(run("--lang", language, "--output-format", "json", *NAMED, stdin=TEXT)[1])
        for language in ("en", "zh")
    )
    said = ("message", "help", "fix", "related")
    assert [{k: v for k, v in f.items() if k not in said} for f in english] == [
        {k: v for k, v in f.items() if k not in said} for f in chinese
    ]


def test_a_page_of_a_rule() -> None:
    out = run("rule", "IMM104", "--lang", "zh")[1]
    assert out.startswith("IMM104 invalid-name（错误）\n\n项目或数据集的名称不符合命名规则。\n\n作用：")
    assert "**作用：** 将每个" in run("rule", "IMM104", "--output-format", "markdown", "--lang", "zh")[1]


def test_help_and_errors() -> None:
    out = run("check", "--help", "--lang", "zh")[1]
    assert "修复可以安全修复的问题，并报告其余问题。" in out
    assert "Show this message" not in out
    assert (
        run("check", "--lang", "zh", "--colr", "x")[2]
        .splitlines()[-1]
        .startswith("错误：没有选项 '--colr'。")
    )
    assert run("chekc", "--lang", "zh")[2] == "错误：没有命令或文件 'chekc'；您是否想用 check？\n"


POLICY = "examples/policies/create-dataset.json"
ASKED = ("grants", "--policy", POLICY, "--action")
#: What people meet, right and wrong: none of it may be English.
SAID = [
    (*([name] if name != "immlint" else []), "--help")
    for name in ("immlint", "check", "grants", "access", "diff", "policy", "config", "schema", "test", "rule")
] + [
    ("no-such.json",),
    ("check", "--colour", "x"),
    ("check", "--fail-on", "x", "."),
    ("examples", "--select", "NOPE1"),
    ("examples", "--config", "none.toml"),
    ("examples", "--baseline", "none.txt"),
    ("examples", "--policy", "none.json"),
    ("examples", "--unsafe-fixes"),
    ("examples", "--operation", "Nope"),
    ("examples", "-v", "--output-format", "full"),
    ("examples", "--statistics"),
    ("access", POLICY, "examples/policies/trust-imm.json"),
    ("access", "examples/policies/create-dataset.wrong.json"),
    ("diff", "examples/policies/project-only.wrong.json", POLICY),
    ("diff", "-", "-"),
    (*ASKED, "imm:CreateDataset", "--resource", "acs:imm:*:*:project/photos/dataset/*"),
    (*ASKED, "imm:CreateDataset", "--resource", "acs:imm:*:*:project/photos"),
    (*ASKED, "imm:GetPro*", "--resource", "*"),
    (*ASKED, "imm:Nope", "--resource", "*"),
    (*ASKED, "imm:CreateDataset", "--resource", "acs:imm:mars:*:*"),
    ("policy", "examples", "--region", "mars"),
    ("policy", "examples", "--account", "1"),
    ("schema",),
    ("schema", "rul"),
    ("config",),
    ("test",),
    ("test", "examples/rules"),
]


@pytest.mark.parametrize("arguments", SAID, ids=" ".join)
def test_no_english_is_left(arguments: tuple[str, ...]) -> None:
    _, out, err = run(*arguments, "--lang", "zh")
    said = re.sub(r"immlint(?: [a-z]+)?|\[[a-z]+(?:\|[a-z]+)+\]", "", out + err)
    assert HAN.search(said)
    assert [line for line in said.splitlines() if ENGLISH.search(line)] == []


@pytest.mark.parametrize(
    "text",
    [
        "ignore = 1",
        "x = ",
        'a = "',
        "ignroe = []",
        'severity = "x"',
        'kinds = {"*.json" = "request:Nope"}',
        'extend = "none.toml"',
        'policies = ["none.json"]',
        'rules = ["none.yaml"]',
        '[[ignores]]\nfile = "x"',
        '[[ignores]]\nfile = "*"\nrules = ["IMM101"]\nreason = "x"\nuntil = "soon"',
    ],
)
def test_no_english_is_left_about_a_configuration(text: str, tmp_path: Path) -> None:
    (tmp_path / "immlint.toml").write_text(text)
    for command in (("check", str(tmp_path)), ("check", str(tmp_path), "--statistics")):
        code, out, err = run(*command, "--config", str(tmp_path / "immlint.toml"), "--lang", "zh")
        assert (code, out) == (2, "")
        assert english_in(err.replace(str(tmp_path), "")) is None
        assert err.startswith("错误：")


def test_the_version_is_one_line_for_all() -> None:
    assert run("--version", "--lang", "zh") == run("--version") == run("--lang", "en", "-V")


def test_an_unknown_language() -> None:
    for code, out, err in (run("--lang", "fr", "x"), run("x", IMMLINT_LANG="fr")):
        assert (code, out) == (2, "")
        assert "unknown language 'fr'; expected one of en, zh" in err


def test_english_reads_no_catalogue(tmp_path: Path) -> None:
    code = (
        "import sys; from immlint.__main__ import main; main(['--help']);"
        "sys.exit('immlint.messages.catalogue' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, "IMMLINT_LANG": "en"}, cwd=ROOT)
    assert done.returncode == 0
