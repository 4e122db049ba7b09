"""Repairs are written as the text around them is: in each notation, and in texts within texts."""

from __future__ import annotations

import json
from typing import Any

import pytest

import immlint
from immlint.config import Config
from immlint.finding import Finding


def mended(text: str, filename: str, code: str) -> str | None:
    """Return *text* with the fix of the first finding of a rule, ``None`` if it has none."""
    findings = immlint.lint_text(text, filename=filename, config=Config(select=(code,)))
    assert findings, text
    return applied(text, findings[0])


def applied(text: str, finding: Finding) -> str | None:
    if finding.fix is None:
        return None
    for edit in sorted(finding.fix.edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


POLICY = json.dumps(
    {
        "Version": "1",
        "Statement": [{"Effect": "Allow", "Action": ["imm:Get*", "imm:GetTask"], "Resource": "*"}],
    }
)
DROPPED = POLICY.replace(', "imm:GetTask"', "")
SDK = """\
from aliyunsdkram.request.v20150501.CreatePolicyRequest import CreatePolicyRequest
r = CreatePolicyRequest()
"""


def in_json(policy: str) -> str:
    return json.dumps({"PolicyDocument": policy})


def in_json_in_json(policy: str) -> str:
    return json.dumps({"Body": in_json(policy)})


def in_code(literal: str) -> str:
    return f"{SDK}r.set_PolicyDocument({literal})\n"


WRAPPED: dict[str, tuple[str, Any]] = {
    "plain": ("p.json", lambda p: p),
    "windows": ("p.json", lambda p: p.replace(", ", ",\r\n ")),
    "text": ("p.json", in_json),
    "text in text": ("p.json", in_json_in_json),
    "flow": ("p.yaml", lambda p: p),
    "literal block": ("p.yaml", lambda p: f"PolicyDocument: |\n  {p}\n"),
    "single quotes": ("p.yaml", lambda p: f"PolicyDocument: '{p}'\n"),
    "double quotes": ("p.yaml", lambda p: f"PolicyDocument: {json.dumps(p)}\n"),
    "text in code": ("p.py", lambda p: in_code(f"'{p}'")),
    "escaped in code": ("p.py", lambda p: in_code(json.dumps(p))),
    "three quotes": ("p.py", lambda p: in_code(f'"""{p}"""')),
    "raw": ("p.py", lambda p: in_code(f"r'{p}'")),
    "constant": ("p.py", lambda p: f"P = '{p}'\n" + in_code("P")),
}


@pytest.mark.parametrize("kind", list(WRAPPED))
def test_an_entry_is_dropped_in_every_notation(kind: str) -> None:
    filename, wrap = WRAPPED[kind]
    assert mended(wrap(POLICY), filename, "RAM501") == wrap(DROPPED)


@pytest.mark.parametrize("kind", list(WRAPPED))
def test_a_name_is_changed_in_every_notation(kind: str) -> None:
    filename, wrap = WRAPPED[kind]
    assert mended(wrap(POLICY.replace("Allow", "allow")), filename, "RAM206") == wrap(POLICY)


@pytest.mark.parametrize("kind", list(WRAPPED))
def test_a_value_is_written_in_every_notation(kind: str) -> None:
    filename, wrap = WRAPPED[kind]
    assert mended(wrap(POLICY.replace('"1"', "1")), filename, "RAM204") == wrap(POLICY)


def test_a_dict_in_code_is_mended_in_its_own_quotes() -> None:
    policy = """json.dumps({
  'Version': '2',
  'Statement': [{'Effect': 'allow', 'Action': ['imm:Get*', 'imm:GetTask'], 'Resource': '*'}],  # ours
})"""
    text = "import json\n" + in_code(policy)
    assert mended(text, "p.py", "RAM204") == text.replace("'2'", "'1'")
    assert mended(text, "p.py", "RAM206") == text.replace("allow", "Allow")
    # Nothing is proved of a statement that RAM does not read.
    assert mended(text, "p.py", "RAM501") is None
    text = text.replace("allow", "Allow")
    assert mended(text, "p.py", "RAM501") == text.replace(", 'imm:GetTask'", "")


def test_what_several_tokens_wrote_stays() -> None:
    head, tail = POLICY.replace(', "imm:GetTask"', ', |"imm:GetTask"').split("|")
    assert mended(in_code(f"'{head}' '{tail}'"), "p.py", "RAM501") is None


MAKER = """\
import json
def allow(*actions):
    return {'Effect': 'Allow', 'Action': list(actions), 'Resource': '*'}
"""


def test_an_argument_of_a_call_is_no_entry() -> None:
    statement = "allow('imm:Get*', 'imm:GetTask', 'imm:ListTasks')"
    text = MAKER + in_code(f"json.dumps({{'Version': '1', 'Statement': [{statement}]}})")
    assert mended(text, "p.py", "RAM501") is None


LIST = """\
Version: "1"
Statement:
  - Effect: Allow
    # why
    Action:
      - imm:Get*   # all
      - imm:GetTask
      # a note
      - 'imm:ListTasks'
    Resource:
    - acs:imm:*:*:project/photos*
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_of_a_list_in_yaml(end: str) -> None:
    text = LIST.replace("\n", end)
    assert mended(text, "p.yaml", "RAM501") == text.replace(f"      - imm:GetTask{end}", "")
    assert mended(text, "p.yaml", "RAM406") == text.replace(
        "photos*", f"photos{end}    - acs:imm:*:*:project/photos/*"
    )


STATEMENTS = """\
Version: "1"
Statement:
  - Effect: Allow
    Action: imm:Get*
    Resource: "*"

  # This one says what the first does.
  - Effect: Allow
    Action:
    - imm:GetTask
    Resource: "*"
"""


def test_a_statement_in_yaml_goes_with_its_lines() -> None:
    gone = STATEMENTS[: STATEMENTS.index("  - Effect: Allow\n    Action:\n")]
    assert mended(STATEMENTS, "p.yaml", "RAM502") == gone
    # A comment beside its last word would be lost.
    noted = STATEMENTS.rstrip() + "  # everything\n"
    assert mended(noted, "p.yaml", "RAM502") is None
    # And one below it stays.
    followed = STATEMENTS + "# the end\n"
    assert mended(followed, "p.yaml", "RAM502") == gone + "# the end\n"


@pytest.mark.parametrize(
    ("line", "fixed"),
    [
        ('["aliyun", "imm", "CreateDataset", "--DatasetNam", "d"]', '"--DatasetName"'),
        ("['aliyun', 'imm', 'CreateDataset', '--DatasetNam', 'd']", "'--DatasetName'"),
        ('"aliyun imm CreateDataset --DatasetNam d", shell=True', "--DatasetName d"),
    ],
)
def test_an_option_of_a_command_keeps_its_dashes_and_quotes(line: str, fixed: str) -> None:
    text = f"import subprocess\nsubprocess.run({line})\n"
    found = mended(text, "c.py", "IMM102")
    assert found == text.replace("DatasetNam", "DatasetName")
    assert fixed in found


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("Action: CreateDataset\nProjectNam: p\nDatasetName: d\n", "ProjectName: p"),
        ("Action: CreateDataset\n'ProjectNam': p\nDatasetName: d\n", "'ProjectName': p"),
        ('Action: CreateDataset\n"ProjectNam": p\nDatasetName: d\n', '"ProjectName": p'),
        (
            "{Action: CreateDataset, ProjectNam: p, DatasetName: d}\n",
            "ProjectName: p,",
        ),
    ],
)
def test_keys_in_yaml_keep_their_quotes(text: str, fixed: str) -> None:
    found = mended(text, "create-dataset.yaml", "IMM102")
    assert found == text.replace("ProjectNam", "ProjectName")
    assert fixed in found


SHARED = """\
Version: "1"
Statement:
  - Effect: Allow
    Action: &a [imm:Get*, imm:GetTask]
    Resource: "*"
  - Effect: Deny
    Action: *a
    Resource: acs:imm:*:*:project/p
"""


def test_what_an_anchor_shares_stays() -> None:
    assert mended(SHARED, "p.yaml", "RAM501") is None


def policy(**changes: Any) -> str:
    statement = {"Effect": "Allow", "Action": ["imm:GetTask"], "Resource": "*", **changes}
    return json.dumps({"Version": "1", "Statement": [statement]})


SOURCE_IP = {"acs:SourceIp": "10.0.0.1"}


@pytest.mark.parametrize(
    ("code", "wrong", "right"),
    [
        ("RAM202", policy(Effect="Allow").replace('"Effect"', '"effect"'), policy()),
        ("RAM202", policy(Condition={}).replace("Condition", "Conditions"), policy(Condition={})),
        ("RAM203", policy(Action={"imm": "GetTask"}), policy(Action="imm:GetTask")),
        (
            "RAM203",
            policy(Condition={"Bool": {"acs:MFAPresent": True}}),
            policy(Condition={"Bool": {"acs:MFAPresent": "true"}}),
        ),
        ("RAM208", policy(Action=["GetTask"]), policy()),
        ("RAM208", policy(Action=["gettask"]), policy()),
        ("RAM208", policy(Action=["imm: GetTask"]), policy()),
        (
            "RAM211",
            policy(Condition={"IPAddress": SOURCE_IP}),
            policy(Condition={"IpAddress": SOURCE_IP}),
        ),
        (
            "RAM309",
            policy(Resource="acs:imm:cn-hangzou:*:project/p"),
            policy(Resource="acs:imm:cn-hangzhou:*:project/p"),
        ),
        (
            "RAM313",
            policy(Action=["oss:GetObject"], Condition={"StringEquals": {"acs:UserAgent": "a*"}}),
            policy(Action=["oss:GetObject"], Condition={"StringLike": {"acs:UserAgent": "a*"}}),
        ),
    ],
)
def test_repairs_of_policies(code: str, wrong: str, right: str) -> None:
    assert mended(wrong, "p.json", code) == right


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        # What is meant is there already, or not sure.
        ("RAM202", policy().replace('"Statement"', '"Statment": [], "Statement"')),
        ("RAM208", policy(Action=["FlyAway"])),
        ("RAM208", policy(Action=["imm:Get:Task"])),
        (
            "RAM313",
            policy(Condition={"StringEquals": {"oss:Prefix": "a*"}, "StringLike": {"oss:Delimiter": "/"}}),
        ),
    ],
)
def test_what_is_not_sure_has_no_repair(code: str, wrong: str) -> None:
    assert mended(wrong, "p.json", code) is None


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("Resource: *", 'Resource: "*"'),
        ("Action: imm: GetTask", 'Action: "imm: GetTask"'),
    ],
)
def test_what_yaml_takes_for_something_else_is_put_in_quotes(wrong: str, right: str) -> None:
    text = 'Version: "1"\nStatement:\n- Effect: Allow\n  ' + wrong + "\n"
    assert mended(text, "policy.yaml", "RAM201") == text.replace(wrong, right)


STOP = [f"ecs:Stop{n}x" for n in range(5)]


def _statements(count: int) -> list[dict[str, str]]:
    own = [{"Effect": "Allow", "Action": one, "Resource": "*"} for one in STOP[:count]]
    kept = {"Effect": "Deny", "Action": "rds:*", "Resource": "*"}
    # What stays stands first, between, or last.
    return [kept, *own] if count % 2 else [*own[:2], kept, *own[2:]]


@pytest.mark.parametrize("count", [3, 4, 5])
@pytest.mark.parametrize("wrap", ["json", "indented", "text", "flow", "block", "python"])
def test_several_entries_are_dropped_in_every_notation(count: int, wrap: str) -> None:
    document = {"Version": "1", "Statement": _statements(count)}
    plain = json.dumps(document)
    block = 'Version: "1"\nStatement:\n' + "".join(f"  - {json.dumps(s)}\n" for s in document["Statement"])
    filename, text = {
        "json": ("p.json", plain),
        "indented": ("p.json", json.dumps(document, indent=2).replace("\n", "\r\n")),
        "text": ("p.json", in_json(plain)),
        "flow": ("p.yaml", plain),
        "block": ("p.yaml", block),
        "python": ("p.py", in_code(f"'{plain}'")),
    }[wrap]
    after = mended(text, filename, "RAM505")
    assert after is not None
    for later in STOP[1:count]:
        assert after.count(later) == 1
    assert after.count("Allow") == after.count("Deny") == 1
    found = immlint.lint_text(after, filename=filename, config=Config(select=("RAM2", "RAM505", "LNT903")))
    assert found == []


def test_all_entries_but_the_first_are_dropped() -> None:
    statements = [{"Effect": "Allow", "Action": one, "Resource": "*"} for one in STOP]
    after = mended(json.dumps({"Version": "1", "Statement": statements}), "p.json", "RAM505")
    assert after is not None
    whole = {"Effect": "Allow", "Action": STOP, "Resource": "*"}
    assert json.loads(after) == {"Version": "1", "Statement": [whole]}
