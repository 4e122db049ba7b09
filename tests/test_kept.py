"""Of files that were checked, a run keeps what rules over all of them need, and finds the same by it."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import pytest
from immlint.rules import registry

from immlint.cache.remembered import Remembered
from immlint.config import Config
from immlint.document import Document
from immlint.files import find
from immlint.run import run

CODE = """from alibabacloud_imm20200930 import client, models

imm = client.Client(config)
for name in names:
    imm.create_dataset(models.CreateDatasetRequest(project_name=f"p-{name}", dataset_name="1x"))
imm.simple_query(models.SimpleQueryRequest(project_name="p", dataset_name="d"))
imm.create_dataset(models.CreateDatasetRequest(project_name="p", dataset_name="d"))
imm.create_dataset(models.CreateDatasetRequest(project_name="p", dataset_name="d"))
"""
DATA = '{"Action": "CreateDataset", "ProjectName": "p", "DatasetName": "d"}\n'
POLICY = """{"Version": "1", "Statement": [
    {"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": "acs:imm:*:*:project/other"}]}
"""


def _folder(path: Path, count: int) -> Path:
    path.mkdir()
    for number in range(count):
        (path / f"sender{number}.py").write_text(f"# {number}\n{CODE}")
        (path / f"request{number}.json").write_text(DATA)
    return path


@pytest.mark.parametrize("is_held", [False, True])
def test_a_long_run_finds_what_a_short_one_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_held: bool
) -> None:
    folder = _folder(tmp_path / "code", 4)
    policy = tmp_path / "policy.json"
    policy.write_text(POLICY)
    config = Config(policies=(str(policy),) if is_held else (), pedantic=True)
    short = run(find([str(folder)]), registry(), config).findings
    assert {"IMM112", "SDK111"} < {finding.code for finding in short}
    assert ("GNT101" in {finding.code for finding in short}) == is_held
    monkeypatch.setattr("immlint.run._FEW", 0)
    assert run(find([str(folder)]), registry(), config).findings == short
    monkeypatch.setattr("immlint.run._LONG", 0)
    assert run(find([str(folder)]), registry(), config).findings == short
    # Or with nothing as text.
    monkeypatch.setattr("immlint.run.kept", lambda document, told: document)
    assert run(find([str(folder)]), registry(), config).findings == short


@pytest.mark.parametrize("few", [0, 3])
def test_code_that_was_checked_is_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    count = 12
    monkeypatch.setattr("immlint.run._FEW", few)
    seen: list[weakref.ref[Document]] = []
    at_once: list[int] = []

    def take(document: Document) -> None:
        gc.collect()
        at_once.append(sum(each() is not None for each in seen))
        if not isinstance(document, Remembered):
            seen.append(weakref.ref(document))

    found = run(find([str(_folder(tmp_path / "code", count))]), registry(), seen=take).findings
    assert len([f for f in found if f.code == "SDK111"]) == count
    # Data is there to the end; of code, a few and the one that is checked while the last is let go.
    assert len(at_once) == 2 * count
    assert max(at_once) <= count + few + 1
