"""Every format as its reader reads it: schemas, parsers and unescapers that are not ours."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.parse
import xml.etree.ElementTree as ET
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from immlint.rules import registry
from jsonschema import Draft4Validator, Draft202012Validator
from junitparser import Error, Failure, JUnitXml

from immlint import __version__
from immlint.finding import Edit, Finding
from immlint.input import Input
from immlint.report import REPORTS, Context
from immlint.run import run
from immlint.source import Source
from immlint.visible import visible
from tests.command import immlint
from tests.report.consumers import agent, runner
from tests.report.inputs import INPUTS, ODD, SNAPSHOTS, context, hostile, report, written

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FINDINGS = report().findings


def schema(path: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((HERE / "schemas" / path).read_text("utf-8"))
    return loaded


def empty(name: str) -> str:
    return REPORTS[name]([], Context({}))


def fixed(text: str, edits: list[Edit]) -> str:
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def shown(finding: Finding) -> str:
    return f"{finding.message} ({finding.help})" if finding.help else finding.message


def posix(path: str) -> str:
    return path.replace("\\", "/")


def test_the_inputs_hold_what_is_hard() -> None:
    assert {finding.path for finding in FINDINGS} == INPUTS.keys()
    assert {finding.severity for finding in FINDINGS} == {"error", "warning", "info"}
    assert any(f.fix for f in FINDINGS)
    assert any(f.related for f in FINDINGS)
    assert any(f.line != f.end_line for f in FINDINGS)


@pytest.mark.parametrize("name", sorted(REPORTS.keys() - {"full", "concise"}))
def test_whole_output(name: str) -> None:
    expected = (SNAPSHOTS / f"{name}.txt").read_bytes().decode()
    assert written(name) + "\n" == expected


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_an_empty_run(name: str) -> None:
    text = empty(name)
    if name in ("json", "sarif", "gitlab", "rdjson"):
        assert isinstance(json.loads(text), list | dict)
    elif name in ("junit", "checkstyle"):
        assert ET.fromstring(text.encode()).tag in ("testsuites", "checkstyle")
    elif name == "html":
        assert text.startswith("<!doctype html>")  # what it holds: test_html
    else:
        assert text == ""


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_the_documentation_tells_what_columns_count(name: str) -> None:
    page = (ROOT / "docs/usage.md").read_text("utf-8")
    (row,) = re.findall(rf"^\| `{name}` \|.*\|$", page, re.M)
    assert row.endswith(f"| {REPORTS[name].columns} |")


def test_json_lines() -> None:
    assert [json.loads(line) for line in written("jsonl").split("\n")] == json.loads(written("json"))


# --- SARIF

SARIF = Draft4Validator(schema("sarif/sarif-schema-2.1.0.json"))


def points(source: Source, region: dict[str, int]) -> tuple[int, int]:
    """A region as offsets, by the newline sequences that the log names."""
    starts = [0, *(m.end() for m in re.finditer(r"\r\n|\n|\r", source.text))]
    start = starts[region["startLine"] - 1] + region["startColumn"] - 1
    return start, starts[region["endLine"] - 1] + region["endColumn"] - 1


def test_sarif_fulfils_its_schema() -> None:
    for text in (written("sarif"), empty("sarif"), REPORTS["sarif"](hostile(), Context({}))):
        SARIF.validate(json.loads(text))


def test_the_schema_of_sarif_refuses_what_is_wrong() -> None:
    log = json.loads(written("sarif"))
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startColumn"] = 0
    assert not SARIF.is_valid(log)


def test_sarif_says_where_and_how_to_mend() -> None:
    (run,) = json.loads(written("sarif"))["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["newlineSequences"] == ["\r\n", "\n", "\r"]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert all(rule["shortDescription"]["text"] and rule["help"]["text"] for rule in rules)
    mended = 0
    for result, finding in zip(run["results"], FINDINGS, strict=True):
        assert result["ruleId"] == rules[result["ruleIndex"]]["id"] == finding.code
        assert result["partialFingerprints"] == {"immlint/v1": finding.fingerprint}
        (location,) = result["locations"]
        place = location["physicalLocation"]
        path = urllib.parse.unquote(place["artifactLocation"]["uri"])
        source = Source(path, INPUTS[path])
        assert points(source, place["region"]) == (finding.start, finding.end)
        for fix in result.get("fixes", ()):
            (change,) = fix["artifactChanges"]
            edits = [
                Edit(*points(source, item["deletedRegion"]), item["insertedContent"]["text"])
                for item in change["replacements"]
            ]
            assert finding.fix is not None
            assert fixed(source.text, edits) == fixed(source.text, list(finding.fix.edits))
            mended += 1
    assert mended > 1


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a b/相.json", "a%20b/%E7%9B%B8.json"),
        ("./x:y#z?.json", "x%3Ay%23z%3F.json"),
        ("/nowhere/x.json", "file:///nowhere/x.json"),
        ("../x.json", "../x.json"),
    ],
)
def test_sarif_names_files_by_address(path: str, uri: str) -> None:
    from dataclasses import replace

    log = json.loads(REPORTS["sarif"]([replace(FINDINGS[0], path=path)], Context({})))
    (location,) = log["runs"][0]["results"][0]["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_sarif_tells_what_the_rules_say_of_themselves() -> None:
    code, out, _ = immlint("examples/requests/create-dataset.wrong.json", "--output-format", "sarif")
    (run,) = json.loads(out)["runs"]
    SARIF.validate(json.loads(out))
    assert code == 1
    assert run["tool"]["driver"]["version"] == __version__
    for rule in run["tool"]["driver"]["rules"]:
        known = registry().find(rule["id"])
        assert (rule["shortDescription"]["text"], rule["helpUri"]) == (known.summary, known.url)
        assert rule["help"]["markdown"] == known.explanation
        assert rule["defaultConfiguration"]["level"] == known.severity.label


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_a_file_takes_the_very_same(name: str, tmp_path: Path) -> None:
    file = tmp_path / "report"
    arguments = ("examples/requests/create-dataset.wrong.json", "--output-format", name)
    code, out, _ = immlint(*arguments)
    assert immlint(*arguments, "--output-file", str(file))[:2] == (code, "")
    assert file.read_text("utf-8") == out
    assert out.endswith("\n")
    assert not out.endswith("\n\n")


@pytest.mark.parametrize("name", sorted(name for name, form in REPORTS.items() if not form.is_for_people))
def test_the_encoding_of_the_terminal_changes_nothing(name: str) -> None:
    command = [sys.executable, "-m", "immlint", "examples/requests/create-dataset.wrong.json"]
    done = subprocess.run(
        [*command, "--output-format", name],
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    )
    assert "2026-相册" in done.stdout.decode("utf-8")


@pytest.mark.network
def test_sarif_is_what_github_takes(tmp_path: Path) -> None:
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed")
    package = "@microsoft/sarif-multitool-linux@5.7.0"
    done = subprocess.run(["npm", "pack", package], cwd=tmp_path, capture_output=True)
    archives = list(tmp_path.glob("*.tgz"))
    if done.returncode or not archives:
        pytest.skip("the package cannot be had")
    shutil.unpack_archive(archives[0], tmp_path)
    tool = tmp_path / "package" / "Sarif.Multitool"
    tool.chmod(0o755)
    log = tmp_path / "log.sarif"

    def told(text: str, kind: str) -> set[str]:
        log.write_text(text, "utf-8")
        out = tmp_path / "out.sarif"
        command = [str(tool), "validate", str(log), "--rule-kind", kind, "--output", str(out)]
        subprocess.run([*command, "--log", "ForceOverwrite"], check=True, capture_output=True)
        # It ends with 0 whatever it finds.
        (run,) = json.loads(out.read_text("utf-8-sig"))["runs"]
        return {result["ruleId"] for result in run.get("results", ())}

    assert (
        told(written("sarif"), "Gh") == told(written("sarif"), "Ghas") == told(empty("sarif"), "Gh") == set()
    )
    assert told(written("sarif").replace('"startColumn": 1', '"startColumn": 0'), "Gh")


# --- logging commands


def test_github() -> None:
    lines = written("github").split("\n")
    for line, finding in zip(lines, FINDINGS, strict=True):
        command = runner(line)
        assert command.name == finding.severity.replace("info", "notice")
        assert command.data == shown(finding)
        wanted = {
            "title": f"{finding.code} {finding.name}",
            "file": posix(finding.path),
            "line": str(finding.line),
            "endLine": str(finding.end_line),
        }
        if finding.line == finding.end_line:
            wanted |= {"col": str(finding.column), "endColumn": str(finding.end_column)}
        assert command.properties == wanted


def test_azure() -> None:
    lines = written("azure").split("\n")
    for line, finding in zip(lines, (f for f in FINDINGS if f.severity != "info"), strict=True):
        command = agent(line)
        assert command.name == "task.logissue"
        assert command.data == shown(finding)
        assert command.properties == {
            "type": finding.severity,
            "sourcepath": posix(finding.path),
            "linenumber": str(finding.line),
            "columnnumber": str(finding.column),
            "code": finding.code,
        }


def test_commands_cannot_be_forged() -> None:
    for name, read in (("github", runner), ("azure", agent)):
        lines = REPORTS[name](hostile(), Context({})).splitlines()
        assert len(lines) == 2
        for line, finding in zip(lines, hostile(), strict=True):
            # The escapes of terminals, which logs obey, are shown; line ends are data.
            assert read(line).data == visible(shown(finding), "\r\n\t")
            assert "\x1b" not in line
            assert r"\u001b" in read(line).data
            assert ODD in read(line).properties.values()


# --- GitLab

GITLAB = Draft202012Validator(
    {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "properties": {
                "description": {"type": "string", "minLength": 1},
                "check_name": {"type": "string", "minLength": 1},
                "fingerprint": {"type": "string", "minLength": 1},
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "type": "object",
                    "required": ["path", "positions"],
                    "properties": {
                        "path": {"type": "string", "not": {"pattern": r"^\./"}},
                        "positions": {
                            "type": "object",
                            "required": ["begin"],
                            "additionalProperties": {
                                "type": "object",
                                "required": ["line"],
                                "additionalProperties": {"type": "integer", "minimum": 1},
                            },
                        },
                    },
                },
            },
        },
    }
)


def test_gitlab() -> None:
    for text in (written("gitlab"), empty("gitlab"), REPORTS["gitlab"](hostile(), Context({}))):
        issues = json.loads(text)
        GITLAB.validate(issues)
        assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    for issue, finding in zip(json.loads(written("gitlab")), FINDINGS, strict=True):
        assert issue["location"]["path"] == finding.path
        assert issue["location"]["positions"]["begin"] == {"line": finding.line, "column": finding.column}


# --- XML


def test_junit() -> None:
    suites = JUnitXml.fromstring(written("junit").encode())
    cases = [(suite, case) for suite in suites for case in suite]
    assert suites.failures == sum(finding.severity != "info" for finding in FINDINGS)
    assert suites.tests == len(cases) == len(FINDINGS)
    for (suite, case), finding in zip(cases, FINDINGS, strict=True):
        assert suite.name == case.classname == finding.path
        assert suite.tests == sum(f.path == finding.path for f in FINDINGS)
        assert finding.code in case.name
        results = case.result
        assert not any(isinstance(result, Error) for result in results)
        if finding.severity == "info":
            assert results == []
            assert shown(finding) in case.system_out
        else:
            (failure,) = results
            assert isinstance(failure, Failure)
            assert (failure.type, failure.message) == (finding.severity, finding.message)
            assert failure.text.endswith(shown(finding))


def test_a_junit_report_is_never_without_a_test() -> None:
    suites = JUnitXml.fromstring(empty("junit").encode())
    assert [case.is_passed for suite in suites for case in suite] == [True]


def test_checkstyle() -> None:
    root = ET.parse(BytesIO(written("checkstyle").encode())).getroot()
    errors = [(file.get("name"), error.attrib) for file in root for error in file]
    for (path, given), finding in zip(errors, FINDINGS, strict=True):
        assert path == finding.path
        assert given == {
            "line": str(finding.line),
            "column": str(finding.column),
            "severity": finding.severity,
            "message": shown(finding),
            "source": f"immlint.{finding.code}",
        }


@pytest.mark.parametrize("name", ["junit", "checkstyle"])
def test_xml_holds_nothing_that_xml_forbids(name: str) -> None:
    root = ET.fromstring(REPORTS[name](hostile(), Context({})).encode())
    (text,) = {e.get("message") for e in root.iter() if e.get("message")}
    assert text is not None
    assert text.startswith("50%\r\n::error::]##vso[x]\ufffd\ufffd\ufffd\ufffd%0A")
    assert ODD in {e.get("name") for e in root.iter()}


# --- reviewdog


def test_rdjson_fulfils_its_schema() -> None:
    whole = Draft4Validator(schema("rdjson/DiagnosticResult.json"))
    single = Draft4Validator(schema("rdjson/Diagnostic.json"))
    for text in (written("rdjson"), empty("rdjson"), REPORTS["rdjson"](hostile(), Context({}))):
        whole.validate(json.loads(text))
    lines = [json.loads(line) for line in written("rdjsonl").split("\n")]
    for line in lines:
        single.validate(line)
    diagnostics = json.loads(written("rdjson"))["diagnostics"]
    assert lines == [{"source": {"name": "immlint"}, **diagnostic} for diagnostic in diagnostics]
    assert not whole.is_valid({"diagnostics": [{"message": 1}]})


def offsets(data: bytes, span: dict[str, dict[str, int]]) -> tuple[int, int]:
    """A range as offsets of bytes, in a file whose lines end with what reviewdog takes for an end."""
    starts = [0, *(m.end() for m in re.finditer(rb"\r\n|\n", data))]
    start, end = (starts[span[side]["line"] - 1] + span[side]["column"] - 1 for side in ("start", "end"))
    return start, end


def test_rdjson_counts_bytes() -> None:
    mended = 0
    for found, finding in zip(json.loads(written("rdjson"))["diagnostics"], FINDINGS, strict=True):
        assert (found["message"], found["severity"]) == (shown(finding), finding.severity.upper())
        assert found["code"] == {"value": finding.code, "url": finding.url}
        if finding.path == "lines.json":  # its lines end as on no system today
            continue
        data = INPUTS[found["location"]["path"]]
        text = data.decode("utf-8-sig")
        start, end = offsets(data, found["location"]["range"])
        assert data[start:end].decode() == text[finding.start : finding.end]
        for suggestion in found.get("suggestions", ()):
            start, end = offsets(data, suggestion["range"])
            changed = (data[:start] + suggestion["text"].encode() + data[end:]).decode("utf-8-sig")
            assert finding.fix is not None
            assert changed == fixed(text, list(finding.fix.edits))
            mended += 1
    assert mended > 1


def test_a_file_that_is_no_text_has_a_place_too() -> None:
    data = b'\xff{"Action": "CreateDataset", "ProjectName": "p", "DatasetName": "1"}'
    found = run([Input("CreateDataset.json", True, Source("CreateDataset.json", data))], registry())
    assert [f.code for f in found.findings] == ["LNT903"]
    for form in REPORTS.values():
        assert "LNT903" in form(found.findings, context(found))
