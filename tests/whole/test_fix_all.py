"""All that is wrong in the examples is mended to the end, and nothing else becomes wrong by it."""

from __future__ import annotations

import json
import re
import shutil
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest
from immlint.rules import registry

from tests.command import ROOT, immlint


def write_all(folder: Path) -> None:
    """Write the examples of the project and of all rules, each of these into a folder of its own."""
    shutil.copytree(ROOT / "examples", folder / "examples")
    kinds = {}
    for rule in registry():
        for number, example in enumerate((*rule.invalid, *rule.valid)):
            if example.policy:
                continue  # what the caller holds is said of a whole run
            path = folder / f"{rule.code}-{number}" / example.filename
            path.parent.mkdir(parents=True)
            path.write_bytes(example.text.encode("utf-8", "surrogatepass"))
            if example.kind:
                kinds[path.relative_to(folder).as_posix()] = example.kind
    rows = "".join(f"{json.dumps(path)} = {json.dumps(kind)}\n" for path, kind in kinds.items())
    (folder / "immlint.toml").write_text(f"pedantic = true\n[kinds]\n{rows}")


def findings(folder: Path) -> list[dict[str, Any]]:
    code, out, err = immlint(".", "--output-format", "json", cwd=folder)
    assert code == 1, err
    found: list[dict[str, Any]] = json.loads(out)
    return found


def texts(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "immlint.toml")
    return {str(path.relative_to(folder)): path.read_bytes().decode("utf-8", "replace") for path in files}


def changed(before: str, after: str) -> list[tuple[int, int]]:
    """Return where *after* differs; what was taken out leaves an empty place."""
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [(start, end) for tag, _, _, start, end in codes if tag != "equal"]


def span(finding: dict[str, Any], text: str) -> tuple[int, int]:
    lines = text.splitlines(keepends=True) or [""]
    starts = [sum(map(len, lines[:n])) for n in range(len(lines) + 1)]
    start, end = (starts[finding[f"{at}line"] - 1] + finding[f"{at}column"] - 1 for at in ("", "end_"))
    return start, end


def is_told_of_a_change(finding: dict[str, Any], before: str, after: str) -> bool:
    """Tell whether a finding stands at an edited value, or at the value of an edited key.

    What a policy grants is known only once RAM would take it: that is information about all of it.
    """
    start, end = span(finding, after)
    for first, last in changed(before, after):
        beside = last <= start and not after[last:start].strip(" \n\"':=")
        if beside or (first <= end and start <= last):
            return True
    return finding["severity"] == "info" and finding["code"].startswith("RAM4") and before != after


#: A file that is named after nothing is asked for nothing; by its right name its parameters are missing.
REFUSED = {"IMM113"}


def refused(err: str) -> set[str]:
    return {line.partition("-")[0] for line in re.findall(r"^Error: (\S+): nothing is mended: ", err, re.M)}


@pytest.mark.parametrize("options", [("--fix",), ("--fix", "--unsafe-fixes")], ids=["safe", "unsafe"])
def test_all_examples_are_mended_to_the_end(options: tuple[str, ...], tmp_path: Path) -> None:
    write_all(tmp_path)
    known = {(finding["path"], finding["fingerprint"]) for finding in findings(tmp_path)}
    before = texts(tmp_path)
    code, _, err = immlint(*options, ".", cwd=tmp_path)
    left = refused(err)
    assert left == (REFUSED if "--unsafe-fixes" in options else set())
    assert code == (2 if left else 1), err
    after = texts(tmp_path)
    assert len([path for path in after if after[path] != before[path]]) > 20
    code, out, err = immlint("--diff", *options[1:], ".", cwd=tmp_path)
    assert (code, out, refused(err)) == (2 if left else 0, "", left)
    for finding in findings(tmp_path):
        path = finding["path"]
        if (path, finding["fingerprint"]) not in known:
            assert is_told_of_a_change(finding, before[path], after[path]), finding
