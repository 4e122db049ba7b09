"""The strings of docs/editors.md, each loaded by the engine of its editor, with what the command writes."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.command import ROOT, immlint

NAMES = ("a/相册.json", "b c.yaml", "x-y.json")
WRONG = '{"Action": "CreateDataset", "ProjectName": "p", "DatasetName": "1", "description": "相😀"}'


class Problem(NamedTuple):
    path: str
    line: int
    column: int
    severity: str
    text: str


def written_in(language: str) -> str:
    """The block of the page that is written in *language*."""
    page = (ROOT / "docs" / "editors.md").read_text("utf-8")
    (block,) = re.findall(rf"^```{language}\n(.*?)^```$", page, re.M | re.S)
    return str(block)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a").mkdir()
    for name in NAMES:
        (tmp_path / name).write_text(f"\n{WRONG}\n", "utf-8")
    (tmp_path / "policy.json").write_text(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:*", "Resource": "*"}]}'
    )
    (tmp_path / "dead.json").write_text(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:GetProject",'
        ' "Resource": "acs:imm:*:*:projects/p"}]}'
    )
    return tmp_path


def run(folder: Path) -> tuple[str, list[Problem]]:
    """What the command writes, and what it found."""
    found = json.loads(immlint("check", ".", "--output-format", "json", cwd=folder)[1])
    _, out, _ = immlint("check", ".", "--output-format", "concise", "--color", "never", "-q", cwd=folder)
    problems = [
        Problem(f["path"], f["line"], f["column"], f["severity"], f"{f['code']} {f['message']}")
        for f in found
    ]
    assert {problem.severity for problem in problems} == {"error", "warning", "info"}
    assert {*NAMES} < {problem.path for problem in problems}
    return out, problems


def needs(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        pytest.skip(f"{program} is not installed")
    return path


def test_vs_code(folder: Path) -> None:
    """``node`` matches as the engine of VS Code does: line by line, with groups by number."""
    node = needs("node")
    out, problems = run(folder)
    script = """
const [task] = JSON.parse(process.argv[1]).tasks, pattern = task.problemMatcher.pattern;
const regexp = new RegExp(pattern.regexp);
const found = process.argv[2].split(/\\r?\\n/).map((line) => regexp.exec(line)).filter(Boolean);
console.log(JSON.stringify(found.map((m) => [m[pattern.file], +m[pattern.line], +m[pattern.column],
  m[pattern.severity], m[pattern.code] + " " + m[pattern.message]])));
"""
    command = [node, "-e", script, written_in("json"), out]
    done = subprocess.run(command, capture_output=True, check=True)
    assert [Problem(*row) for row in json.loads(done.stdout)] == problems
    (task,) = json.loads(written_in("json"))["tasks"]
    assert immlint(*task["args"], cwd=folder) == (1, out, "")


def test_vim(folder: Path) -> None:
    vim = needs("vim")
    out, problems = run(folder)
    (folder / "out.txt").write_text(out, "utf-8")
    (folder / "editor.vim").write_text(written_in("vim"), "utf-8")
    script = """set encoding=utf-8
source editor.vim
call setqflist([], ' ', {'lines': readfile('out.txt'), 'efm': &errorformat})
let items = getqflist()
let found = map(items, '[bufname(v:val.bufnr), v:val.lnum, v:val.col, v:val.type, v:val.text, v:val.valid]')
call writefile([json_encode(found), &makeprg], 'found.txt')
qall!
"""
    (folder / "script.vim").write_text(script)
    command = [vim, "-N", "-u", "NONE", "-i", "NONE", "-n", "-es", "-S", "script.vim"]
    subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=120)
    found, program = (folder / "found.txt").read_text("utf-8").splitlines()
    assert [row[:3] + row[4:] for row in json.loads(found)] == [
        [p.path, p.line, p.column, p.text, 1] for p in problems
    ]
    assert [row[3] for row in json.loads(found)] == [p.severity[0] for p in problems]
    assert program == "immlint check --output-format concise --color never -q %:S"


def test_emacs(folder: Path) -> None:
    emacs = needs("emacs")
    out, problems = run(folder)
    (folder / "out.txt").write_text(out, "utf-8")
    (folder / "editor.el").write_text(written_in("elisp"), "utf-8")
    script = """(load (expand-file-name "editor.el") nil t)
(with-temp-buffer
  (insert-file-contents "out.txt")
  (compilation-mode)
  (setq-local compilation-error-regexp-alist '(immlint))
  (compilation--ensure-parse (point-max))
  (goto-char (point-min))
  (while (not (eobp))
    (let* ((message (get-text-property (point) 'compilation-message))
           (loc (compilation--message->loc message)))
      (princ (format "%s\\t%d\\t%d\\t%d\\n" (caar (compilation--loc->file-struct loc))
                     (compilation--loc->line loc) (compilation--loc->col loc)
                     (compilation--message->type message))))
    (forward-line 1)))
"""
    (folder / "script.el").write_text(script)
    done = subprocess.run(
        [emacs, "-Q", "--batch", "--eval", "(prefer-coding-system 'utf-8)", "-l", "script.el"],
        cwd=folder,
        capture_output=True,
        check=True,
    )
    levels = {"info": "0", "warning": "1", "error": "2"}
    assert [line.split("\t") for line in done.stdout.decode().splitlines()] == [
        [p.path, str(p.line), str(p.column), levels[p.severity]] for p in problems
    ]
