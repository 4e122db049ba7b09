"""pre-commit itself installs the hooks from a clone of this project, runs them and updates them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pytest
from ruamel.yaml import YAML

from immlint import __version__
from tests.checkout import copy_to
from tests.command import ROOT
from tests.documentation import blocks, steps

pytestmark = pytest.mark.network

HOOKS = [hook["id"] for hook in YAML(typ="safe").load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))]
OLDER = "v0.0.1"
ADOPT, CI = ROOT / "docs/adopt.md", ROOT / "docs/ci.md"
REQUEST = {"Action": "GetProject", "ProjectName": "1st"}
POLICY = {
    "Version": "1",
    "Statement": [
        {"Effect": "Allow", "Action": ["imm:Get*", "imm:GetTask"], "Resource": "acs:imm:*:*:project/1st"}
    ],
}
CODE = """\
from alibabacloud_imm20200930 import models

request = models.GetProjectRequest(project_name="1st")
request.ProjectName = "photos"
"""
FILES = {
    "request.json": json.dumps(REQUEST) + "\n",
    "requests.jsonl": "".join(json.dumps(row) + "\n" for row in (REQUEST | {"ProjectName": "p"}, REQUEST)),
    "requests.ndjson": json.dumps(REQUEST) + "\n",
    "request.yaml": "Action: GetProject\nProjectName: 1st\n",
    "policy.json": json.dumps(POLICY) + "\n",
    "code.py": CODE,
    "vendor/request.json": json.dumps(REQUEST) + "\n",
    "notes.txt": json.dumps(REQUEST) + "\n",
    "immlint.toml": 'extend-exclude = ["vendor/"]\n',
}
DATA = {(name, "IMM104") for name in ("request.json", "requests.jsonl", "requests.ndjson", "request.yaml")}
IN_CODE = {("code.py", "IMM104"), ("code.py", "SDK101")}
IN_POLICY = {("policy.json", "RAM308")}
#: What each hook tells of these files.
EXPECTED = {
    "immlint": DATA | IN_CODE | IN_POLICY,
    "immlint-request": DATA | {("code.py", "IMM104")},
    "immlint-policy": IN_POLICY,
    "immlint-code": IN_CODE,
    "immlint-fix": DATA | IN_CODE | IN_POLICY,
}


class Done(NamedTuple):
    code: int
    text: str

    @property
    def found(self) -> set[tuple[str, str]]:
        """Files with the codes of what is found in them."""
        return set(re.findall(r"^(\S+?):\d+:\d+: \w+ (\w+) ", self.text, re.M))


class Repository:
    """A repository of git, in which pre-commit may be called."""

    def __init__(self, path: Path, cache: Path) -> None:
        self.path = path
        self._env = {**os.environ, "PRE_COMMIT_HOME": str(cache)}
        path.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q")
        self.git("config", "user.name", "t")
        self.git("config", "user.email", "t@example.com")

    def run(self, *command: str) -> Done:
        done = subprocess.run(command, cwd=self.path, env=self._env, capture_output=True, text=True)
        return Done(done.returncode, done.stdout + done.stderr)

    def git(self, *args: str) -> Done:
        return self.run("git", *args)

    def commit(self, message: str = "all") -> Done:
        self.git("add", "-A")
        return self.git("commit", "-qm", message)

    def pre_commit(self, *args: str) -> Done:
        return self.run(sys.executable, "-m", "pre_commit", *args)

    def use(self, hooks: Iterable[str], source: Repository, rev: str = f"v{__version__}") -> None:
        """Write the configuration of pre-commit."""
        rows = "".join(f"      - id: {hook}\n" for hook in hooks)
        (self.path / ".pre-commit-config.yaml").write_text(
            f"repos:\n  - repo: {source.path}\n    rev: {rev}\n    hooks:\n{rows}", "utf-8"
        )


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps environments: one for all hooks of a version."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Repository:
    """This project with two versions."""
    made = Repository(tmp_path_factory.mktemp("source") / "immlint", cache)
    copy_to(made.path)
    made.commit()
    made.git("tag", OLDER)
    (made.path / "CHANGELOG.md").write_text("# Changelog\n", "utf-8")
    made.commit()
    made.git("tag", f"v{__version__}")
    return made


@pytest.fixture
def user(tmp_path: Path, cache: Path) -> Repository:
    """A repository with wrong files."""
    made = Repository(tmp_path / "user", cache)
    for name, text in FILES.items():
        (made.path / name).parent.mkdir(exist_ok=True)
        (made.path / name).write_text(text, "utf-8")
    return made


@pytest.mark.parametrize(("hook", "expected"), EXPECTED.items(), ids=EXPECTED)
def test_a_hook_tells_what_is_its_own(
    hook: str, expected: set[tuple[str, str]], source: Repository, user: Repository
) -> None:
    user.use([hook], source)
    user.commit()
    done = user.pre_commit("run", "--all-files")
    assert (done.code, done.found) == (1, expected), done.text
    # What may be mended for sure is, by the hook that says so; the text that it had is gone then.
    mended = "imm:GetTask" not in (user.path / "policy.json").read_text("utf-8")
    assert mended == (hook == "immlint-fix")
    assert (user.path / "vendor/request.json").read_text("utf-8") == FILES["vendor/request.json"]


def test_every_hook_is_tried() -> None:
    assert EXPECTED.keys() == set(HOOKS)


def test_an_installed_hook_keeps_a_wrong_file_out(source: Repository, user: Repository) -> None:
    user.use(["immlint"], source)
    assert user.pre_commit("install").code == 0
    refused = user.commit()
    assert (refused.code, ("request.json", "IMM104") in refused.found) == (1, True), refused.text
    for name in set(FILES) - {"vendor/request.json", "immlint.toml"}:
        (user.path / name).unlink()
    (user.path / "request.json").write_text(FILES["request.json"].replace("1st", "first"), "utf-8")
    assert user.commit().code == 0


def test_what_the_fix_hook_mends_is_right_the_next_time(source: Repository, user: Repository) -> None:
    for name in set(FILES) - {"policy.json"}:
        (user.path / name).unlink()
    (user.path / "policy.json").write_text(FILES["policy.json"].replace("1st", "p"), "utf-8")
    user.use(["immlint-fix"], source)
    user.pre_commit("install")
    first = user.commit()
    assert (first.code, "files were modified by this hook" in first.text) == (1, True), first.text
    assert user.commit().code == 0


def test_hooks_are_updated(source: Repository, user: Repository) -> None:
    user.use(HOOKS, source, OLDER)
    user.commit()
    done = user.pre_commit("autoupdate")
    assert f"{OLDER} -> v{__version__}" in done.text
    assert f"rev: v{__version__}" in (user.path / ".pre-commit-config.yaml").read_text("utf-8")
    assert user.pre_commit("run", "immlint", "--all-files").found == DATA | IN_CODE | IN_POLICY


OLD = {
    "requests/{}.json": '{{"Action": "UpdateDataset", "ProjectName": "p", "DatasetName": "1-{}"}}\n',
    "requests/{}.yaml": "Action: GetProject\nProjectName: 1-{}\n",
    "policies/{}.json": '{{"Version": "1", "Statement": [{{"Effect": "Allow", "Action": "imm:GetProject",'
    ' "Resource": "acs:imm:*:*:project/1-{}"}}]}}\n',
    "src/{}.py": "from alibabacloud_imm20200930 import models\n\n"
    'models.GetProjectRequest(project_name="1-{}")\n',
}


def test_a_repository_with_old_findings_is_adopted(source: Repository, user: Repository) -> None:
    for name in FILES:
        (user.path / name).unlink()
    for number in range(50):
        for name, text in OLD.items():
            path = user.path / name.format(number)
            path.parent.mkdir(exist_ok=True)
            path.write_text(text.format(number), "utf-8")
    user.commit()
    check = (sys.executable, "-m", "immlint")
    assert len(user.run(*check, ".", "--output-format", "concise").found) == 200
    # The baseline and the hook, as the page has them.
    shown = [step.command for b in blocks(ADOPT) if b.language == "console" for step in steps(b.text)]
    baseline, write = shown[:2]
    assert user.run("sh", "-c", baseline).code == 0
    assert user.run(*check, *write.split()[1:]).text == "immlint-baseline.txt knows 200 findings\n"
    user.use(["immlint"], source)
    assert user.pre_commit("install").code == 0
    assert user.commit("adopt it").code == 0
    assert user.pre_commit("run", "--all-files").code == 0
    # CI, as the page for it has it.
    gitlab = YAML(typ="safe").load(next(b.text for b in blocks(CI) if ".gitlab-ci.yml" in b.text))["immlint"]
    step = [*check, *gitlab["script"][1].split()[1:]]
    report = user.path / gitlab["artifacts"]["reports"]["codequality"]
    assert (user.run(*step).code, json.loads(report.read_text("utf-8"))) == (0, [])
    report.unlink()
    # What moves stays known, and what is new is told, once.
    python, request = user.path / "src/7.py", user.path / "requests/7.json"
    python.write_text("import os\n\n" + python.read_text("utf-8"), "utf-8")
    old = json.loads(request.read_text("utf-8"))
    request.write_text(json.dumps([{**old, "DatasetName": "2-new"}, old], indent=2), "utf-8")
    refused = user.commit("more")
    assert (refused.code, refused.found) == (1, {("requests/7.json", "IMM104")}), refused.text
    assert (user.run(*step).code, len(json.loads(report.read_text("utf-8")))) == (1, 1)
    report.unlink()
    request.unlink()
    assert user.run(*check, ".", "--prune-baseline").text == "immlint-baseline.txt knows 199 findings\n"
    assert user.commit("more").code == 0
