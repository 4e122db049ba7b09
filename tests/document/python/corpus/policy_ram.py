# runs
import json

from alibabacloud_ram20150501 import models as ram_20150501_models
from alibabacloud_ram20150501.client import Client as Ram20150501Client
from alibabacloud_tea_openapi import models as open_api_models

ARN = "acs:imm:cn-shanghai:1234567890123456:project/demo-project/dataset/*"
doc = {
    "Version": "1",
    "Statement": [{"Effect": "Allow", "Action": ["imm:CreateDataset", "imm:IndexFileMeta"], "Resource": [ARN]}],
}
ram = Ram20150501Client(
    open_api_models.Config(access_key_id="x", access_key_secret="y", endpoint="ram.aliyuncs.com")
)
ram.create_policy(
    ram_20150501_models.CreatePolicyRequest(policy_name="imm-ds", description="d", policy_document=json.dumps(doc))
)
ram.create_policy_version(
    ram_20150501_models.CreatePolicyVersionRequest(
        policy_name="imm-ds", policy_document=json.dumps(doc), set_as_default=True
    )
)

wrong = {
    "Version": "1",
    "Statement": [
        {
            "Effect": "allow",  # finds: RAM206
            "Action": [
                "imm:CreateDataset",
                "imm:CreatDataset",  # finds: RAM301
            ],
            "Resource": ["acs:imm:*:*:project/p/dataset/*"],
        },
        {
            "Effect": "Allow",
            "Action": "imm:CreateDataset",
            "Resource": "acs:imm:cn-shanghai:1234567890123456:project/p",  # finds: RAM303
        },
        {
            "Effect": "Allow",
            "Action": ["imm:GetProject"],
            "Resource": [
                "acs:imm:*:*:projects/p",  # finds: RAM307
            ],
        },
    ],
}
ram.create_policy(ram_20150501_models.CreatePolicyRequest(policy_name="imm-ds", policy_document=json.dumps(wrong)))

ram.create_policy_version(
    ram_20150501_models.CreatePolicyVersionRequest(
        policy_name="imm-ds",
        policy_document=json.dumps(
            {
                "Version": "2",  # finds: RAM204
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": "imm:ListDatasets",
                        "Resource": "acs:imm:*:*:project/p/dataset/*",
                        "Resources": "*",  # finds: RAM202
                    }
                ],
            },
            indent=2,
            ensure_ascii=False,
        ),
    )
)

request = ram_20150501_models.CreatePolicyRequest()
request.policy_name = "assigned"
request.policy_document = json.dumps(
    {
        "Version": "1",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": "imm:CreateDataset",
                "Resource": "acs:imm:*:*:project/p",  # finds: RAM303
            }
        ],
    }
)
ram.create_policy(request)

ram.create_policy(
    ram_20150501_models.CreatePolicyRequest().from_map(
        {
            "PolicyName": "mapped",
            "PolicyDocument": '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": "acs:imm:*:*:project/p"}]}',  # finds: RAM303
        }
    )
)

SHARED = {"Effect": "Allow", "Action": "imm:GetProject", "Resource": "acs:imm:*:*:project/p"}


def statement(action, resource):
    return {"Effect": "Allow", "Action": action, "Resource": resource}  # finds: RAM403


def run_composed(document="{}"):
    for policy_document in (
        json.dumps({"Version": "1", "Statement": [SHARED]}),
        json.dumps({"Version": "1", "Statement": [{**SHARED, "Action": "imm:UpdateProject"}]}),
        json.dumps({"Version": "1", "Statement": [statement("imm:GetProject", "*")]}),
        json.dumps(json.loads(document)),
        document,
    ):
        ram.create_policy(
            ram_20150501_models.CreatePolicyRequest(policy_name="composed", policy_document=policy_document)
        )


def run_from_file(path="/dev/null"):
    with open(path) as file:
        ram.create_policy(ram_20150501_models.CreatePolicyRequest(policy_name="f", policy_document=file.read()))
