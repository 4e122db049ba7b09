"""Completion, also where the text is only being written."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from lsprotocol import types

from immlint.catalog import load
from tests.server.client import COMMAND, PATIENCE, Editor, capabilities, editor
from tests.server.test_actions import applied

pytestmark = pytest.mark.asyncio

LANGUAGES = {".json": "json", ".jsonl": "jsonl", ".yaml": "yaml", ".py": "python"}
FORM = "acs:imm:*:*:project/*/dataset/*"
SNIPPET = "acs:imm:${1:*}:${2:*}:project/${3:*}/dataset/${4:*}"


def place(text: str, encoding: str = "utf-16") -> tuple[str, types.Position]:
    """A text without the bar that stands where the cursor is, and that place."""
    before, _, after = text.partition("|")
    line = before.rpartition("\n")[2]
    size = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
    codec = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}[encoding]
    return before + after, types.Position(before.count("\n"), len(line.encode(codec)) // size)


async def completed(
    client: Editor, uri: str, text: str, encoding: str = "utf-16"
) -> list[types.CompletionItem]:
    whole, at = place(text, encoding)
    suffix = next(suffix for suffix in LANGUAGES if uri.endswith(suffix))
    client.open(uri, whole, language=LANGUAGES[suffix])
    params = types.CompletionParams(types.TextDocumentIdentifier(uri), at)
    async with asyncio.timeout(PATIENCE):
        found = await client.client.text_document_completion_async(params)
    client.close(uri)
    if found is None:
        return []
    assert isinstance(found, types.CompletionList)
    return sorted(found.items, key=lambda item: item.sort_text or "")


def labels(items: list[types.CompletionItem]) -> list[str]:
    return [item.label for item in items]


def taken(text: str, item: types.CompletionItem, encoding: str = "utf-16") -> str:
    """The text once an item is chosen."""
    assert isinstance(item.text_edit, types.TextEdit)
    return applied(place(text)[0], [item.text_edit], encoding)


async def test_parameters_that_are_not_there_yet(tmp_path: Path) -> None:
    text = '{"Action": "CreateDataset", "Version": "2020-09-30", "Proj|", "Description": "照片🔥"}'
    operation = load().operations["CreateDataset"]
    async with editor(tmp_path) as client:
        found = await completed(client, (tmp_path / "a.json").as_uri(), text)
        assert set(labels(found)) == operation.parameter_names - {"Description"}
        required = [row.name for row in operation.parameters.values() if row.required]
        assert labels(found)[: len(required)] == required
        chosen = next(item for item in found if item.label == "ProjectName")
        assert chosen.detail == "string, required"
        assert taken(text, chosen) == place(text)[0].replace('"Proj"', '"ProjectName"')


async def test_what_a_parameter_is_is_said_in_chinese(tmp_path: Path) -> None:
    text = '{"Action": "CreateDataset", "Version": "2020-09-30", "|"}'
    async with editor(tmp_path, command=(str(COMMAND), "server", "--lang", "zh")) as client:
        found = {i.label: i.detail for i in await completed(client, (tmp_path / "a.json").as_uri(), text)}
        assert found["ProjectName"] == "字符串，必填"
        assert found["WorkflowParameters"] == "列表（WorkflowParameter）"


REQUESTS = [
    ("CreateDataset.json", "{|", "ProjectName", '{"ProjectName": '),
    ("CreateDataset.json", '{"Dat|', "DatasetName", '{"DatasetName": '[:-1] + " "),
    ("CreateDataset.json", "{Dat|}", "DatasetName", '{"DatasetName": }'),
    ("CreateDataset.json", '{"Templ|": ""}', "TemplateId", '{"TemplateId": ""}'),
    (
        "CreateDataset.json",
        '{"TemplateId": "|',
        "Official:AllFunction",
        '{"TemplateId": "Official:AllFunction"',
    ),
    ("a.json", '{"Action": "Crea|, "Version": "2020-09-30"}', "CreateDataset", None),
    ("a.json", '[{"Action": "SimpleQuery", "Query": {"Sub|', "SubQueries", None),
    ("a.json", '[{"Action": "SimpleQuery", "Query": {"SubQueries": [{"Oper|', "Operation", None),
    ("a.json", '{"Action": "AddImageMosaic", "ImageFormat": |', "png", None),
    ("a.json", '{"Action": "ContextualRetrieval", "RecallOnly": |}', "true", None),
    ("ours.json", "{|", "DatasetName", None),
    ("a.jsonl", '{"a": "\n{"Action": "CreateDataset", "|\n{"b": 1}', "ProjectName", None),
    ("create_dataset.yaml", "ProjectName: p\n|\n", "DatasetName", "ProjectName: p\nDatasetName: \n"),
    (
        "create_dataset.yaml",
        "ProjectName: p\nData|: d\n",
        "DatasetName",
        "ProjectName: p\nDatasetName: d\n",
    ),
    (
        "create_dataset.yaml",
        "TemplateId: 'Off|\n",
        "Official:AllFunction",
        "TemplateId: 'Official:AllFunction'\n",
    ),
    ("create_dataset.yaml", "DatasetConfig:\n  Insights:\n    |\n", "Language", None),
]


async def test_requests(tmp_path: Path) -> None:
    (tmp_path / "immlint.toml").write_text('[kinds]\n"ours.json" = "request:CreateDataset"\n')
    async with editor(tmp_path) as client:
        for name, text, want, made in REQUESTS:
            found = await completed(client, (tmp_path / name).as_uri(), text)
            chosen = next((item for item in found if item.label == want), None)
            assert chosen is not None, text
            if made is not None:
                assert taken(text, chosen) == made


HEAD = '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:CreateDataset", '
YAML = 'Version: "1"\nStatement:\n- Effect: Allow\n  Action: imm:CreateDataset\n'


POLICIES = [
    ("p.json", HEAD + '"Resource": "|', FORM, HEAD + f'"Resource": "{SNIPPET}"'),
    ("p.json", HEAD + '"Resource": ["acs:imm:*:*:project/p", "acs|"]}]}', FORM, None),
    ("p.json", HEAD + '"Resource": |}]}', FORM, HEAD + f'"Resource": "{SNIPPET}"}}]}}'),
    ("p.json", HEAD + '"Re|}]}', "Resource", HEAD + '"Resource": }]}'),
    ("p.json", HEAD + '"Condition": {"Bool": {"|', "acs:SecureTransport", None),
    ("p.json", HEAD + '"Condition": {"|', "StringEquals", None),
    ("p.json", HEAD + '"Condition": {"Bool": {"acs:MFAPresent": "|', "true", None),
    ("p.json", '{"Version": "|", "Statement": []}', "1", None),
    ("p.json", '{"Statement": [], "|"}', "Version", None),
    ("held.json", "{|", "Statement", None),
    ("p.json", '{"Version": "1", "Statement": {"Effect": "|', "Deny", None),
    ("p.json", '{"Statement": [{"Principal": {"RAM": "x"}, "Action": "|', "sts:AssumeRole", None),
    ("p.json", '{"Statement": [{"Principal": {"|', "Service", None),
    ("p.yaml", YAML + "  Resource: |\n", FORM, YAML + f"  Resource: {SNIPPET}\n"),
    ("p.yaml", YAML + '  Resource:\n  - "acs|\n', FORM, YAML + f'  Resource:\n  - "{SNIPPET}"\n'),
    ("p.yaml", YAML + "  Resource: [|]\n", FORM, None),
    ("p.yaml", YAML + "  Condition:\n    Bool:\n      |\n", "acs:MFAPresent", None),
    ("p.yaml", YAML + "- |\n", "Effect", YAML + "- Effect: \n"),
    ("p.yaml", '{"Statement": [{"Effect": "|', "Allow", None),
]


async def test_policies(tmp_path: Path) -> None:
    (tmp_path / "immlint.toml").write_text('[kinds]\n"held.json" = "policy"\n')
    async with editor(tmp_path) as client:
        for name, text, want, made in POLICIES:
            found = await completed(client, (tmp_path / name).as_uri(), text)
            chosen = next((item for item in found if item.label == want), None)
            assert chosen is not None, text
            if made is not None:
                assert taken(text, chosen) == made


async def test_actions_of_imm_come_first(tmp_path: Path) -> None:
    known = {row.ram.action for row in load().operations.values() if row.ram.action}
    async with editor(tmp_path) as client:
        for written in ('"imm:Get|"', '"imm:Get|', '["imm:GetProject", "|', '["imm:GetProject", "i|]'):
            text = '{"Statement": [{"Effect": "Allow", "Action": ["oss:GetObject"], "Resource": "*"},\n'
            text += f'  {{"Effect": "Allow", "Action": {written},\n  "Resource": "*"}}]}}'
            found = labels(await completed(client, (tmp_path / "p.json").as_uri(), text))
            given = {"imm:GetProject"} if "GetProject" in written else set()
            count = len(known - given)
            assert set(found[:count]) == known - given
            # The policy names another service, whose actions come after.
            assert "oss:PutObject" in found[count:]


async def test_actions_of_a_service_that_is_being_named(tmp_path: Path) -> None:
    text = '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "vpc:|"}]}'
    async with editor(tmp_path) as client:
        found = labels(await completed(client, (tmp_path / "p.json").as_uri(), text))
        assert "vpc:CreateVpc" in found


RESOURCES = [
    ('"imm:CreateDataset"', [FORM]),
    ('"imm:ListDatasets"', ["acs:imm:*:*:project/*/dataset/*"]),
    ('"imm:ContextualRetrieval"', ["*"]),
    ('["imm:GetProject", "IMM:createdataset"]', ["acs:imm:*:*:project/*", FORM]),
    ('"oss:GetObject"', ["acs:oss:*:*:*/*", "acs:oss:*:*:accesspoint/*/object/*"]),
]


async def test_resources_are_those_of_the_actions(tmp_path: Path) -> None:
    async with editor(tmp_path) as client:
        for action, want in RESOURCES:
            text = f'{{"Statement": [{{"Resource": "|", "Effect": "Allow", "Action": {action}}}]}}'
            assert labels(await completed(client, (tmp_path / "p.json").as_uri(), text)) == want


async def test_a_client_without_snippets_gets_the_pattern(tmp_path: Path) -> None:
    async with editor(tmp_path, able=capabilities(plain=True)) as client:
        text = HEAD + '"Resource": "|'
        (item,) = await completed(client, (tmp_path / "p.json").as_uri(), text)
        assert taken(text, item) == HEAD + f'"Resource": "{FORM}"'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
async def test_places_are_counted_as_agreed(tmp_path: Path, encoding: str) -> None:
    text = '{"Description": "照片🔥", "Action": "CreateDataset", "Proj|": "x"}'
    async with editor(tmp_path, able=capabilities(encoding)) as client:
        found = await completed(client, (tmp_path / "a.json").as_uri(), text, encoding)
        chosen = next(item for item in found if item.label == "ProjectName")
        made = taken(text, chosen, encoding)
        assert json.loads(made) == {"Description": "照片🔥", "Action": "CreateDataset", "ProjectName": "x"}


FOREIGN = [
    ("package.json", '{"name": "|'),
    ("package.json", '{"scripts": {"|'),
    ("p.json", '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:|"}]}'),
    ("GetProject.json", '{"RequestId": "x", "|"}'),
    ("a.yaml", "on: push\njobs:\n  |\n"),
    ("a.yaml", "# |"),
    ("CreateDataset.json", '{"ProjectName": "p" |}'),
]


async def test_what_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    async with editor(tmp_path) as client:
        for name, text in FOREIGN:
            assert await completed(client, (tmp_path / name).as_uri(), text) == [], text


SDK = "from alibabacloud_imm20200930 import models\n"
CREATE = SDK + "request = models.CreateDatasetRequest("
TEXT = '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": "'
IN_TEMPLATE = "Type: ALIYUN::RAM::ManagedPolicy\nProperties:\n  PolicyDocument: >-\n"


CODE = [
    (CREATE + "|", "dataset_name", CREATE + "dataset_name="),
    (CREATE + "proj|)", "project_name", CREATE + "project_name=)"),
    (CREATE + "proj|='p')", "project_name", CREATE + "project_name='p')"),
    (CREATE + 'project_name="照片🔥",\n    |\n)\n', "dataset_name", None),
    (CREATE + 'template_id="Off|")', "Official:AllFunction", CREATE + 'template_id="Official:AllFunction")'),
    (CREATE + "template_id=|)", "Official:AllFunction", CREATE + 'template_id="Official:AllFunction")'),
    (
        SDK + "models.AddImageMosaicRequest(image_format='|",
        "png",
        SDK + "models.AddImageMosaicRequest(image_format='png'",
    ),
    (
        SDK + "models.ContextualRetrievalRequest(recall_only=|)",
        "true",
        SDK + "models.ContextualRetrievalRequest(recall_only=True)",
    ),
    (SDK + "models.SimpleQueryRequest(query=models.SimpleQuery(oper|", "operation", None),
    (SDK + "x(\n\ndef f():\n    models.CreateDatasetRequest(|", "project_name", None),
    (f'policy = """{TEXT}|"}}]}}"""\n', FORM, f'policy = """{TEXT}{SNIPPET}"}}]}}"""\n'),
    (f"policy = '{TEXT}|'", FORM, f"policy = '{TEXT}{SNIPPET}\"'"),
]


