"""Every form of code in ``corpus`` gives exactly the findings that its comments name."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

import immlint
from immlint.config import Config
from immlint.finding import Finding

CODE = Path(__file__).parent / "corpus"
FILES = sorted(CODE.glob("*.py"))
_REMARK = re.compile(
    r"#\s*(?P<word>finds|pedantic)(?:@(?P<offset>[+-]?\d+))?:"
    r"\s*(?P<codes>[A-Z]{3}\d{3}(?:\s*,\s*[A-Z]{3}\d{3})*)(?=\s*(?:#|$))"
)
_WORD = re.compile(r"#\s*(?:finds|pedantic)\b")

Places = Counter[tuple[int, str]]


def expected(text: str, *words: str) -> Places:
    """Return how often each (line, code) is announced by comments that begin with one of *words*."""
    found: Places = Counter()
    for number, line in enumerate(text.splitlines(), 1):
        remarks = list(_REMARK.finditer(line))
        assert len(remarks) == len(_WORD.findall(line)), f"line {number}: a remark is misspelt"
        for remark in remarks:
            if remark["word"] in words:
                at = number + int(remark["offset"] or 0)
                found.update((at, code.strip()) for code in remark["codes"].split(","))
    return found


def actual(findings: list[Finding]) -> Places:
    return Counter((finding.line, finding.code) for finding in findings)


def difference(wanted: Places, findings: list[Finding]) -> str:
    """Return what is wrong as text, one line for each place; empty if nothing is."""
    found = actual(findings)
    messages = {(f.line, f.code): f.message for f in findings}
    lines = [f"  {line}: {code} is not found" for line, code in sorted((wanted - found).elements())]
    for place in sorted((found - wanted).elements()):
        lines.append(f"  {place[0]}: {place[1]} is found: {messages[place]}")
    return "\n".join(lines)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_file_gives_what_its_comments_name(path: Path) -> None:
    text = path.read_text("utf-8")
    wrong = difference(expected(text, "finds"), immlint.lint_text(text, filename=path.name))
    assert not wrong, f"{path.name}\n{wrong}"


@pytest.mark.parametrize(
    "path", [p for p in FILES if expected(p.read_text("utf-8"), "pedantic")], ids=lambda path: path.stem
)
def test_information_is_shown_on_request(path: Path) -> None:
    text = path.read_text("utf-8")
    findings = immlint.lint_text(text, filename=path.name, config=Config(pedantic=True))
    wrong = difference(expected(text, "finds", "pedantic"), findings)
    assert not wrong, f"{path.name}\n{wrong}"


#: Every case follows these lines.
HEAD = """import json, os, sys, subprocess
from alibabacloud_imm20200930.client import Client
from alibabacloud_imm20200930 import models
from alibabacloud_imm20200930.models import CreateDatasetRequest
from alibabacloud_tea_openapi.models import Config, Params, OpenApiRequest
from aliyunsdkcore.request import CommonRequest
from aliyunsdkcore.client import AcsClient
client = make_client()
"""
_PARTS = re.split(r"^## (.*)\n", (CODE / "unsettled.txt").read_text("utf-8"), flags=re.M)[1:]
UNSETTLED = dict(zip(_PARTS[::2], _PARTS[1::2], strict=True))


@pytest.mark.parametrize("code", UNSETTLED.values(), ids=UNSETTLED)
def test_what_other_code_may_settle_is_no_finding(code: str) -> None:
    found = immlint.lint_text(HEAD + code, filename="app.py")
    assert not found, [(f.line - HEAD.count("\n"), f.code, f.message) for f in found]


def test_names_of_other_files_of_the_run_are_known() -> None:
    folder = CODE / "across"
    findings = immlint.lint_paths([str(folder)])
    for path in sorted(folder.rglob("*.py")):
        mine = [finding for finding in findings if Path(finding.path) == path]
        wrong = difference(expected(path.read_text("utf-8"), "finds"), mine)
        assert not wrong, f"{path.name}\n{wrong}"


_NAMES = """from enum import Enum

from alibabacloud_imm20200930 import models as imm_models

DATASET = "1 photo"
CHANGED = "2 photos"
CHANGED = input()
BY_STAGE = {"dev": "3 photos"}


class Stage(Enum):
    DEV = "4 photos"


class Store:
    def name(self):
        return "5 photos"


def name():
    return "6 photos"
"""
_USE = """from alibabacloud_imm20200930.models import GetDatasetRequest

import names
from names import BY_STAGE, CHANGED, DATASET, Stage, Store, name

GetDatasetRequest(project_name="p", dataset_name=DATASET)  # finds: IMM104
GetDatasetRequest(project_name="p", dataset_name=names.DATASET)  # finds: IMM104
GetDatasetRequest(project_name="p", dataset_name=BY_STAGE["dev"])  # finds: IMM104
GetDatasetRequest(project_name="p", dataset_name=Stage.DEV.value)  # finds: IMM104
GetDatasetRequest(project_name="p", dataset_name=CHANGED)
# What code beside it does may differ where this file runs.
GetDatasetRequest(project_name="p", dataset_name=Store().name())
GetDatasetRequest(project_name="p", dataset_name=name())
"""
_HANDED_ON = """from names import imm_models

imm_models.GetDatasetRequest(project_name="p", dataset_name="7 photos")  # finds: IMM104
"""
_INNER = """from alibabacloud_imm20200930.models import GetDatasetRequest

from ..names import DATASET
from .names import DATASET as NOWHERE
from house.names import DATASET as SAME

