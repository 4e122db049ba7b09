"""Inputs of which every position is hard: wide and astral text, tabs, CRLF, byte order marks, odd names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from immlint.rules import registry

from immlint.config import Config
from immlint.finding import Finding, Related
from immlint.input import Input
from immlint.outcome import Report
from immlint.report import REPORTS, Context, RuleSummary
from immlint.run import run
from immlint.source import Source

#: A name with all that formats escape.
ODD = "odd, 100%3A;]=&<'\"\n\t.json"
SNAPSHOTS = Path(__file__).with_name("snapshots")
INPUTS: dict[str, bytes] = {
    "a/相册.json": (
        '\ufeff{"Action": "CreateDataset", "Description": "图😀", "templateId": "t", "DatasetName": "1a",\r\n'
        '\t"ProjectName":\t"相😀册", "description": "x"\r\n}\r\n'
    ).encode(),
    "b.yaml": (
        "- {Action: CreateDataset, ProjectName: p, DatasetName: d}\n"
        "- {Action: CreateDataset, ProjectName: p, DatasetName: d}\n"
        "-\n  # 😀\n  Action: IndexFileMeta\n  ProjectName: p\n  DatasetName: d\n"
    ).encode(),
    "c d.py": (
        "from alibabacloud_imm20200930 import models\n"
        "名 = models.CreateDatasetRequest(project_name='p', dataset_name='😀')\n"
    ).encode(),
    "lines.json": b'{"Action": "CreateDataset",\r"ProjectName": "p",\r"DatasetName": "\\u0007", "colour": 1}',
    "policy.json": (
        '{"Version": 1, "Statement": [{"Effect": "Allow", "Action": "imm:GetProject",'
        ' "Resource": "acs:imm:*:*:project/相册"}, {"Effect": "Allow", "Action": "imm:GetProject",'
        ' "Resource": "acs:imm:*:*:project/*"}]}\n'
    ).encode(),
    ODD: b'{"Action": "CreateDataset", "ProjectName": "%0A::;]", "DatasetName": "]]>&lt;"}\n',
}


def report() -> Report:
    inputs = [Input(path, True, Source(path, data)) for path, data in INPUTS.items()]
    return run(inputs, registry(), Config())


def context(found: Report) -> Context:
    return Context(found.sources, False, described, "1.2.3")


def described(code: str) -> RuleSummary:
    """What a rule says of itself, without the words that change with every release."""
    rule = registry().find(code)
    return RuleSummary(code, rule.name, rule.severity.label, "A summary.", "An `explanation`.", rule.url)


def written(name: str) -> str:
    """What a format writes of all inputs."""
    found = report()
    return REPORTS[name](found.findings, context(found))


def hostile() -> list[Finding]:
    """Findings whose texts hold what no rule writes today, but custom ones may."""
    first = report().findings[0]
    text = "50%\r\n::error::]##vso[x]\x00\x1b\ud800\ufffe%0A%25%3A%AZP25%5D,;=&amp;<'\"\t|`{0}[1](2)"
    related = Related(text, ODD, 1, 1)
    return [
        replace(first, message=text, help=text, path=ODD, related=(related,), fingerprint="f") for _ in "12"
    ]


if __name__ == "__main__":  # writes the snapshots anew, to be read before they are kept
    for snapshot in SNAPSHOTS.glob("*.txt"):
        snapshot.write_bytes(f"{written(snapshot.stem)}\n".encode())
