"""``immlint grants`` and ``immlint diff``: answers, places, exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from immlint.cli import invoke
from tests.command import immlint

DATASETS = "acs:imm:*:*:project/photos/dataset/*"


def written(folder: Path, name: str, *statements: dict[str, Any]) -> str:
    path = folder / name
    path.write_text(json.dumps({"Version": "1", "Statement": list(statements)}), "utf-8")
    return str(path)


def allow(resource: str | list[str], action: str = "imm:CreateDataset", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    code = invoke([*arguments, "--output-format", "json"])
    return code, json.loads(capsys.readouterr().out)


def asked(policy: str, resource: str = DATASETS, action: str = "imm:CreateDataset") -> list[str]:
    return ["grants", "--policy", policy, "--action", action, "--resource", resource]


@pytest.mark.parametrize(
    ("resource", "lacks"),
    [
        ("acs:imm:*:*:project/photos", ["/dataset/* is missing at the end"]),
        ("acs:imm:*:*:projects/photos/dataset/*", ["projects/ instead of project/"]),
        ("acs:imm:*:1234567890123456:project/photos/dataset/*", ["account 1234567890123456 instead of *"]),
        ("acs:imm:cn-beijing:*:project/photos/dataset/*", ["region cn-beijing instead of *"]),
        (
            "acs:imm:*:*:Project/photos/dataset/*",
            ["another case: Project/photos/dataset/* instead of project/photos/dataset/*"],
        ),
    ],
)
def test_nearest_says_what_is_lacking(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], resource: str, lacks: list[str]
) -> None:
    name = written(tmp_path, "policy.json", allow([resource, "acs:oss:*:*:b"]))
    _, data = answer(capsys, *asked(name))
    assert data["verdict"] != "all"
    near = data["nearest"]
    assert (near["resource"], near["beyond"]) == (DATASETS, None)
    assert (near["instead_of"], near["lacks"]) == (resource, lacks)
    assert near["statement"]["column"] == 32
    repaired = written(tmp_path, "repaired.json", allow(near["resource"]))
    assert invoke([*asked(repaired), "--expect", "all"]) == 0


def test_a_pattern_that_grants_more_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = written(tmp_path, "policy.json", allow("acs:imm:*:*:project/x"))
    _, data = answer(capsys, *asked(name, "acs:imm:*:*:project/p*", "imm:GetProject"))
    assert data["nearest"]["beyond"].endswith("project/p/batch/*")


def test_under_a_deny_nothing_helps(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    deny = {"Effect": "Deny", "Action": "imm:Create*", "Resource": "acs:imm:*:*:project/p*"}
    name = written(tmp_path, "policy.json", allow("*"), deny)
    assert invoke([*asked(name), "--expect", "none"]) == 0
    assert "no Allow can grant all of it: a Deny stands above" in capsys.readouterr().out


def test_places_of_the_deciding_statements(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text(
        'Version: "1"\nStatement:\n  - Effect: Allow\n    Action: imm:*\n    Resource: "*"\n'
        "    Condition: {IpAddress: {acs:SourceIp: 10.0.0.1}}\n",
        "utf-8",
    )
    code, data = answer(capsys, *asked(str(path)), "--expect", "all")
    assert code == 1
    assert (data["verdict"], data["certain"]) == ("all", "none")
    assert data["conditions"] == ["acs:SourceIp IpAddress 10.0.0.1"]
    row = data["deciding"][0]
    assert (row["path"], row["line"], row["column"]) == (str(path), 3, 5)
    assert invoke(asked(str(path))) == 0
    assert f"by {path}:3:5 /Statement/0 (Allow if acs:SourceIp" in capsys.readouterr().out


def test_session_and_control_policies_limit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = written(tmp_path, "own.json", allow("*", "imm:*"))
    session = written(tmp_path, "session.json", allow("acs:imm:*:*:project/photos/*", "imm:*"))
    deny = {"Effect": "Deny", "Action": "imm:Delete*", "Resource": "*"}
    control = written(tmp_path, "control.json", deny)
    both = ["--session-policy", session, "--control-policy", control]
    assert invoke([*asked(own), *both, "--expect", "all"]) == 0
    elsewhere = "acs:imm:*:*:project/other/dataset/*"
    assert invoke([*asked(own, elsewhere), *both, "--expect", "none"]) == 0
    assert invoke([*asked(own, DATASETS, "imm:DeleteDataset"), *both, "--expect", "none"]) == 0
    capsys.readouterr()
    _, data = answer(capsys, *asked(own, elsewhere), "--session-policy", session)
    assert data["nearest"]["kinds"] == ["session"]


def test_one_project_and_nowhere_else(tmp_path: Path) -> None:
    name = written(tmp_path, "policy.json", allow(DATASETS))
    everywhere = "acs:imm:*:*:project/*/dataset/*"
    assert invoke([*asked(name), "--expect", "all"]) == 0
    assert invoke([*asked(name, everywhere), "--except", DATASETS, "--expect", "none"]) == 0
    assert invoke([*asked(name, everywhere), "--expect", "none"]) == 1


def test_trust_policies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": ["imm.aliyuncs.com"]}}
    name = written(tmp_path, "trust.json", trust)
    _, data = answer(capsys, *asked(name, "acs:ram:*:*:role/x", "sts:AssumeRole"))
    assert (data["verdict"], data["certain"]) == ("all", "none")
    assert data["conditions"] == ["Service Principal imm.aliyuncs.com"]
    _, data = answer(capsys, *asked(name))
    assert data["verdict"] == "none"
    assert "a trust policy grants sts:AssumeRole only" in data["notes"][0]
    own = written(tmp_path, "own.json", allow("acs:ram:*:*:role/y", "sts:*"))
    both = [*asked(own, "acs:ram:*:*:role/x", "sts:AssumeRole"), "--policy", name]
    assert invoke([*both, "--expect", "none"]) == 0


def test_odd_questions_and_bad_ones(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = written(tmp_path, "policy.json", allow("acs:imm:*:*:project/p"))
    _, data = answer(capsys, *asked(name, "acs:imm:*:*:project/p"))
    assert data["reason"] == "imm:CreateDataset is never asked for on acs:imm:*:*:project/p"
    assert data["notes"] == ["imm:CreateDataset is asked for on acs:imm:*:*:project/p/dataset/*"]
    short = written(tmp_path, "short.json", allow("a*"))
    _, data = answer(capsys, *asked(short))
    assert data["verdict"] == "undecided"
    assert "crosses a colon is not documented" in data["reason"]
    empty = written(tmp_path, "empty.json", allow("acs:imm:::project/photos/dataset/*"))
    _, data = answer(capsys, *asked(empty))
    assert data["verdict"] == "undecided"
    assert "an empty region or account" in data["reason"]
    open_ = written(tmp_path, "open.json", allow("acs:imm:*:*:project/${p}/dataset/*"))
    _, data = answer(capsys, *asked(open_))
    assert (data["verdict"], data["certain"]) == ("all", "none")
    assert invoke(asked(name, "project/p")) == 2
    assert invoke(asked(str(tmp_path / "none.json"))) == 2
    assert invoke([*asked(name), "--except", "p"]) == 2


@pytest.mark.parametrize(
    ("action", "told"),
    [
        ("imm:CreatDataset", "IMM has no action imm:CreatDataset; did you mean imm:CreateDataset?"),
        ("CreateDataset", "'CreateDataset' is no action; expected <ram-code>:<action-name>"),
        ("", "'' is no action; expected <ram-code>:<action-name>"),
        ("imm:Create:Dataset", "is no action; expected <ram-code>:<action-name>"),
        ("imm:CreateDataset ", "is no action; expected <ram-code>:<action-name>"),
        ("imm:Nosuch*", "'imm:Nosuch*' holds no action; expected a pattern that holds one"),
        ("*", "'*' has a wildcard; expected one action, as not all of the service are known"),
    ],
)
def test_what_is_no_action_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], action: str, told: str
) -> None:
    name = written(tmp_path, "policy.json", allow("*"))
    assert invoke([*asked(name, action=action), "--expect", "none"]) == 2
    shown = capsys.readouterr()
    assert (told in shown.err, shown.out) == (True, "")


@pytest.mark.parametrize(
    ("action", "told"),
    [
        ("IMM:createdataset", ""),
        ("imm:PutProject", ""),
        ("oss:PutObject", ""),
        (
            "yundun-bastionhost:AnyThing",
            "note: YUNDUN-BASTIONHOST has no action yundun-bastionhost:AnyThing that",
        ),
        ("nowhere:AnyThing", "note: the actions of nowhere are not known here"),
        ("imm:PaintPicture", "note: IMM has no action imm:PaintPicture that is known here (data of "),
        ("imm:CreateDatasetGroup", "; did you mean imm:CreateDataset?"),
    ],
)
def test_actions_that_may_be_newer_are_answered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], action: str, told: str
) -> None:
    name = written(tmp_path, "policy.json", allow("*", "*"))
    assert invoke([*asked(name, "*", action), "--expect", "all"]) == 0
    shown = capsys.readouterr()
    assert told in shown.err
    assert bool(shown.err) is bool(told)


AWS = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}


def test_a_policy_of_another_cloud_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own, name = written(tmp_path, "own.json", allow("*")), str(tmp_path / "aws.json")
    # Version "1" would make it RAM's, with a wrong ARN.
    (tmp_path / "aws.json").write_text(json.dumps({"Version": "2012-10-17", "Statement": [AWS]}), "utf-8")
    told = f"Error: {name}: a policy of AWS; expected one of RAM\n"
    for arguments in (asked(name), [*asked(own), "--session-policy", name], ["diff", own, name]):
        assert invoke(arguments) == 2
        assert capsys.readouterr() == ("", told)


def test_standard_input_is_read_once(tmp_path: Path) -> None:
    text = json.dumps({"Version": "1", "Statement": [allow(DATASETS)]})
    name = written(tmp_path, "policy.json", allow(DATASETS))
    code, out, _ = immlint(*asked("-"), "--expect", "all", stdin=text)
    assert code == 0
    assert "by stdin:1:32 /Statement/0 (Allow)" in out
    yaml = "Version: '1'\nStatement:\n- {Effect: Allow, Action: imm:CreateDataset, Resource: '*'}\n"
    assert immlint("diff", "-", name, "--expect", "equal", stdin=text)[0] == 0
    assert immlint("diff", name, "-", "--expect", "no-new-access", stdin=yaml)[0] == 1
    for arguments in (("diff", "-", "-"), (*asked("-"), "--control-policy", "-")):
        code, out, err = immlint(*arguments, stdin=text)
        assert (code, out) == (2, "")
        assert err == "Error: - is named twice; standard input can be read once only\n"
    code, _, err = immlint("diff", "-", name, stdin="")
    assert (code, err) == (2, "Error: stdin: holds no policy with a statement of Allow or Deny\n")


BROKEN = '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:*" "Resource": "*"}]}'


@pytest.mark.parametrize(
    "arguments",
    [
        ("access", "-"),
        ("diff", "-", "-2"),
        ("grants", "--policy", "-", "--action", "imm:GetTask", "--resource", "*"),
    ],
)
def test_why_a_policy_cannot_be_read_is_told(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    other = tmp_path / "other.json"
    other.write_text(BROKEN)
    code, out, err = immlint(*(str(other) if a == "-2" else a for a in arguments), stdin=BROKEN)
    assert (code, out) == (2, "")
    assert "RAM201" in err
    assert "1:70" in err


def test_what_limits_is_not_compared_beside_what_grants(tmp_path: Path) -> None:
    def kind(*kinds: str) -> str:
        statement = {"Effect": "Allow", "Action": "imm:*", "Resource": "*"}
        types = {
            "control": "ALIYUN::ResourceManager::ControlPolicy",
            "identity": "ALIYUN::RAM::ManagedPolicy",
        }
        document = {"PolicyDocument": {"Version": "1", "Statement": [statement]}}
        path = tmp_path / f"{'-'.join(kinds)}.json"
        path.write_text(
            json.dumps({"Resources": {k: {"Type": types[k], "Properties": document} for k in kinds}})
        )
        return str(path)

    assert immlint("diff", kind("control"), kind("control"))[0] == 0
    for old, new in ((kind("control"), kind("identity")), (kind("control", "identity"), kind("identity"))):
        code, out, err = immlint("diff", old, new)
        assert (code, out) == (2, "")
        assert err == (
            "Error: policies that grant stand beside such as limit; expected policies of one kind\n"
        )


def test_differences(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secure = {"Bool": {"acs:SecureTransport": "false"}}
    deny = {"Effect": "Deny", "Action": "imm:*", "Resource": "*", "Condition": secure}
    old = written(tmp_path, "old.json", allow("*", "imm:Get*"), deny)
    new = written(tmp_path, "new.json", allow("*", "imm:Get*"))
    code, data = answer(capsys, "diff", old, new, "--expect", "no-new-access")
    assert code == 1
    assert {grant["despite"] for grant in data["gained"]} == {"acs:SecureTransport Bool false"}
    assert data["lost"] == []
    assert invoke(["diff", new, old, "--expect", "no-new-access"]) == 0
    line = capsys.readouterr().out
    assert line.startswith("lost  imm:Get*  *  if acs:SecureTransport Bool false\n")
    assert line.endswith("if acs:SecureTransport Bool false\n")
    assert invoke(["diff", old, old, "--expect", "equal"]) == 0
    assert capsys.readouterr().out == "both grant the same\n"
    short = written(tmp_path, "short.json", allow("*", "imm:Get*"), allow("a*", "imm:List*"))
    assert invoke(["diff", new, short, "--expect", "no-new-access"]) == 1
    assert "undecided" in capsys.readouterr().out
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"RAM": ["acs:ram::1:root"]}}
    assert invoke(["diff", old, written(tmp_path, "trust.json", trust)]) == 2
    assert invoke(["diff", old, str(tmp_path / "none.json")]) == 2


def test_several_actions_are_answered_one_by_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = written(tmp_path, "policy.json", allow(DATASETS, "imm:*Dataset"))
    question = asked(name, DATASETS, "imm:*Dataset*")
    _, data = answer(capsys, *question)
    verdicts = {row["action"]: row["verdict"] for row in data}
    kinds = ("Create", "Delete", "Get", "Update")
    assert verdicts == {f"imm:{kind}Dataset": "all" for kind in kinds} | {"imm:ListDatasets": "none"}
    assert invoke([*question, "--expect", "all"]) == 1
    assert invoke([*asked(name), "--action", "imm:GetDataset", "--expect", "all"]) == 0
    assert capsys.readouterr().out.count(": granted on every resource asked for\n") == 6
    # Where no action of a service is known, a pattern of them cannot be answered.
    assert invoke(asked(name, "*", "nowhere:*")) == 2
    assert invoke(asked(name, "*", "imm:Nosuch*")) == 2


@pytest.mark.parametrize(
    ("action", "resource", "verdict", "said"),
    [
        ("oss:GetObject", "acs:oss:*:*:b/*", "all", ""),
        ("oss:GetObject", "acs:oss:*:*:*", "some", ""),
        ("oss:ListObjects", "acs:oss:*:*:b", "none", ""),
        ("oss:GetObject", "acs:oss:*:*:b", "none", "is asked for on acs:oss:*:*:b/*"),
        ("ram:PassRole", "acs:ram::*:role/imm-x", "all", ""),
        ("ram:PassRole", "*", "some", ""),
        ("sts:AssumeRole", "acs:ram::*:role/x", "none", ""),
        ("nowhere:X", "acs:nowhere:*:*:x", "none", "the actions of nowhere are not known here"),
        (
            "ots:FooBarBaz",
            "acs:ots:*:*:x",
            "none",
            "OTS has no action ots:FooBarBaz that is known here (data of ",
        ),
        (
            "oss:UploadPart",
            "acs:oss:*:*:b/x",
            "none",
            "RAM does not ask for oss:UploadPart, but for oss:PutObject",
        ),
    ],
)
def test_every_service_is_answered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], action: str, resource: str, verdict: str, said: str
) -> None:
    statements: list[dict[str, Any]] = [
        {"Effect": "Allow", "Action": ["oss:GetObject", "oss:ListObjects"], "Resource": "acs:oss:*:*:b/*"},
        {"Effect": "Allow", "Action": "ram:PassRole", "Resource": "acs:ram::*:role/imm-*"},
    ]
    name = written(tmp_path, "policy.json", *statements)
    arguments = ["grants", "--policy", name, "--action", action, "--resource", resource]
    assert invoke([*arguments, "--expect", "all"]) == (0 if verdict == "all" else 1)
    shown = capsys.readouterr()
    assert said in shown.out + shown.err
    invoke([*arguments, "--output-format", "json"])
    assert json.loads(capsys.readouterr().out)["verdict"] == verdict


@pytest.mark.parametrize("action", ["oss:GetObjct", "dataworks:get-project", "ecs:DescribeInstnaces"])
def test_a_slip_in_any_service_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], action: str
) -> None:
    name = written(tmp_path, "policy.json", allow("*"))
    assert invoke(["grants", "--policy", name, "--action", action, "--resource", "*"]) == 2
    assert f"has no action {action}; did you mean" in capsys.readouterr().err


def test_a_wildcard_of_any_service_is_answered_for_each(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = written(tmp_path, "policy.json", allow("*"))
    asked_for = ["--action", "oss:*BucketAcl", "--resource", "acs:oss:*:*:b", "--output-format", "json"]
    assert invoke(["grants", "--policy", name, *asked_for]) == 0
    actions = [row["action"] for row in json.loads(capsys.readouterr().out)]
    assert actions == ["oss:GetBucketAcl", "oss:PutBucketAcl"]