async def test_code(tmp_path: Path) -> None:
    async with editor(tmp_path) as client:
        for text, want, made in CODE:
            found = await completed(client, (tmp_path / "a.py").as_uri(), text)
            chosen = next((item for item in found if item.label == want), None)
            assert chosen is not None, text
            if made is not None:
                assert taken(text, chosen) == made
        found = await completed(
            client, (tmp_path / "a.py").as_uri(), CREATE + "project_name='p', |, dataset_name='d')"
        )
        assert labels(found)
        assert not {"project_name", "dataset_name"} & {*labels(found)}


@pytest.mark.parametrize(
    "text",
    [
        "models.CreateDatasetRequest(|",
        SDK + "# models.CreateDatasetRequest(|",
        SDK + "models.Other(|",
        CREATE + "template_id=x.|)",
        CREATE + '"|',
        CREATE + 'project_name="a" + "|")',
        CREATE + 'template_id=f"|")',
        SDK + "f(|",
        SDK + "x = |",
        f'policy = f"""{TEXT}|"""',
        SDK + "def f(|",
    ],
)
async def test_code_in_which_nothing_is_known(tmp_path: Path, text: str) -> None:
    async with editor(tmp_path) as client:
        assert await completed(client, (tmp_path / "a.py").as_uri(), text) == []


async def test_policies_that_are_texts_in_yaml(tmp_path: Path) -> None:
    uri = (tmp_path / "stack.yaml").as_uri()
    async with editor(tmp_path) as client:
        pretty = (
            IN_TEMPLATE
            + '    {\n      "Statement": [\n        {"Action": "imm:CreateDataset",\n         "Resource": "|'
        )
        for text in (pretty, IN_TEMPLATE + f"    {TEXT}|", IN_TEMPLATE + f'    {TEXT}|"}}]}}\nOther: 1\n'):
            (item,) = await completed(client, uri, text)
            assert item.label == FORM
        assert taken(text, item) == IN_TEMPLATE + f'    {TEXT}{SNIPPET}"}}]}}\nOther: 1\n'
        assert await completed(client, uri, IN_TEMPLATE + f'    {TEXT}"}}]}}\nOther: |\n') == []
