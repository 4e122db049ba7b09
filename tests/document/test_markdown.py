"""Markdown: its fenced blocks are those of CommonMark, and what they hold is told where it stands."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import immlint
from immlint.config import Config
from immlint.document.markdown.fences import fences
from tests.document.test_spans import POLICIES, REQUESTS
from tests.document.twins import Twin, all_are_held, check

TWINS = [
    Twin("01-readme.md", "/dataset/*", "", "RAM303"),
    Twin("02-quoted.md", '"Allow"', '"allow"', "RAM206"),
    Twin("03-list.md", '"Service"', '"Servise"', "RAM602"),
    Twin("04-yaml.md", '"1"', '"2"', "RAM204"),
    Twin("05-unlabelled.md", "imm:DeleteProject", "imm:DeletProject", "RAM301"),
    Twin("06-python.md", '"holidays"', '"2holidays"', "IMM104"),
    Twin("07-request.md", "10", '"ten"', "IMM103"),
    Twin("08-elided.md", '"Allow"', '"Permit"', "RAM206"),
    Twin("09-placeholders.md", "project/", "projects/", "RAM307"),
    Twin("10-foreign.md", "acs:oss:*:*:photos/*", "oss:*:*:photos/*", "RAM209"),
    Twin("11-crlf.md", "/dataset/*", "", "RAM303"),
    Twin("12-attributes.mdx", "Resource", "Ressource", "RAM202"),
    Twin("13-braces.markdown", "oss:PutObject", "oss:PutObjekt", "RAM301"),
    Twin("14-jsonc.md", '"Allow"', '"Alow"', "RAM206"),
    Twin("15-ros.md", "/dataset/*", "", "RAM303"),
    Twin("16-policy-in-python.md", "project/photos", "dataset/photos", "RAM303"),
    Twin("17-nested-quote.md", "/dataset/*", "", "RAM303"),
    Twin("18-escaped.md", 'Resource\\"', 'resource\\"', "RAM202"),
    Twin("19-conditions.md", "203.0.113.0/24", "203.0.113.0/42", "RAM213"),
    Twin("20-long-fence.md", "Resource:", "Resources:", "RAM202"),
]


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: twin.file)
def test_one_token_makes_the_difference(twin: Twin) -> None:
    assert check("markdown", twin).severity == "warning"


def test_every_file_has_a_twin() -> None:
    assert all_are_held("markdown", TWINS)


def _told(text: str, filename: str) -> list[tuple[Any, ...]]:
    findings = immlint.lint_text(text, filename=filename, config=Config(pedantic=True))
    assert not [f for f in findings if f.code == "LNT904"], findings
    return [(f.code, f.message, f.pointer, f.start, f.end) for f in findings]


#: What is not told of samples, and what depends on how a sample stands by itself.
_OFF = ("RAM201", "RAM218", "RAM315", "IMM116", "LNT903")
PREFIXES = st.lists(st.sampled_from(["> ", "- ", "1. ", "> - "]), max_size=3)


@settings(max_examples=120, deadline=None)
@given(REQUESTS | POLICIES, PREFIXES, st.integers(0, 3), st.sampled_from(["\n", "\r\n"]), st.booleans())
@example({"Version": "1", "Statement": [{"Effect": "allow"}]}, ["> ", "- "], 2, "\r\n", True)
def test_a_block_is_told_as_the_file_it_holds(
    data: Any, prefix: list[str], indent: int, end: str, fenced: bool
) -> None:
    """The same findings as those of the bare file: each span, cut out and un-nested, is the same text."""
    bare = json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    # A list marker stands once; the lines after it are indented by its width.
    first = "".join(prefix) + " " * indent
    rest = first.replace("-", " ").replace("1.", "  ")
    fence = "~~~~" if fenced else "```"
    lines = [f"{first}{fence}json", *(rest + line for line in bare.split("\n")[:-1]), f"{rest}{fence}", ""]
    text = f"# Title{end}{end}" + end.join(lines)
    found = [told for told in _told(bare, "x.json") if told[0] not in _OFF]
    nested = _told(text, "x.md")
    assert [told[:3] for told in nested] == [told[:3] for told in found]
    for (*_, start, stop), (*_, inner, outer) in zip(nested, found, strict=True):
        assert text[start:stop].replace(f"{end}{rest}", "\n") == bare[inner:outer]


def test_fences_are_those_of_markdown_it() -> None:
    """Held to a full parser of Markdown, over how fences may stand in quotes and lists."""
    markdown_it = pytest.importorskip("markdown_it")
    parser = markdown_it.MarkdownIt("commonmark")

    @settings(max_examples=600, deadline=None)
    @given(st.lists(LINES, max_size=12).map("\n\n".join))
    def hold(text: str) -> None:
        tokens = [token for token in parser.parse(text) if token.type == "fence"]
        assert [_plain(f.excerpt.text) for f in fences(text)] == [_plain(t.content) for t in tokens]

    hold()


def _plain(text: str) -> str:
    return "\n".join(line.strip() for line in text.split("\n")).strip("\n")


#: Lines between blank ones, so that no paragraph goes on lazily where a container has ended.
LINES = st.sampled_from(
    [
        *(
            "",
            "text",
            "```json",
            "```",
            "~~~",
            "~~~~ yaml",
            "   ```",
            "    ```",
            "````",
            "``` a`b",
            "{}",
            "  {}",
        ),
        *("> text", "> ```", ">```json", "> {}", ">   {}", "- ```", "- text", "  ```", "  {}", "1. ```py"),
        *("   {}", "   ```", "> - ```", ">   ```", "> > ```", "> > {}", "- - ```", "    {}"),
    ]
)


def test_what_is_not_told_of_samples() -> None:
    text = """
