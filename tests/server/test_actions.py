"""Code actions: what they write is what the command writes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.command import immlint
from tests.server.client import PATIENCE, Editor, capabilities, codes, editor

pytestmark = pytest.mark.asyncio

WHOLE = types.Range(types.Position(0, 0), types.Position(10_000, 0))
STATEMENT = {"Effect": "Allow", "Action": "imm:GetProject", "Resource": "acs:imm:*:*:project/相册🔥"}
#: An action that is said twice, which is mended safely, and a region that is only likely.
TEXT = """{"Version": "1", "Statement": [
  {"Sid": "相册🔥", "Effect": "Allow", "Action": ["imm:GetProject", "imm:GetProject"],
   "Resource": "acs:imm:cn-bejing:*:project/p"}
]}
"""
MENDED = TEXT.replace('["imm:GetProject", "imm:GetProject"]', '["imm:GetProject"]')
RENAMED = TEXT.replace("cn-bejing", "cn-beijing")
TITLES = ["Drop it (RAM501)", "Rename it to cn-beijing (RAM309), which may change the meaning"]


async def offered(
    client: Editor, uri: str, *only: types.CodeActionKind | str, within: types.Range = WHOLE
) -> list[types.CodeAction]:
    context = types.CodeActionContext([], only=list(only) or None)
    params = types.CodeActionParams(types.TextDocumentIdentifier(uri), within, context)
    async with asyncio.timeout(PATIENCE):
        found = await client.client.text_document_code_action_async(params)
    assert found is not None
    return [action for action in found if isinstance(action, types.CodeAction)]


async def resolved(client: Editor, action: types.CodeAction) -> types.CodeAction:
    async with asyncio.timeout(PATIENCE):
        return await client.client.code_action_resolve_async(action)


def edits(action: types.CodeAction, uri: str, version: int | None = 1) -> Sequence[types.TextEdit]:
    """The edits of one document, which is said with its version."""
    assert action.edit is not None
    assert action.edit.document_changes is not None
    (change,) = (c for c in action.edit.document_changes if isinstance(c, types.TextDocumentEdit))
    assert (change.text_document.uri, change.text_document.version) == (uri, version)
    return [edit for edit in change.edits if isinstance(edit, types.TextEdit)]


def applied(text: str, changes: Sequence[types.TextEdit], encoding: str = "utf-16") -> str:
    """A text with edits, by what the protocol says of lines and units."""
    codec, size = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}[encoding]
    starts = [0]
    for index, char in enumerate(text):
        if char == "\n" or (char == "\r" and text[index + 1 : index + 2] != "\n"):
            starts.append(index + 1)

    def offset(position: types.Position) -> int:
        if position.line >= len(starts):
            return len(text)
        data = text[starts[position.line] :].encode(codec)[: position.character * size]
        return starts[position.line] + len(data.decode(codec))

    for edit in sorted(changes, key=lambda e: (e.range.start.line, e.range.start.character), reverse=True):
        text = text[: offset(edit.range.start)] + edit.new_text + text[offset(edit.range.end) :]
    return text


def titles(actions: Sequence[types.CodeAction]) -> list[str]:
    return [action.title for action in actions]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
async def test_quick_fixes(tmp_path: Path, encoding: str, end: str) -> None:
    uri = (tmp_path / "p.json").as_uri()
    text = TEXT.replace("\n", end)
    async with editor(tmp_path, able=capabilities(encoding)) as client:
        client.open(uri, text)
        found = await offered(client, uri, types.CodeActionKind.QuickFix)
        fixes = [action for action in found if not action.title.startswith("Ignore ")]
        assert titles(fixes) == TITLES
        assert [fix.is_preferred for fix in fixes] == [True, False]
        assert [codes(fix.diagnostics or []) for fix in fixes] == [["RAM501"], ["RAM309"]]
        made = [applied(text, edits(fix, uri), encoding) for fix in fixes]
        assert made == [MENDED.replace("\n", end), RENAMED.replace("\n", end)]


async def test_only_what_stands_in_the_range_is_offered(tmp_path: Path) -> None:
    uri = (tmp_path / "p.json").as_uri()
    async with editor(tmp_path) as client:
        client.open(uri, TEXT)
        at = types.Position(2, TEXT.splitlines()[2].index("cn-bejing") + 3)
        within = types.Range(at, at)
        found = await offered(client, uri, "quickfix", within=within)
        assert titles(found) == [TITLES[1], "Ignore RAM309 invalid-region here"]
        nothing = types.Range(types.Position(0, 0), types.Position(0, 0))
        assert await offered(client, uri, "quickfix", within=nothing) == []
        assert await offered(client, uri, "refactor") == []


@pytest.mark.parametrize("kind", ["source.fixAll.immlint", "source.fixAll", "source"])
async def test_all_is_mended_as_the_command_does(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "p.json"
    path.write_text(TEXT, "utf-8")
    async with editor(tmp_path) as client:
        client.open(path.as_uri(), TEXT)
        (action,) = await offered(client, path.as_uri(), kind)
        assert action.kind == "source.fixAll.immlint"
        mended = applied(TEXT, edits(action, path.as_uri()))
        immlint("--fix", str(path))
        assert mended == path.read_text("utf-8") == MENDED
        client.change(path.as_uri(), mended, version=2)
        assert await offered(client, path.as_uri(), kind) == []


async def test_candidates_are_not_applied(tmp_path: Path) -> None:
    text = "from alibabacloud_imm20200930 import models\n"
    text += 'models.AddImageMosaicRequest(project_name="p", targets=[], target_ur="oss://a/b")\n'
    path = tmp_path / "a.py"
    path.write_text(text)
    _, out, _ = immlint(str(path), "--output-format", "json")
    assert [f["fix"]["applicability"] for f in json.loads(out) if f["fix"]] == ["display"]
    async with editor(tmp_path) as client:
        client.open(path.as_uri(), text, language="python")
        found = titles(await offered(client, path.as_uri()))
        assert found
        assert all(title.startswith("Ignore ") for title in found)


async def test_edits_come_when_they_are_wanted(tmp_path: Path) -> None:
    uri = (tmp_path / "p.json").as_uri()
    async with editor(tmp_path, able=capabilities(lazy=True)) as client:
        client.open(uri, TEXT)
        found = await offered(client, uri)
        assert [action.edit for action in found] == [None] * len(found)
        fix, everything = found[0], found[-1]
        assert everything.kind == "source.fixAll.immlint"
        for action in (fix, everything):
            assert applied(TEXT, edits(await resolved(client, action), uri)) == MENDED
        client.change(uri, TEXT + "\n", version=2)
        with pytest.raises(JsonRpcException, match="the text is another now"):
            await resolved(client, fix)


async def test_a_plain_client_gets_plain_edits(tmp_path: Path) -> None:
    uri = (tmp_path / "p.json").as_uri()
    async with editor(tmp_path, able=capabilities(plain=True)) as client:
        client.open(uri, TEXT)
        found = await offered(client, uri, "quickfix")
        # It cannot make the file that an ignore would stand in.
        assert titles(found) == TITLES
        assert found[0].edit is not None
        assert found[0].edit.changes is not None
        assert applied(TEXT, found[0].edit.changes[uri]) == MENDED


YAML = 'Version: "1"\nStatement:\n- Effect: Allow\n  Action: "*"\n  Resource: "*"  # 全部\n'
CODE = (
    "from alibabacloud_imm20200930 import models\n"
    'models.CreateDatasetRequest(\n    project_name="1",\n    dataset_name="照片",\n)\n'
)


@pytest.mark.parametrize(("name", "text"), [("p.yaml", YAML), ("a.py", CODE)])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
async def test_a_comment_ignores_here(tmp_path: Path, name: str, text: str, end: str) -> None:
    uri = (tmp_path / name).as_uri()
    text = text.replace("\n", end)
    version = 1
    async with editor(tmp_path) as client:
        client.open(uri, text, language="python" if name == "a.py" else "yaml")
        left = len(await client.pushed(uri))
        assert left
        while left:
            ignore = next(a for a in await offered(client, uri) if a.title.startswith("Ignore "))
            text = applied(text, edits(ignore, uri, version))
            version += 1
            client.change(uri, text, version=version)
            assert len(await client.pushed(uri, version)) == left - 1
            left -= 1
        assert text.count("existing, to be reviewed") == version - 1
        assert text.count(end) == text.count("\n")


@pytest.mark.parametrize(
    ("config", "before"),
    [
        ("immlint.toml", None),
        ("immlint.toml", 'ignore = ["IMM116"]  # 是\n'),
        ("immlint.toml", 'ignore = ["IMM116"]  # 🔥'),
        ("pyproject.toml", "[tool.immlint]\r\npedantic = true\r\n"),
    ],
    ids=["new", "more", "without-end", "pyproject"],
)
async def test_the_configuration_ignores_in_json(tmp_path: Path, config: str, before: str | None) -> None:
    path = tmp_path / "p.json"
    where = tmp_path / config
    if before is not None:
        where.write_bytes(before.encode())
    text = json.dumps({"Version": "1", "Statement": [{**STATEMENT, "Action": "imm:*"}]}, ensure_ascii=False)
    path.write_text(text, "utf-8")
    async with editor(tmp_path) as client:
        client.open(path.as_uri(), text)
        found = codes(await client.pushed(path.as_uri()))
        (ignore, *_) = (a for a in await offered(client, path.as_uri()) if a.title.startswith("Ignore "))
        assert ignore.edit is not None
        changes = list(ignore.edit.document_changes or [])
        if before is None:
            created = changes.pop(0)
            assert isinstance(created, types.CreateFile)
            assert created.uri == where.as_uri()
        made = applied(before or "", edits(ignore, where.as_uri(), None))
        where.write_bytes(made.encode())
        client.change(path.as_uri(), text, version=2)
        assert codes(await client.pushed(path.as_uri(), 2)) == found[1:]
    # What it writes is what the command writes.
    where.unlink()
    if before is not None:
        where.write_bytes(before.encode())
    immlint("--add-ignores", "--select", found[0], "p.json", cwd=tmp_path)
    assert where.read_bytes().decode() == made


async def test_nothing_is_offered_by_a_configuration_that_is_broken(tmp_path: Path) -> None:
    (tmp_path / "immlint.toml").write_text('ignor = ["x"]\n')
    uri = (tmp_path / "p.json").as_uri()
    async with editor(tmp_path) as client:
        client.open(uri, TEXT)
        assert await offered(client, uri) == []
