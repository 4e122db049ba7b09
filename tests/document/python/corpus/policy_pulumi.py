import json

import pulumi
import pulumi_alicloud as alicloud
from pulumi_alicloud import imm, ram

ram.Policy(
    "imm",
    policy_name="imm-ds",
    policy_document=json.dumps(
        {
            "Version": "1",
            "Statement": [
                {"Effect": "Allow", "Action": ["imm:CreateDataset"], "Resource": ["acs:imm:*:*:project/demo/dataset/*"]}
            ],
        }
    ),
)
alicloud.ram.Policy(
    "wrong",
    policy_name="imm-ds",
    policy_document=json.dumps(
        {
            "Version": "1",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": ["imm:CreateDataset"],
                    "Resource": ["acs:imm:*:*:project/demo"],  # finds: RAM303
                }
            ],
        }
    ),
)
ram.Policy(
    "older-name",
    name="imm-ds",
    document="""{
      "Version": "1",
      "Statement": [
        {"Effect": "Allow", "Action": "imm:CreatDataset", "Resource": "acs:imm:*:*:project/demo/dataset/*"}
      ]
    }""",  # finds@-2: RAM301
)
ram.Policy("unknown", policy_document=pulumi.Output.from_input("{}").apply(str))
ram.Policy("file", policy_document=open("policy.json").read())

right = alicloud.ram.get_policy_document(
    version="1",
    statements=[
        alicloud.ram.GetPolicyDocumentStatementArgs(
            effect="Allow",
            actions=["imm:GetDataset"],
            resources=["acs:imm:*:*:project/demo/dataset/*"],
        )
    ],
)
ram.Policy("from-document", policy_document=right.document)

ram.get_policy_document(
    statements=[
        ram.GetPolicyDocumentStatementArgs(
            effect="Allow",
            actions=["imm:GetDataset"],
            resources=["acs:imm:*:*:project/demo"],  # finds: RAM303
        ),
        {
            "effect": "Allow",
            "actions": ["imm:GetDatset"],  # finds: RAM301
            "resources": ["acs:imm:*:*:project/demo/dataset/*"],
        },
    ],
)

# A resource of the old API: its names follow other rules.
imm.Project("v1", project="demo", service_role="AliyunIMMDefaultRole")
