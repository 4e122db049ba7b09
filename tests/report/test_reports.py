"""The reports as a whole: what people and programs see, character by character."""

from __future__ import annotations

import json
from typing import Any

from immlint.rules import registry

from immlint.config import Config
from immlint.finding import Finding
from immlint.input import Input
from immlint.outcome import Report
from immlint.report import REPORTS, Context
from immlint.run import run
from immlint.source import Source

#: Wide characters, a tab before and inside, a span of several lines, a minified line, related places, fixes.
INPUTS = {
    "a/相册.json": (
        '{\n\t"Action":\t"CreateDataset", "Version": "2020-09-30",\n\t"ProjectName": "相册",'
        ' "DatasetName":\t"a b",\n\t"description": "图"\n}\n'
    ),
    "b.json": (
        '{"Action":"CreateDataset","ProjectName":"p","Description":"' + "相" * 60 + '","DatasetName":"1",'
        '"TemplateId":"' + "x" * 99 + '"}'
    ),
    "c.yaml": (
        "- Action: CreateDataset\n  ProjectName: p\n  DatasetName: d\n"
        "- Action: CreateDataset\n  ProjectName: p\n  DatasetName: d\n"
        "- Action: IndexFileMeta\n  ProjectName: p\n  DatasetName: d\n"
    ),
    "d.json": '{"Version": 1, "Statement": [{"Effect": "Deny", "Action": "\\u001b[31m", "Resource": "*"}]}',
}


def report() -> Report:
    inputs = [Input(path, True, Source(path, text.encode())) for path, text in INPUTS.items()]
    return run(inputs, registry(), Config())


FULL = """\
a/相册.json:3:18: error IMM104 ProjectName "相册" begins with "相"; expected a letter or "_" first
   |
 3 |  "ProjectName": "相册", "DatasetName": "a b",
   |                  ^^

a/相册.json:3:40: error IMM104 DatasetName "a b" holds " "; expected only ASCII letters, digits, "-" and "_"
   |
 3 |  "ProjectName": "相册", "DatasetName": "a b",
   |                                          ^

a/相册.json:4:2: error IMM102 CreateDataset has no parameter description; expected Description
   |
 4 |  "description": "图"
   |  ^^^^^^^^^^^^^
   = help: did you mean Description?
   = fix (unsafe): rename it to Description

b.json:1:137: error IMM104 DatasetName "1" begins with "1"; expected a letter or "_" first
   |
 1 | ...相相相相相相相","DatasetName":"1","TemplateId":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...
   |                                   ^

c.yaml:6:16: warning IMM112 dataset "d" is created twice in project "p"; expected each name once
   |
 6 |   DatasetName: d
   |                ^
   = see c.yaml:3:16: it is created here first

c.yaml:7:3: error IMM101 File is missing; expected it in every IndexFileMeta request
   |
 7 | - Action: IndexFileMeta
   |   ^^^^^^^^^^^^^^^^^^^^^

d.json:1:13: error RAM204 Version is 1; expected "1"
   |
 1 | {"Version": 1, "Statement": [{"Effect": "Deny", "Action": "\\u001b[31m", "Resource": "*"}]}
   |             ^
   = help: put it in quotes
   = fix (unsafe): write "1"

d.json:1:59: error RAM208 action "\\u001b[31m" has no colon; expected <ram-code>:<action-name>
   |
 1 | {"Version": 1, "Statement": [{"Effect": "Deny", "Action": "\\u001b[31m", "Resource": "*"}]}
   |                                                           ^^^^^^^^^^^^
"""

CONCISE = """\
a/相册.json:3:18: error IMM104 ProjectName "相册" begins with "相"; expected a letter or "_" first
a/相册.json:3:40: error IMM104 DatasetName "a b" holds " "; expected only ASCII letters, digits, "-" and "_"
a/相册.json:4:2: error IMM102 CreateDataset has no parameter description; expected Description
b.json:1:137: error IMM104 DatasetName "1" begins with "1"; expected a letter or "_" first
c.yaml:6:16: warning IMM112 dataset "d" is created twice in project "p"; expected each name once
c.yaml:7:3: error IMM101 File is missing; expected it in every IndexFileMeta request
d.json:1:13: error RAM204 Version is 1; expected "1"
d.json:1:59: error RAM208 action "\\u001b[31m" has no colon; expected <ram-code>:<action-name>
"""

#: One finding with a related place, and one with a fix.
DATA: list[dict[str, Any]] = [
    {
        "code": "IMM112",
        "name": "duplicate-dataset",
        "severity": "warning",
        "message": 'dataset "d" is created twice in project "p"; expected each name once',
        "path": "c.yaml",
        "line": 6,
        "column": 16,
        "end_line": 6,
        "end_column": 17,
        "pointer": "/1/DatasetName",
        "help": "",
        "url": "https://your-org.github.io/immlint/rules/IMM112/",
        "confidence": "certain",
        "fix": None,
        "fingerprint": "0d1be83260fae875",
        "related": [{"message": "it is created here first", "path": "c.yaml", "line": 3, "column": 16}],
    },
    {
        "code": "RAM204",
        "name": "invalid-version",
        "severity": "error",
        "message": 'Version is 1; expected "1"',
        "path": "d.json",
        "line": 1,
        "column": 13,
        "end_line": 1,
        "end_column": 14,
        "pointer": "/Version",
        "help": "put it in quotes",
        "url": "https://your-org.github.io/immlint/rules/RAM204/",
        "confidence": "certain",
        "fix": {
            "description": 'write "1"',
            "applicability": "unsafe",
            "edits": [{"start": 12, "end": 13, "text": '"1"'}],
        },
        "fingerprint": "a6dfe153399ea4e7",
        "related": [],
    },
]


def findings(*codes: str) -> list[Finding]:
    return [finding for finding in report().findings if finding.code in codes]


def test_full() -> None:
    found = report()
    assert REPORTS["full"](found.findings, Context(found.sources)) + "\n" == FULL


def test_concise() -> None:
    assert REPORTS["concise"](report().findings, Context({})) + "\n" == CONCISE


def test_json() -> None:
    assert json.loads(REPORTS["json"](findings("IMM112", "RAM204"), Context({}))) == DATA
    assert REPORTS["json"]([], Context({})) == "[]"


def test_colors_change_nothing_else() -> None:
    import re

    found = report()
    painted = REPORTS["full"](found.findings, Context(found.sources, color=True))
    assert "\x1b[1;31merror\x1b[0m" in painted
    assert re.sub("\x1b\\[[0-9;]*m", "", painted) + "\n" == FULL


def test_nothing_that_moves_the_cursor_reaches_a_terminal() -> None:
    text = '{"Action": "CreateDataset", "ProjectName": "\x1b[2J\u202e", "DatasetName": "d", "\\u0007": 1}'
    source = Source("\x1b.json", text.encode())
    found = run([Input(source.path, True, source)], registry(), Config())
    shown = "".join(REPORTS[n](found.findings, Context(found.sources)) for n in ("full", "concise"))
    assert len(found.findings) >= 2
    assert all(char.isprintable() or char == "\n" for char in shown)