```json
{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "<action>", "Resource": "acs:oss:*:*:${B}"}]}
```

```json
{"Version": "1", "Statement": [{"Effect": "Allow", ...}]}
```

```python
def broken(:
    client.create_dataset(imm)  # alibabacloud_imm20200930
```

```json
{"Version": "1", "Statement": [
  // ... as above
  {"Effect": "allow"}
]}
```

```json
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::b"}]}
```
"""
    assert _told(text, "x.md") == []


def test_a_key_given_twice_is_told_in_what_parses() -> None:
    text = (
        '```json\n{"Version": "1", "Statement": [{"Effect": "Allow", "Effect": "Deny", "Action": "oss:*",\n'
    )
    text += '"Resource": "*"}]}\n```\n'
    (finding,) = [f for f in immlint.lint_text(text, filename="x.md") if f.code == "RAM215"]
    assert finding.severity == "warning"
    assert text[finding.start : finding.end] == '"Effect"'
    assert finding.line == 2


def test_samples_do_not_create_the_same_dataset() -> None:
    block = '```json\n{"Action": "CreateDataset", "ProjectName": "p", "DatasetName": "d"}\n```\n'
    assert _told(block * 2, "x.md") == []
    code = "```python\nfrom alibabacloud_imm20200930 import client, models\nc = client.Client(None)\n"
    code += 'c.create_dataset(models.CreateDatasetRequest(project_name="p", dataset_name="d"))\n```\n'
    assert _told(code * 2, "x.md") == []


@pytest.mark.parametrize("argument", ["...", "..., name=1", '"..."', "project_name=..., dataset_name='...'"])
def test_arguments_left_out_are_unknown(argument: str) -> None:
    text = "```python\nfrom alibabacloud_imm20200930 import models\n"
    text += f"r = models.CreateDatasetRequest({argument})\n```\n"
    told = [told for told in _told(text, "x.md") if told[0] != "SDK102"]
    assert [code for code, *_ in told] == (["SDK103"] if argument == '"..."' else [])


def test_ignores_are_comments_of_what_a_fence_holds() -> None:
    text = """```yaml
Version: "1"
Statement:
  - Effect: allow  # immlint: ignore[RAM206] shows what is refused
    Action: oss:GetObject
    Resource: "*"
  - Effect: deny  # immlint: ignore[RAM204] nothing of that here
    Action: oss:GetObject
    Resource: "*"
```
"""
    told = [told[0] for told in _told(text, "x.md") if told[0] in ("RAM206", "LNT901")]
    assert sorted(told) == ["LNT901", "RAM206"]
