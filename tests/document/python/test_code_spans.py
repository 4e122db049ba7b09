"""A finding in code stands at the very characters it is about, and odd files do no harm."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import immlint

REQUEST = "from alibabacloud_imm20200930.models import GetDatasetRequest\nimport json, os\n"
POLICY = "from alibabacloud_ram20150501.models import CreatePolicyRequest\nimport json, os\n"
#: ``«`` marks where the finding begins, ``»`` where it ends, if that is settled.
MARKED = [
    (REQUEST, "IMM104", 'GetDatasetRequest(project_name="p", dataset_name="«1»-photos")'),
    (REQUEST, "IMM104", 'GetDatasetRequest(project_name="p", dataset_name="a« »b")'),
    (REQUEST, "IMM104", "GetDatasetRequest(project_name='p', dataset_name='a«\\x20»b')"),
    (REQUEST, "IMM104", "GetDatasetRequest(project_name='p', dataset_name='\\x61« »b')"),
    (REQUEST, "IMM104", "GetDatasetRequest(project_name='p', dataset_name='''a« »b''')"),
    (REQUEST, "IMM104", "GetDatasetRequest(project_name='p', dataset_name=r'a«\\»b')"),
    (REQUEST, "IMM104", "GetDatasetRequest(project_name='p', dataset_name='a' 'b« »c')"),
    (REQUEST, "IMM104", "GetDatasetRequest(project_name='«相»册', dataset_name='d')"),
    (REQUEST, "IMM104", "x = '相册'; GetDatasetRequest(project_name='«1»', dataset_name='d')"),
    (REQUEST, "IMM104", "GetDatasetRequest(project_name='p', dataset_name=f'«1»{os.sep}')"),
    (REQUEST, "IMM104", "N = '1'\nGetDatasetRequest(project_name='p', dataset_name=«N»)"),
    (REQUEST, "IMM104", "r = GetDatasetRequest(project_name='p')\nr.dataset_name = '«1»'"),
    (REQUEST, "IMM101", "x = «GetDatasetRequest(project_name='p')"),
    (REQUEST, "IMM101", "«GetDatasetRequest().from_map({'ProjectName': 'p'})"),
    (REQUEST, "SDK101", "r = GetDatasetRequest(project_name='p', dataset_name='d')\nr.«colour = 1"),
    (REQUEST, "SDK102", "GetDatasetRequest(project_name='p', dataset_name='d', «colour»=1)"),
    (REQUEST, "SDK103", "GetDatasetRequest(«'d', 'p')"),
    (
        POLICY,
        "RAM206",
        """CreatePolicyRequest(policy_document='{"Version":"1","Statement":"""
        """[{"Effect":«"allow"»,"Action":"imm:GetProject","Resource":"*"}]}')""",
    ),
    (
        POLICY,
        "RAM206",
        """CreatePolicyRequest(policy_document=json.dumps({"Version":"1","Statement":"""
        """[{"Effect":«"allow"»,"Action":"imm:GetProject","Resource":"*"}]}))""",
    ),
    (
        POLICY,
        "RAM206",
        """CreatePolicyRequest(policy_document=f'{{"Version":"1","Statement":"""
        """[{{"Effect":«"allow"»,"Action":"imm:GetProject","Resource":"{os.sep}"}}]}}')""",
    ),
    (
        POLICY,
        "RAM206",
        'CreatePolicyRequest(policy_document="{\\"Version\\":\\"1\\",\\"Statement\\":'
        '[{\\"Effect\\":«\\"allow\\"»,\\"Action\\":\\"imm:GetProject\\",\\"Resource\\":\\"*\\"}]}")',
    ),
]


