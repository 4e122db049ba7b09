"""What is not ours is passed over: the same names in other clouds, products and tools."""

from __future__ import annotations

import json
from typing import Any

import pytest

import immlint
from immlint.config import Config
from immlint.finding import Finding

ARN = "arn:aws:iam::123456789012:role/x"
AWS = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}]}


def lint(text: Any, filename: str) -> list[Finding]:
    written = text if isinstance(text, str) else json.dumps(text)
    return immlint.lint_text(written, filename=filename, config=Config(pedantic=True))


#: Requests of SageMaker, Rekognition, CodeBuild, Forecast, Vertex AI, Azure, DataWorks; tools' own files.
FOREIGN: list[tuple[Any, str]] = [
    ({"ProjectName": "1 x", "ProjectDescription": "d", "ServiceCatalog": {}}, "create-project.json"),
    ({"ProjectName": "1 x", "DatasetType": "train", "DatasetSource": {}}, "CreateDataset.json"),
    ({"name": "x", "source": {}, "artifacts": {}, "serviceRole": ARN}, "create-project.json"),
    ({"name": "x", "description": "d"}, "create-project.json"),
    ({"DatasetName": "1 x", "DatasetType": "x", "Domain": "RETAIL", "Schema": {}}, "CreateDataset.json"),
    ({"DatasetName": "my dataset", "Tags": {}}, "create-dataset.json"),
    ({"name": "projects/x", "displayName": "d", "metadataSchemaUri": "gs://x"}, "create_dataset.json"),
    ({"name": "x", "properties": {"type": "AzureSqlTable"}}, "CreateDataset.json"),
    ({"ProjectName": "1 x", "ServiceRole": ARN}, "data.json"),
    ({"ProjectName": "1 x", "Status": "done", "Owner": "me"}, "data.json"),
    ({"ProjectName": "1 x", "Status": "done"}, "data.json"),
    ({"ProjectName": "1 x", "Description": "d", "Tags": [1]}, "data.json"),
    ({"Action": "CreateProject", "Version": "2018-06-01", "ProjectName": "1 x"}, "CreateProject.json"),
    ({"Action": "GetTask", "TaskId": "1 2"}, "request.json"),
    ({"Action": "DeleteProject", "Id": 1}, "request.json"),
    ({"RequestId": "x", "TotalCount": 3, "Projects": {"Project": [{"ProjectId": 1}]}}, "ListProjects.json"),
    ({"RequestId": "x", "Data": {"Id": 1}}, "get-project.json"),
    ({"openapi": "3.0.0", "paths": {}, "Action": "CreateDataset"}, "openapi.json"),
    ({"$schema": "https://json-schema.org", "title": "CreateDataset"}, "create-dataset.schema.json"),
    ('{"compilerOptions": {"strict": true,}, /* x */}', "tsconfig.json"),
    ('{"a": 1,}', "get-project.json"),
    ("query GetProject { project }", "get-project.json"),
    ("name: Get Task\non: push\njobs: {}\njobs: {}\n", "get-task.yaml"),
    ("{{- if .Values.x }}\nkind: Job\n{{- end }}\n", "create-batch.yaml"),
    ("kind: ConfigMap\ndata:\n  Action: run\n  ProjectName: 1 x\n---\nkind: Service\n", "k8s.yaml"),
    ("services:\n  a:\n    environment:\n      ProjectName: 1 x\n", "docker-compose.yml"),
    ({"Statement": "We believe", "Version": "1.0", "Name": "x"}, "data.json"),
    ({"Statement": {"Resource": "x"}, "Version": 2}, "data.json"),
    ({"statement": [{"effect": "Allow", "actions": ["x"]}]}, "terraform.tf.json"),
    (
        "provider:\n  name: aws\n  iam:\n    role:\n      statements:\n        - Effect: Allow\n"
        "          Action: [dynamodb:Query]\n          Resource: !GetAtt T.Arn\n",
        "serverless.yml",
    ),
    (
        "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  R:\n    Properties:\n      PolicyDocument:\n"
        "        Statement:\n        - Effect: Allow\n          Action: logs:*\n"
        "          Resource: !GetAtt B.Arn\n",
        "template.yaml",
    ),
]


@pytest.mark.parametrize(("text", "filename"), FOREIGN)
def test_nothing_is_reported_on_what_is_not_ours(text: Any, filename: str) -> None:
    assert lint(text, filename) == []


@pytest.mark.parametrize("document", [AWS, [AWS, AWS], {"a": {"p": AWS}, "b": [{"p": AWS}], "arn": ARN}])
def test_other_clouds_are_told_once_per_file(document: Any) -> None:
    (finding,) = lint(document, "policies.json")
    assert (finding.code, finding.severity) == ("RAM218", "info")