GetDatasetRequest(project_name="p", dataset_name=DATASET)  # finds: IMM104
GetDatasetRequest(project_name="p", dataset_name=SAME)  # finds: IMM104
GetDatasetRequest(project_name="p", dataset_name=NOWHERE)
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [("use.py", _USE), ("handed_on.py", _HANDED_ON), ("house/inner/use.py", _INNER)],
    ids=["constants", "handed-on", "package"],
)
def test_constants_of_files_beside_the_one_that_is_named_are_known(
    tmp_path: Path, name: str, text: str
) -> None:
    (tmp_path / "house/inner").mkdir(parents=True)
    for inner in ("house/__init__.py", "house/inner/__init__.py"):
        (tmp_path / inner).write_text("")
    for other in ("names.py", "house/names.py"):
        (tmp_path / other).write_text(_NAMES)
    path = tmp_path / name
    path.write_text(text)
    findings = immlint.lint_paths([str(path)])
    assert {finding.path for finding in findings} == {str(path)}
    wrong = difference(expected(text, "finds"), findings)
    assert not wrong, f"{name}\n{wrong}"
    # As text it is no file: nothing lies beside it.
    assert not [f for f in immlint.lint_text(text, filename=str(path)) if "7" not in f.message]


def test_files_beside_are_read_for_the_names_that_are_asked_for(tmp_path: Path) -> None:
    (tmp_path / "names.py").write_text("def name():\n    return '1 photo'\n")
    (tmp_path / "broken.py").write_text("DATASET = (\n")
    path = tmp_path / "use.py"
    path.write_text(
        "from alibabacloud_imm20200930.models import GetDatasetRequest\n"
        "from names import name\nfrom broken import DATASET\nfrom missing import OTHER\n"
        "for each in (name(), DATASET, OTHER):\n"
        "    GetDatasetRequest(project_name='p', dataset_name=each)\n"
    )
    assert immlint.lint_paths([str(path)]) == []


def test_alone_a_file_knows_no_other() -> None:
    text = (CODE / "across/use.py").read_text("utf-8")
    assert immlint.lint_text(text, filename="use.py") == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_carriage_returns_change_nothing(path: Path) -> None:
    text = path.read_text("utf-8")
    findings = immlint.lint_text(text.replace("\n", "\r\n"), filename=path.name)
    wrong = difference(expected(text, "finds"), findings)
    assert not wrong, f"{path.name}\n{wrong}"


def test_every_rule_about_code_has_a_file() -> None:
    named = {code for path in FILES for _, code in expected(path.read_text("utf-8"), "finds")}
    assert {f"SDK{number}" for number in range(101, 113)} <= named


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("x = 1\n", {}),
        ("x = 1  # finds: IMM104\n", {(1, "IMM104"): 1}),
        ("\nx = 1  # finds: IMM104, IMM105,IMM104\n", {(2, "IMM104"): 2, (2, "IMM105"): 1}),
        ('"""\na\nb\n"""  # finds@-2: RAM303\n', {(2, "RAM303"): 1}),
        ("x  # finds: IMM104  # finds@1: IMM101\n", {(1, "IMM104"): 1, (2, "IMM101"): 1}),
        ("x  # pedantic: IMM101\n", {}),
        ("x  # pedantic: IMM101  # finds: IMM104\n", {(1, "IMM104"): 1}),
        ("# what it finds in there\n", {}),
    ],
)
def test_comments_are_read(text: str, places: dict[tuple[int, str], int]) -> None:
    assert expected(text, "finds") == places


@pytest.mark.parametrize(
    "remark", ["# finds IMM104", "# finds: IMM14", "# finds: IMM104 SDK101", "# finds:", "# pedantic: x"]
)
def test_misspelt_comments_are_refused(remark: str) -> None:
    with pytest.raises(AssertionError, match="line 1: a remark is misspelt"):
        expected(f"x  {remark}\n", "finds")


def test_difference_names_what_is_missing_and_what_is_more() -> None:
    text = '{"ProjectName": "1",\n "DatasetName": "2"}\n'
    findings = immlint.lint_text(text, filename="GetDataset.json")
    assert difference(Counter({(1, "IMM104"): 1, (2, "IMM104"): 1}), findings) == ""
    assert difference(Counter({(2, "IMM104"): 2}), findings).splitlines() == [
        "  2: IMM104 is not found",
        '  1: IMM104 is found: ProjectName "1" begins with "1"; expected a letter or "_" first',
    ]


_HELPER = """from alibabacloud_imm20200930.models import GetDatasetRequest


def ask(name, project="p"):
    client.get_dataset(GetDatasetRequest(project_name=project, dataset_name=name))


def twice(name):
    ask(name)


def own():
    client.get_dataset(GetDatasetRequest(project_name="p", dataset_name="1 own"))


BAD = "2 photos"
ask("3 photos")
ask(BAD)
twice("4 photos")
ask("photos", project="5 projects")
own()
GetDatasetRequest(project_name="p", dataset_name="6 plain")
"""


def test_a_finding_in_a_function_names_the_call_that_brought_the_value() -> None:
    findings = immlint.lint_text(_HELPER, filename="app.py")
    lines = _HELPER.splitlines()
    called = {
        finding.message.split('"')[1]: [lines[place.line - 1] for place in finding.related]
        for finding in findings
    }
    assert called == {
        "1 own": [],
        "2 photos": ["ask(BAD)"],
        "3 photos": ['ask("3 photos")'],
        "4 photos": ['twice("4 photos")'],
        "5 projects": ['ask("photos", project="5 projects")'],
        "6 plain": [],
    }
