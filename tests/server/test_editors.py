"""The strings of docs/editors.md for the language server, each read by its editor or in its language."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.command import ROOT
from tests.server.client import COMMAND

WRONG = '{"Action": "CreateDataset", "Tags": "照片🔥", "ProjectName": "p", "DatasetName": "1"}\n'
#: Neovim before 0.11 starts servers by another function.
NEOVIM = """
if not vim.lsp.config then
  local known = {}
  vim.lsp.config = function(name, config) known[name] = config end
  vim.lsp.enable = function(name)
    vim.api.nvim_create_autocmd("FileType", { pattern = known[name].filetypes, callback = function(found)
      local config = { name = name, cmd = known[name].cmd, root_dir = vim.fn.getcwd() }
      vim.lsp.buf_attach_client(found.buf, vim.lsp.start_client(config))
    end })
  end
end
dofile("editor.lua")
vim.cmd("filetype on")
vim.cmd("edit a.json")
local function found(count)
  vim.wait(60000, function() return #vim.diagnostic.get(0) == count end, 20)
  local function row(each) return { each.code or each.user_data.lsp.code, each.lnum, each.col } end
  return vim.tbl_map(row, vim.diagnostic.get(0))
end
local before = found(2)
vim.api.nvim_buf_set_lines(0, 0, -1, false, { '{"Action": "CreateDataset", "ProjectName": "p", "' })
vim.api.nvim_win_set_cursor(0, { 1, 49 })
local params = vim.lsp.util.make_position_params(0, "utf-16")
local answers = vim.lsp.buf_request_sync(0, "textDocument/completion", params, 60000)
local labels = {}
for _, answer in pairs(answers) do
  for _, item in ipairs(answer.result.items) do table.insert(labels, item.label) end
end
vim.fn.writefile({ vim.json.encode({ before, labels }) }, "found.json")
vim.cmd("qall!")
"""


def written_in(language: str) -> str:
    """The block of the page in a language that says how to run the server."""
    page = (ROOT / "docs" / "editors.md").read_text("utf-8")
    blocks: list[str] = re.findall(rf"^```{language}(?: [^\n]*)?\n(.*?)^```$", page, re.M | re.S)
    (block,) = (block for block in blocks if '"server"' in block)
    return block


def needs(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        pytest.skip(f"{program} is not installed")
    return path


def test_neovim(tmp_path: Path) -> None:
    neovim = needs("nvim")
    (tmp_path / "a.json").write_text(WRONG, "utf-8")
    (tmp_path / "editor.lua").write_text(written_in("lua"), "utf-8")
    (tmp_path / "script.lua").write_text(NEOVIM, "utf-8")
    places = {name: str(tmp_path / name) for name in ("XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")}
    path = f"{COMMAND.parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(
        [neovim, "--clean", "--headless", "-n", "-l" if is_new(neovim) else "-S", "script.lua"],
        cwd=tmp_path,
        env={**os.environ, **places, "PATH": path, "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=300,
    )
    before, labels = json.loads((tmp_path / "found.json").read_text("utf-8"))
    # Columns of Neovim are bytes.
    at = len(WRONG[: WRONG.index('"1"') + 1].encode())
    assert ["IMM104", 0, at] in before
    assert "DatasetName" in labels
    assert "ProjectName" not in labels


def is_new(neovim: str) -> bool:
    """Tell whether Neovim runs scripts by an option: from 0.9 on."""
    done = subprocess.run([neovim, "--version"], capture_output=True, text=True, check=True)
    version = re.search(r"v(\d+)\.(\d+)", done.stdout)
    assert version is not None
    return (int(version[1]), int(version[2])) >= (0, 9)


def test_emacs(tmp_path: Path) -> None:
    """Eglot is in Emacs from 29 on: what it would be told is read in any."""
    emacs = needs("emacs")
    (tmp_path / "editor.el").write_text(written_in("lisp"), "utf-8")
    script = """(unless (require 'eglot nil t) (defvar eglot-server-programs nil) (provide 'eglot))
(load (expand-file-name "editor.el") nil t)
(princ (mapconcat #'identity (cdr (assoc 'json-mode eglot-server-programs
  (lambda (modes mode) (and (listp modes) (memq mode modes))))) " "))
"""
    (tmp_path / "script.el").write_text(script)
    done = subprocess.run(
        [emacs, "-Q", "--batch", "-l", "script.el"], cwd=tmp_path, capture_output=True, check=True
    )
    assert done.stdout.decode() == "immlint server"


#: Debian has eglot for older Emacs in a folder of its own.
EGLOT = """(dolist (folder '("/usr/share/emacs/site-lisp/elpa" "/usr/share/emacs/site-lisp/elpa-src"))
  (when (file-directory-p folder)
    (let ((default-directory folder)) (normal-top-level-add-subdirs-to-load-path))))
(unless (require 'eglot nil t) (princ "none") (kill-emacs))
(load (expand-file-name "editor.el") nil t)
(unless (fboundp 'json-mode) (define-derived-mode json-mode prog-mode "JSON"))
(setq eglot-sync-connect t eglot-connect-timeout 120)
(find-file "a.json")
(json-mode)
(apply #'eglot (eglot--guess-contact))
(let ((left 1200))
  (while (and (> left 0) (null (flymake-diagnostics)))
    (accept-process-output nil 0.1)
    (setq left (1- left))))
(princ (json-encode (mapcar
  (lambda (each) (vector (flymake-diagnostic-beg each) (flymake-diagnostic-text each)))
  (flymake-diagnostics))))
"""


def test_eglot(tmp_path: Path) -> None:
    emacs = needs("emacs")
    (tmp_path / "a.json").write_text(WRONG, "utf-8")
    (tmp_path / "editor.el").write_text(written_in("lisp"), "utf-8")
    (tmp_path / "script.el").write_text(EGLOT)
    path = f"{COMMAND.parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [emacs, "-Q", "--batch", "-l", "script.el"],
        cwd=tmp_path,
        env={**os.environ, "PATH": path, "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr.decode()
    said = done.stdout.decode()
    if said == "none":
        pytest.skip("this Emacs has no eglot")
    # Emacs counts characters, from 1.
    at = WRONG.index('"1"') + 2
    assert any(row[0] == at and "IMM104" in row[1] for row in json.loads(said)), done.stderr


def test_helix() -> None:
    languages = tomllib.loads(written_in("toml"))
    assert languages["language-server"]["immlint"] == {"command": "immlint", "args": ["server"]}
    assert [row["name"] for row in languages["language"]] == ["json", "yaml", "python"]
    assert all("immlint" in row["language-servers"] for row in languages["language"])


def test_vs_code() -> None:
    settings = json.loads(written_in("jsonc"))
    assert settings["glspc.server.command"] == "immlint"
    assert settings["glspc.server.commandArguments"] == ["server"]
