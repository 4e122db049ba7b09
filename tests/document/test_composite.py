"""Texts in texts: positions and fixes of the parts are those of the whole, and nothing breaks a reader."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import immlint
from immlint.config import Config
from immlint.document import read
from immlint.document.excerpt import Excerpt
from immlint.finding import Finding
from immlint.source import Source, Span
from tests.command import immlint as command


def _findings(text: str, filename: str, *, severity: str = "info") -> list[Finding]:
    return immlint.lint_text(text, filename=filename, config=Config(pedantic=True, severity=severity))


@given(st.lists(st.tuples(st.text("ab\n", max_size=4), st.text("> ", max_size=3)), max_size=6), st.data())
def test_a_range_of_an_excerpt_is_cut_from_the_text_around(
    rows: list[tuple[str, str]], data: st.DataObject
) -> None:
    around, pieces = "", []
    for kept, left_out in rows:
        around += left_out
        pieces.append((kept, len(around), len(around) + len(kept)))
        around += kept
    excerpt = Excerpt(pieces)
    assert excerpt.text == "".join(kept for kept, _ in rows)
    start = data.draw(st.integers(0, len(excerpt.text)))
    end = data.draw(st.integers(start, len(excerpt.text)))
    span = excerpt.locate(Span(start, end))
    cut = around[span.start : span.end]
    # Nothing but what was left out may stand between.
    assert cut.replace(">", "").replace(" ", "") == excerpt.text[start:end]
    if start < end:
        assert cut[0] == excerpt.text[start]
        assert cut[-1] == excerpt.text[end - 1]
        assert excerpt.index(span.start) == start


POLICY = (
    '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "oss:GetObject", "Resource": ["*", "*"]}]}'
)
WRITTEN = {
    "x.md": f"```json\n{POLICY}\n```\n",
    "quoted.md": f"> - ```json\n>   {POLICY}\n>   ```\n",
    "x.sh": f"aliyun ram CreatePolicy --PolicyDocument '{POLICY}'\n",
    "double.sh": "aliyun ram CreatePolicy --PolicyDocument " + json.dumps(POLICY) + "\n",
    "x.ipynb": json.dumps(
        {"cells": [{"cell_type": "markdown", "source": ["```json\n", f"{POLICY}\n", "```"]}]}
    ),
    "jsonencode.tf": f'resource "alicloud_ram_policy" "p" {{\n  policy_document = jsonencode({POLICY})\n}}\n',
    "heredoc.tf": f'resource "alicloud_ram_policy" "p" {{\n  document = <<-EOF\n   {POLICY}\n  EOF\n}}\n',
    "quoted.tf": f'resource "alicloud_ram_policy" "p" {{\n  policy_document = {json.dumps(POLICY)}\n}}\n',
    "x.tftpl": f"{POLICY}\n",
    "fence.md": f"> ```hcl\n> # alicloud\n> locals {{\n>   policy = jsonencode({POLICY})\n> }}\n> ```\n",
    "Makefile": f"p:\n\t@echo '{POLICY}'\n",
    "Dockerfile": f"RUN echo '{POLICY}'\n",
    ".github/workflows/x.yml": f"jobs:\n  j:\n    steps:\n      - run: |\n          echo '{POLICY}'\n",
}


@pytest.mark.parametrize("filename", WRITTEN)
def test_a_fix_is_written_as_what_is_around_it(filename: str) -> None:
    """An entry is taken out and a value put in its place, in the notation of every text around them."""
    text = WRITTEN[filename].replace("Allow", "allow")
    assert "allow" in text
    for _ in range(2):
        edits = {
            edit
            for f in _findings(text, filename)
            if f.code in ("RAM206", "RAM501") and f.fix
            for edit in f.fix.edits
        }
        for start, end, new in sorted(edits, reverse=True):
            text = text[:start] + new + text[end:]
    assert text == WRITTEN[filename].replace('["*", "*"]', '["*"]').replace('[\\"*\\", \\"*\\"]', '[\\"*\\"]')


@pytest.mark.parametrize("filename", WRITTEN)
def test_a_fix_of_a_sample_is_never_safe(filename: str) -> None:
    sample = filename.endswith((".md", ".ipynb"))
    fixes = [f.fix for f in _findings(WRITTEN[filename], filename) if f.fix]
    assert fixes
    assert any(fix.applicability == "safe" for fix in fixes) != sample


@pytest.mark.parametrize("filename", WRITTEN)
def test_severity_and_pointer(filename: str) -> None:
    (finding,) = _findings(WRITTEN[filename].replace("Allow", "allow"), filename, severity="warning")
    assert (finding.code, finding.pointer) == ("RAM206", "/Statement/0/Effect")
    assert finding.severity == ("warning" if filename.endswith((".md", ".ipynb")) else "error")


def test_fingerprints_do_not_count_blocks() -> None:
    wrong = WRITTEN["x.md"].replace("Allow", "allow")
    before = [f.fingerprint for f in _findings(wrong, "x.md") if f.code == "RAM206"]
    after = [
        f.fingerprint
        for f in _findings(f"{WRITTEN['x.md']}\n# More\n\n{wrong}", "x.md")
        if f.code == "RAM206"
    ]
    assert before == after != []


#: What the readers of texts in texts look for, in any order.
TOKENS = [
    *(
        "```",
        "~~~",
        "> ",
        "- ",
        "json\n",
        "yaml\n",
        "python\n",
        "bash\n",
        "\n",
        "\r\n",
        "\t",
        "    ",
        "$ ",
        "\\",
        "\\\n",
    ),
    *(
        "{",
        "}",
        "[",
        "]",
        '"',
        "'",
        "`",
        "$(",
        ")",
        "${",
        "${{",
        "}}",
        "<<EOF",
        "<<-'X'",
        "EOF",
        "X",
        "<<<",
        "<",
        ">",
        "|",
    ),
    *(
        POLICY,
        '"Statement"',
        '"Effect"',
        '"cells": [',
        '"cell_type": "code"',
        '"source": ',
        ",",
        ":",
        "%%bash",
        "!ls",
        "?",
    ),
    *(
        "aliyun imm CreateDataset ",
        "--ProjectName ",
        "--PolicyDocument ",
        "aliyun ram x ",
        "=",
        "#",
        "RUN ",
        "run: |\n",
        "$'",
    ),
    *(
        "script:\n",
        "  - ",
        "\\u",
        "\\ud83d",
        "é",
        "\U0001f600",
        "\x00",
        "...",
        "# ...",
        "…",
        "import alibabacloud_imm20200930\n",
    ),
]


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.sampled_from(TOKENS) | st.text(max_size=3), max_size=40).map("".join),
    st.sampled_from([*WRITTEN, "x.mk", "Dockerfile.x", ".gitlab-ci.yml", "x.mdx"]),
)
def test_nothing_breaks_a_reader(text: str, filename: str) -> None:
    findings = _findings(text, filename)
    assert not [f for f in findings if f.code == "LNT904"], findings
    for finding in findings:
        assert 0 <= finding.start <= finding.end <= len(text)
    document = read(Source(filename, text.encode("utf-8", "replace")))
    if document is not None:
        assert all(0 <= span.start <= span.end <= len(text) for span in document.comments().spans)


@pytest.mark.parametrize(
    "text",
    [
        "$(" * 50_000,
        '"$(' * 20_000,
        "${" * 50_000,
        "`" * 50_001,
        "$((" * 20_000,
        "<<X\n" * 5_000,
        "'" * 50_001,
        "<a " * 30_000,
    ],
)
def test_deep_and_open_commands_come_to_an_end(text: str) -> None:
    assert {f.code for f in _findings(f"aliyun imm GetProject {text}", "x.sh")} <= {"IMM101"}


@pytest.mark.parametrize("prefix", ["> " * 2_000, "- " * 2_000, "> - " * 1_000, "\t" * 5_000])
def test_deep_quotes_and_lists_come_to_an_end(prefix: str) -> None:
    assert _findings(f"{prefix}```json\n{prefix}{POLICY}\n" * 3, "x.md", severity="error") == []


def test_ignores_are_added_where_a_part_has_comments(tmp_path: Path) -> None:
    """What stands in quotes, in JSON or in a notebook is ignored by the configuration."""
    yaml = 'Version: "1"\nStatement:\n  - Effect: allow\n    Action: oss:GetObject\n    Resource: "*"\n'
    wrong = POLICY.replace("Allow", "allow").replace('["*", "*"]', '"acs:oss:*:*:b/*"')
    lines = wrong.replace("[{", "[{\n")
    files = {
        "yaml.md": "".join(f"> {line}\n" for line in f"```yaml\n{yaml}```".split("\n")),
        "json.md": f"```yaml\n{yaml.replace('allow', 'Allow')}```\n\n```json\n{wrong}\n```\n",
        "a.sh": f"aliyun ram CreatePolicy --PolicyDocument '{lines}' &&\n  echo done\n",
        "Makefile": "x:\n\taliyun imm GetProject \\\n\t  --ProjectName 1p\n",
        "a.ipynb": json.dumps(
            {"cells": [{"cell_type": "markdown", "source": [f"```json\n{wrong}\n```"]}]}, indent=1
        ),
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    assert command("--add-ignores", ".", cwd=tmp_path)[0] == 0
    assert command(".", cwd=tmp_path)[0] == 0
    after = {name: (tmp_path / name).read_text() for name in files}
    comment = "  # immlint: ignore[RAM206] existing, to be reviewed"
    assert after["yaml.md"] == files["yaml.md"].replace("allow", f"allow{comment}")
    assert (after["json.md"], after["a.ipynb"]) == (files["json.md"], files["a.ipynb"])
    assert after["a.sh"] == files["a.sh"].replace("&&", f"&&{comment}")
    assert after["Makefile"].endswith("1p  # immlint: ignore[IMM104] existing, to be reviewed\n")
    assert (tmp_path / "immlint.toml").read_text().count("[[ignores]]") == 2