@pytest.mark.parametrize(
    ("head", "code", "marked"), MARKED, ids=[f"{c}-{n}" for n, (_, c, _) in enumerate(MARKED)]
)
def test_finding_stands_at_its_characters(head: str, code: str, marked: str) -> None:
    text = head + marked.replace("«", "").replace("»", "") + "\n"
    findings = immlint.lint_text(text, filename="a.py")
    assert [finding.code for finding in findings] == [code]
    (finding,) = findings
    start = len(head) + marked.index("«")
    line = text.count("\n", 0, start) + 1
    assert (finding.line, finding.column) == (line, start - text.rfind("\n", 0, start))
    if "»" in marked:
        assert (finding.start, finding.end) == (start, len(head) + marked.index("»") - 1)


WRONG = (
    "from alibabacloud_imm20200930.models import GetProjectRequest\nGetProjectRequest(project_name='1{}')\n"
)


def write(path: Path, data: bytes) -> list[tuple[str, int, int]]:
    path.write_bytes(data)
    return [(f.code, f.line, f.column) for f in immlint.lint_paths([str(path)])]


def test_a_mark_of_byte_order_is_no_text(tmp_path: Path) -> None:
    at = WRONG.splitlines()[1].index("1{") + 1
    assert write(tmp_path / "a.py", WRONG.encode("utf-8-sig")) == [("IMM104", 2, at)]


@pytest.mark.parametrize("encoding", ["gbk", "latin-1", "utf-8"])
def test_declared_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    sign = "é" if encoding == "latin-1" else "相册"
    text = f"# -*- coding: {encoding} -*-\n" + WRONG.format(sign)
    at = text.splitlines()[2].index("1") + 1
    assert write(tmp_path / "a.py", text.encode(encoding)) == [("IMM104", 3, at)]


def test_broken_bytes_are_one_finding_where_the_file_is_ours(tmp_path: Path) -> None:
    broken = WRONG.encode() + b"# \xff\xfe\n"
    assert [code for code, _, _ in write(tmp_path / "ours.py", broken)] == ["LNT903"]
    assert write(tmp_path / "other.py", b"x = '\xff\xfe'\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "x = 1\n" * 400_000,
        "x = '" + "y" * 3_000_000 + "'\n",
        "x = " + "(" * 3_000 + ")" * 3_000 + "\n",
        "\0",
        "",
        "\f\n",
        "# imm CreateDataset\n",
    ],
    ids=["many lines", "long line", "deep", "null", "empty", "form feed", "comment"],
)
def test_odd_files_of_others_give_nothing(text: str) -> None:
    assert immlint.lint_text(text, filename="other.py") == []


#: Past the stack of the parser, which is native: a mistake there ends the process.
DEEP = {
    "brackets": "x = " + "[" * 3_000 + "]" * 3_000,
    "signs": "x = " + "-" * 12_000 + "1",
    "sum": "x = " + "1 + " * 12_000 + "1",
    "attributes": "x" + ".a" * 12_000,
}
LINT = """
import sys, immlint
print(*{finding.code for finding in immlint.lint_text(sys.stdin.read(), filename="deep.py")})
"""


@pytest.mark.parametrize("name", DEEP)
def test_deep_code_of_ours_gives_no_more_than_a_parse_error(name: str) -> None:
    command = [sys.executable, "-c", LINT]
    done = subprocess.run(command, input=WRONG + DEEP[name] + "\n", capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() in (["IMM104"], ["LNT903"])


def test_brackets_within_the_limit_of_python_are_read() -> None:
    text = WRONG + "x = " + "[" * 150 + "]" * 150 + "\n"
    assert [finding.code for finding in immlint.lint_text(text, filename="deep.py")] == ["IMM104"]


def test_a_long_file_of_ours_is_read_to_its_end() -> None:
    text = WRONG + "\n".join(f"value_{number} = {number}" for number in range(20_000))
    text += "\nGetProjectRequest(project_name='2')\n"
    findings = immlint.lint_text(text, filename="long.py")
    assert [(finding.code, finding.line) for finding in findings] == [("IMM104", 2), ("IMM104", 20_003)]