OURS: list[tuple[Any, str, str]] = [
    ({"ProjectName": "1 x"}, "CreateProject.json", "IMM104"),
    ({"project_name": "p", "dataset_name": "d"}, "CreateDataset.json", "IMM102"),
    ({"ProjectName": "p", "DatasetName": "d", "Colour": "x", "Size": 1}, "create-dataset.json", "IMM102"),
    ({"DatasetName": "d"}, "create-dataset.json", "IMM101"),
    ({"ProjectName": "p", "DatasetName": "d", "A": 1, "B": 1, "C": 1}, "create-dataset.json", "IMM102"),
    ({"Action": "CreateDataset", "DatasetName": "d"}, "x.json", "IMM101"),
    ({"Action": "CreateDatset", "Version": "2020-09-30"}, "x.json", "IMM113"),
    ("{", "CreateDataset.json", "LNT903"),
    ('{"ProjectName": "p",', "create-dataset.json", "LNT903"),
    ({"Statement": [{"Effect": "Allow", "Action": "ecs:*"}]}, "x.json", "RAM205"),
    ({"a": {"statement": [{"Effect": "Allow", "Action": "imm:*", "Resource": "*"}]}}, "x.json", "RAM202"),
    # A template for two clouds: what is Alibaba Cloud's is still checked.
    (
        [AWS, ARN, {"Statement": [{"Effect": "allow", "Action": "imm:*", "Resource": "acs:*"}]}],
        "x.json",
        "RAM206",
    ),
]


@pytest.mark.parametrize(("text", "filename", "code"), OURS)
def test_what_is_ours_is_checked(text: Any, filename: str, code: str) -> None:
    assert code in {finding.code for finding in lint(text, filename)}


@pytest.mark.parametrize(
    ("text", "kind"),
    [("7", "request:CreateDataset"), ("[{}, 7]", "request:ListProjects"), ("[]", "policy")],
)
def test_a_given_kind_is_held_to(text: str, kind: str) -> None:
    config = Config(kinds={"*": kind})
    assert immlint.lint_text(text, filename="x.json", config=config)


GRANT = '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:Get*", "Resource": "*"%s}]%s}'


@pytest.mark.parametrize(
    ("inner", "code", "message", "cut"),
    [
        (GRANT % (', "Effect": "Deny"', ""), "RAM215", 'key "Effect" is given twice', '\\"Effect\\"'),
        (GRANT % ("", ","), "RAM201", "trailing comma", ","),
        ((GRANT % ("", ""))[:-1], "RAM201", "the text ends", ""),
    ],
)
def test_policies_in_strings_are_read_as_strictly(inner: str, code: str, message: str, cut: str) -> None:
    text = json.dumps({"Document": inner})
    found = [f for f in lint(text, "x.json") if f.code == code]
    assert [f.message.startswith(message) for f in found] == [True]
    assert text[found[0].start : found[0].end] == cut
    assert found[0].pointer == "/Document"


def test_a_policy_in_a_string_that_is_filled_in_later_is_let_pass() -> None:
    assert lint({"Document": (GRANT % ("", "")).replace('"imm:Get*"', "${actions}")}, "x.json") == []


@pytest.mark.parametrize("beside", [[], [{}], [{"Role": "x"}], [{"Role": 1}], {"a": {"b": ["c"]}}, [[["x"]]]])
@pytest.mark.parametrize("levels", [1, 2, 3])
def test_every_policy_in_texts_is_seen_whatever_stands_beside_it(beside: object, levels: int) -> None:
    document: dict[str, Any] = {"Chain": beside, "Policy": (GRANT % ("", "")).replace("Allow", "Alow")}
    for _ in range(levels):
        document = {"More": [json.dumps(document), json.dumps(document)], "Chain": beside}
    assert [finding.code for finding in lint(document, "x.json")] == ["RAM206"] * 2**levels


@pytest.mark.parametrize("beside", [[], [{"Role": "x"}], {"a": {"b": ["c"]}}, [[["x"]]]])
def test_every_request_in_texts_is_seen_whatever_stands_beside_it(beside: object) -> None:
    sent = {"Action": "GetProject", "Version": "2020-09-30", "ProjectName": "1 x"}
    document: dict[str, Any] = {"Chain": beside, "Action": "send", "body": json.dumps(sent)}
    document = {"steps": [json.dumps(document) for _ in range(9)]}
    assert [finding.code for finding in lint(document, "x.json")] == ["IMM104"] * 9
