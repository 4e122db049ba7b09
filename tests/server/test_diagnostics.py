"""Diagnostics are pushed until the client pulls, at the places that it counts, by the very configuration."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import pytest
from lsprotocol import types

from immlint.input import LARGEST
from tests.command import immlint
from tests.server.client import capabilities, codes, editor

pytestmark = pytest.mark.asyncio

WRONG = '{"Action": "CreateDataset", "ProjectName": "照片🔥", "DatasetName": "d"}'
GOOD = '{"Action": "CreateDataset", "ProjectName": "p", "DatasetName": "d"}'
OPEN = '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'
GRANT = {"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": "acs:imm:*:*:project/p/dataset/*"}
#: The command, with a rule that fails.
CRASHING = (
    sys.executable,
    "-c",
    """
from immlint.__main__ import main
from immlint.rules.request.imm104_invalid_name import invalid_name
object.__setattr__(invalid_name, "check", lambda subject, facts: 1 / 0)
main(["server"])
""",
)


def policy(*statements: object) -> str:
    return json.dumps({"Version": "1", "Statement": list(statements)})


def full(report: types.DocumentDiagnosticReport) -> types.RelatedFullDocumentDiagnosticReport:
    assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
    return report


async def test_a_client_that_never_pulls_is_pushed_to(tmp_path: Path) -> None:
    uri = (tmp_path / "a.json").as_uri()
    async with editor(tmp_path, able=capabilities(pull=True)) as client:
        client.open(uri, WRONG, version=7)
        (found,) = await client.pushed(uri, 7)
        assert (found.code, found.source, found.severity) == (
            "IMM104",
            "immlint",
            types.DiagnosticSeverity.Error,
        )
        assert found.code_description is not None
        assert found.code_description.href.startswith("https://")
        client.change(uri, GOOD, version=8)
        assert await client.pushed(uri, 8) == []


async def test_quick_keystrokes_are_checked_once(tmp_path: Path) -> None:
    uri = (tmp_path / "a.json").as_uri()
    async with editor(tmp_path) as client:
        client.open(uri, GOOD)
        for version in range(2, 40):
            client.change(uri, WRONG + " " * version, version=version)
        client.change(uri, GOOD, version=40)
        assert await client.pushed(uri, 40) == []
        assert [params.version for params in client.published] == [40]


async def test_a_client_that_pulls_is_pushed_to_no_more(tmp_path: Path) -> None:
    uri = (tmp_path / "a.json").as_uri()
    async with editor(tmp_path, able=capabilities(pull=True)) as client:
        client.open(uri, WRONG)
        assert codes(await client.pushed(uri)) == ["IMM104"]
        first = full(await client.pulled(uri))
        assert codes(first.items) == ["IMM104"]
        # What was pushed would be shown twice.
        assert client.published[-1].uri == uri
        assert not client.published[-1].diagnostics
        again = await client.pulled(uri, first.result_id)
        assert isinstance(again, types.RelatedUnchangedDocumentDiagnosticReport)
        assert again.result_id == first.result_id
        count = len(client.published)
        client.change(uri, OPEN, version=2)
        second = full(await client.pulled(uri, first.result_id))
        assert codes(second.items) == ["RAM401"]
        assert second.result_id != first.result_id
        assert len(client.published) == count


#: How many units stand before the name, and how many the name has, by the encoding.
COUNTED = {"utf-8": (47, 4), "utf-16": (41, 2), "utf-32": (40, 1)}


@pytest.mark.parametrize("encoding", COUNTED)
async def test_places_are_counted_as_agreed(tmp_path: Path, encoding: str) -> None:
    uri = (tmp_path / "a.json").as_uri()
    lines = ["{", '  "Action": "CreateDataset", "DatasetName": "d",', '  "Tags": "\u2028\x85",']
    lines += ['  "Description": "照片🔥", "ProjectName": "🔥"', "}"]
    start, length = COUNTED[encoding]
    async with editor(tmp_path, able=capabilities(encoding)) as client:
        assert client.result is not None
        assert client.result.capabilities.position_encoding == encoding
        # Not all that other programs take for the end of a line is one here.
        for version, end in enumerate(("\n", "\r\n", "\r"), 1):
            client.open(uri, end.join(lines), version=version)
            (found,) = (f for f in await client.pushed(uri, version) if f.code == "IMM104")
            assert found.range == types.Range(types.Position(3, start), types.Position(3, start + length))
            client.close(uri)


async def test_a_byte_order_mark_that_the_client_counts_is_counted(tmp_path: Path) -> None:
    uri = (tmp_path / "a.json").as_uri()
    async with editor(tmp_path) as client:
        client.open(uri, "\ufeff" + WRONG)
        (found,) = await client.pushed(uri)
        assert found.range.start == types.Position(0, 1 + WRONG.index("照"))


async def test_a_text_is_unicode_whatever_it_declares(tmp_path: Path) -> None:
    uri = (tmp_path / "a.py").as_uri()
    text = "# coding: gbk\nfrom alibabacloud_imm20200930 import models\n"
    text += 'models.CreateDatasetRequest(project_name="照片", dataset_nam="d")\n'
    async with editor(tmp_path) as client:
        client.open(uri, text, language="python")
        found = await client.pushed(uri)
        wrong = next(f for f in found if f.code == "SDK102")
        assert wrong.range.start == types.Position(2, text.splitlines()[2].index("dataset_nam"))


async def test_what_is_found_is_what_the_command_finds(tmp_path: Path) -> None:
    (tmp_path / "immlint.toml").write_text('policies = ["held.json"]\nbaseline = "known.txt"\n')
    (tmp_path / "held.json").write_text(policy(GRANT))
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "immlint.toml").write_text('ignore = ["IMM104"]\n')
    request = {"Action": "CreateDataset", "ProjectName": "1", "DatasetName": "d"}
    others = [request, {**request, "ProjectName": "q"}, {**request, "ProjectName": "p", "DatasetName": "2"}]
    names = {"a.json": json.dumps(others), "sub/b.json": json.dumps(others), "c.yaml": json.dumps(others)}
    for name, text in names.items():
        (tmp_path / name).write_text(text)
    assert immlint("c.yaml", "--write-baseline", cwd=tmp_path)[0] == 0
    async with editor(tmp_path) as client:
        for name, text in names.items():
            uri = (tmp_path / name).as_uri()
            client.open(uri, text)
            _, out, _ = immlint(name, "--output-format", "json", cwd=tmp_path)
            want = [f["code"] for f in json.loads(out) if f["path"] == name]
            assert codes(await client.pushed(uri)) == want
            assert "GNT101" in want or name == "c.yaml"
            assert ("IMM104" in want) == (name == "a.json")


async def test_related_places_tags_and_ignores(tmp_path: Path) -> None:
    uri = (tmp_path / "a.yaml").as_uri()
    text = (
        'Version: "1"\nStatement:\n'
        "- {Effect: Allow, Action: imm:GetProject, Resource: 'acs:imm:*:*:project/p'}\n"
        "- {Effect: Allow, Action: imm:GetProject, Resource: 'acs:imm:*:*:project/p'}\n"
    )
    async with editor(tmp_path) as client:
        client.open(uri, text, language="yaml")
        (found,) = await client.pushed(uri)
        assert found.code == "RAM502"
        assert found.tags == (types.DiagnosticTag.Unnecessary,)
        assert found.related_information is not None
        (there,) = found.related_information
        assert there.location.uri == uri
        assert there.location.range.start.line == 5 - found.range.start.line
        lines = text.splitlines(keepends=True)
        at = found.range.start.line
        lines[at] = lines[at].rstrip() + "  # immlint: ignore[RAM502] wanted\n"
        client.change(uri, "".join(lines), version=2)
        assert await client.pushed(uri, 2) == []


async def test_a_plain_client_gets_plain_diagnostics(tmp_path: Path) -> None:
    uri = (tmp_path / "a.json").as_uri()
    statement = {**GRANT}
    async with editor(tmp_path, able=capabilities(plain=True)) as client:
        client.open(uri, policy(statement, statement))
        (found,) = await client.pushed(uri)
        assert (found.tags, found.related_information) == (None, None)


@pytest.mark.parametrize("watch", [True, False])
async def test_a_configuration_that_changes_is_heeded(tmp_path: Path, watch: bool) -> None:
    uri = (tmp_path / "a.json").as_uri()
    config = tmp_path / "immlint.toml"
    async with editor(tmp_path, able=capabilities(watch=watch)) as client:
        client.open(uri, WRONG)
        assert codes(await client.pushed(uri)) == ["IMM104"]
        assert [r.method for r in client.registered] == ["workspace/didChangeWatchedFiles"] * watch
        config.write_text('ignore = ["IMM104"]\n')
        before = len(client.published)
        if watch:
            event = types.FileEvent(config.as_uri(), types.FileChangeType.Created)
            client.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
        else:
            saved = types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(config.as_uri()))
            client.client.text_document_did_save(saved)
        assert await client.pushed(uri, after=before) == []
        # Told or not, the next version is checked with what is there.
        config.unlink()
        client.change(uri, WRONG, version=2)
        assert codes(await client.pushed(uri, 2)) == ["IMM104"]


async def test_a_client_that_pulls_is_asked_to_pull_again(tmp_path: Path) -> None:
    uri = (tmp_path / "a.json").as_uri()
    async with editor(tmp_path, able=capabilities(pull=True, watch=True)) as client:
        client.open(uri, WRONG)
        assert codes(full(await client.pulled(uri)).items) == ["IMM104"]
        (tmp_path / "immlint.toml").write_text('ignore = ["IMM104"]\n')
        client.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([]))
        await client.until("diagnostic_refresh_count")
        assert full(await client.pulled(uri)).items == ()


async def test_a_broken_configuration_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "immlint.toml").write_text('ignor = ["IMM104"]\n')
    uris = [(tmp_path / name).as_uri() for name in ("a.json", "b.json")]
    async with editor(tmp_path) as client:
        for uri in uris:
            client.open(uri, WRONG)
            assert await client.pushed(uri) == []
        (message,) = client.client.messages
        assert message.type == types.MessageType.Error
        assert "unknown key 'ignor'; did you mean 'ignore'?" in message.message
        (tmp_path / "immlint.toml").write_text('ignore = ["RAM"]\n')
        client.change(uris[0], WRONG, version=2)
        assert codes(await client.pushed(uris[0], 2)) == ["IMM104"]


async def test_requests_are_held_against_policies_as_they_are_on_the_screen(tmp_path: Path) -> None:
    (tmp_path / "immlint.toml").write_text('policies = ["held.json"]\n')
    held = tmp_path / "held.json"
    held.write_text(policy({**GRANT, "Resource": "acs:imm:*:*:project/q/dataset/*"}))
    uri = (tmp_path / "a.json").as_uri()
    async with editor(tmp_path) as client:
        client.open(uri, GOOD)
        assert codes(await client.pushed(uri)) == ["GNT101"]
        before = len(client.published)
        client.open(held.as_uri(), policy(GRANT))
        # The request is checked again, as the policy that it is held against is another now.
        assert await client.pushed(uri, after=before) == []


async def test_folders_have_their_own_configurations(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder, policies in ((one, '["held.json"]'), (two, "[]")):
        folder.mkdir()
        (folder / "held.json").write_text(policy({**GRANT, "Effect": "Deny"}))
        (folder / "immlint.toml").write_text(f"policies = {policies}\n")
    uris = [(folder / "a.json").as_uri() for folder in (one, two)]
    async with editor(one, two) as client:
        for uri in uris:
            client.open(uri, GOOD)
        assert [codes(await client.pushed(uri)) for uri in uris] == [["GNT103"], []]


async def test_texts_without_a_file(tmp_path: Path) -> None:
    (tmp_path / "immlint.toml").write_text('ignore = ["RAM402"]\n')
    statement = 'Version: "1"\nStatement: [{Effect: Allow, Action: "%s", Resource: "*"}]\n'
    texts = {
        "untitled:Untitled-1": (OPEN, "json"),
        "untitled:Untitled-2": (statement % "*", "yaml"),
        "untitled:Untitled-3": (statement % "imm:*", "yaml"),
        "untitled:Untitled-4": (OPEN, "plaintext"),
        "untitled:Untitled-5": (f"# 策略\n\n```json\n{OPEN}\n```\n", "markdown"),
        "git:/somewhere/policy.json?%7B%22ref%22%3A%22%22%7D": (OPEN, "json"),
        f"file://{tmp_path}/%FF%FE.json": (OPEN, "json"),
        f"file://{tmp_path}/%FF%FD.json": (GOOD, "json"),
        f"file://{tmp_path}/a%00.json": (OPEN, "json"),
        "file:///%E7%9B%B8%E5%86%8C/%25.json": (OPEN, "json"),
    }
    want = [["RAM401"], ["RAM401"], [], [], ["RAM401"], ["RAM401"], ["RAM401"], [], ["RAM401"], ["RAM401"]]
    async with editor(tmp_path) as client:
        for uri, (text, language) in texts.items():
            client.open(uri, text, language=language)
        assert [codes(await client.pushed(uri)) for uri in texts] == want


async def test_without_a_folder_the_file_s_own_counts(tmp_path: Path) -> None:
    (tmp_path / "immlint.toml").write_text('ignore = ["IMM104"]\n')
    uri = (tmp_path / "a.json").as_uri()
    async with editor() as client:
        client.open(uri, WRONG)
        assert await client.pushed(uri) == []
        client.open("untitled:a", OPEN)
        assert codes(await client.pushed("untitled:a")) == ["RAM401"]


async def test_a_document_that_is_closed_is_cleared(tmp_path: Path) -> None:
    uri = (tmp_path / "a.json").as_uri()
    async with editor(tmp_path) as client:
        client.open(uri, WRONG)
        assert codes(await client.pushed(uri)) == ["IMM104"]
        client.close(uri)
        assert await client.pushed(uri, None) == []
        assert full(await client.pulled(uri)).items == ()


async def test_what_is_excluded_or_not_ours_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "immlint.toml").write_text('extend-exclude = ["made/"]\n[kinds]\n"x.json" = "ignore"\n')
    texts = {"made/a.json": WRONG, "node_modules/a.json": WRONG, "x.json": WRONG, "b.json": '{"a": [1}'}
    async with editor(tmp_path) as client:
        for name, text in texts.items():
            uri = (tmp_path / name).as_uri()
            client.open(uri, text)
            assert await client.pushed(uri) == []


async def test_a_large_file_of_others_is_passed_over(tmp_path: Path) -> None:
    uri = (tmp_path / "a.json").as_uri()
    async with editor(tmp_path) as client:
        client.open(uri, json.dumps({"a": "x" * LARGEST}))
        assert await client.pushed(uri) == []


async def test_a_folder_in_one_that_is_usually_excluded_is_checked(tmp_path: Path) -> None:
    folder = tmp_path / "build" / "work"
    folder.mkdir(parents=True)
    uri = (folder / "a.json").as_uri()
    async with editor(folder) as client:
        client.open(uri, WRONG)
        assert codes(await client.pushed(uri)) == ["IMM104"]


async def test_modules_beside_are_read(tmp_path: Path) -> None:
    (tmp_path / "names.py").write_text('PROJECT = "1"\n')
    text = (
        "from names import PROJECT\nfrom alibabacloud_imm20200930 import models\n"
        'models.CreateDatasetRequest(project_name=PROJECT, dataset_name="d")\n'
    )
    (tmp_path / "app.py").write_text(text)
    _, out, _ = immlint("app.py", "--output-format", "json", cwd=tmp_path)
    want = [finding["code"] for finding in json.loads(out)]
    uri = (tmp_path / "app.py").as_uri()
    async with editor(tmp_path) as client:
        client.open(uri, text, language="python")
        assert codes(await client.pushed(uri)) == want
        assert "IMM104" in want


async def test_a_rule_that_crashes_is_told_and_the_server_lives(tmp_path: Path) -> None:
    uri = (tmp_path / "a.json").as_uri()
    async with editor(tmp_path, command=CRASHING) as client:
        client.open(uri, WRONG)
        assert "LNT904" in codes(await client.pushed(uri))
        client.change(uri, OPEN, version=2)
        assert codes(await client.pushed(uri, 2)) == ["RAM401"]


async def test_documents_that_are_not_open_have_nothing(tmp_path: Path) -> None:
    async with editor(tmp_path) as client:
        assert full(await client.pulled("file:///nowhere.json")).items == ()
        client.change("file:///nowhere.json", WRONG, version=3)
        client.close("file:///nowhere.json")
        await asyncio.sleep(0)
        assert full(await client.pulled("file:///nowhere.json")).items == ()
