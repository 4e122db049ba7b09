"""Hovering over a finding shows the page of its rule."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from lsprotocol import types

from tests.command import immlint
from tests.server.client import COMMAND, PATIENCE, Editor, capabilities, editor

pytestmark = pytest.mark.asyncio

TEXT = '{"Action": "CreateDataset", "ProjectName": "照片", "DatasetName": "1"}'


async def hover(client: Editor, uri: str, character: int) -> types.Hover | None:
    params = types.HoverParams(types.TextDocumentIdentifier(uri), types.Position(0, character))
    async with asyncio.timeout(PATIENCE):
        return await client.client.text_document_hover_async(params)


async def test_the_page_of_the_rule(tmp_path: Path) -> None:
    uri = (tmp_path / "a.json").as_uri()
    async with editor(tmp_path) as client:
        client.open(uri, TEXT)
        found = await hover(client, uri, TEXT.index("照"))
        assert found is not None
        assert isinstance(found.contents, types.MarkupContent)
        assert found.contents.kind == types.MarkupKind.Markdown
        assert found.contents.value == immlint("rule", "IMM104", "--output-format", "markdown")[1]
        assert found.range is not None
        assert found.range.start.character == TEXT.index("照")
        for nothing in (0, TEXT.index("Dataset"), len(TEXT)):
            assert await hover(client, uri, nothing) is None
        assert await hover(client, "file:///nowhere.json", 0) is None


async def test_a_client_without_markdown_gets_text(tmp_path: Path) -> None:
    able = capabilities()
    assert able.text_document is not None
    able.text_document.hover = types.HoverClientCapabilities(content_format=[types.MarkupKind.PlainText])
    uri = (tmp_path / "a.json").as_uri()
    async with editor(tmp_path, able=able) as client:
        client.open(uri, TEXT)
        found = await hover(client, uri, TEXT.index("照"))
        assert found is not None
        assert isinstance(found.contents, types.MarkupContent)
        assert found.contents.kind == types.MarkupKind.PlainText
        assert found.contents.value == immlint("rule", "IMM104")[1]


async def test_the_page_of_a_rule_of_one_s_own(tmp_path: Path) -> None:
    (tmp_path / "rule.yaml").write_text(
        "code: ACME1\nname: prod-only\nsubject: request\nseverity: warning\n"
        'message: "{found} is no name of ours"\npattern: {at: DatasetName, like: "prod-*"}\n'
        'valid: [\'{"Action": "CreateDataset", "ProjectName": "p", "DatasetName": "prod-a"}\']\n'
        'invalid: [\'{"Action": "CreateDataset", "ProjectName": "p", "DatasetName": "a"}\']\n'
    )
    (tmp_path / "immlint.toml").write_text('rules = ["rule.yaml"]\n')
    text = '{"Action": "CreateDataset", "ProjectName": "p", "DatasetName": "d"}'
    uri = (tmp_path / "a.json").as_uri()
    async with editor(tmp_path) as client:
        client.open(uri, text)
        found = await hover(client, uri, text.index('"d"'))
        assert found is not None
        assert isinstance(found.contents, types.MarkupContent)
        assert found.contents.value.startswith("## ACME1 prod-only\n")


async def test_a_rule_of_a_configuration_further_down(tmp_path: Path) -> None:
    inner = tmp_path / "sub"
    inner.mkdir()
    (inner / "rule.yaml").write_text(
        "code: ACME1\nname: prod-only\nsubject: request\nseverity: error\nmessage: it is {found}\n"
        "pattern: {at: DatasetName, like: 'prod-*'}\n"
        'valid: [\'{"Action": "CreateDataset", "ProjectName": "p", "DatasetName": "prod-a"}\']\n'
        'invalid: [\'{"Action": "CreateDataset", "ProjectName": "p", "DatasetName": "a"}\']\n'
    )
    (inner / "immlint.toml").write_text('rules = ["rule.yaml"]\n')
    text = '{"Action": "CreateDataset", "ProjectName": "p", "DatasetName": "d"}'
    async with editor(tmp_path) as client:
        for folder, codes in ((inner, ["ACME1"]), (tmp_path, [])):
            uri = (folder / "a.json").as_uri()
            client.open(uri, text)
            assert [each.code for each in await client.pushed(uri)] == codes
        found = await hover(client, (inner / "a.json").as_uri(), text.index('"d"'))
        assert found is not None
        assert isinstance(found.contents, types.MarkupContent)
        assert found.contents.value.startswith("## ACME1 prod-only\n")


async def test_another_language(tmp_path: Path) -> None:
    uri = (tmp_path / "a.json").as_uri()
    command = (str(COMMAND), "server", "--lang", "zh")
    async with editor(tmp_path, command=command) as client:
        client.open(uri, TEXT)
        (first, *_) = await client.pushed(uri)
        _, out, _ = immlint("-", "--stdin-filename", "a.json", "--lang", "zh", "-q", stdin=TEXT)
        assert first.message.partition(" (")[0] in out
        found = await hover(client, uri, TEXT.index("照"))
        assert found is not None
        assert isinstance(found.contents, types.MarkupContent)
        assert (
            found.contents.value
            == immlint("rule", "IMM104", "--output-format", "markdown", "--lang", "zh")[1]
        )
