# runs
"""Session policies that go with credentials."""

import json

from alibabacloud_credentials.client import Client as CredentialClient
from alibabacloud_credentials.models import Config as CredConfig
from alibabacloud_imm20200930 import models as imm_models
from alibabacloud_imm20200930.client import Client
from alibabacloud_tea_openapi import models as open_api_models

right = json.dumps(
    {
        "Version": "1",
        "Statement": [
            {"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": "acs:imm:*:*:project/p/dataset/*"}
        ],
    }
)
cred = CredentialClient(
    CredConfig(
        type="ram_role_arn",
        access_key_id="x",
        access_key_secret="y",
        role_arn="acs:ram::1234567890123456:role/r",
        role_session_name="s",
        policy=right,
    )
)
client = Client(open_api_models.Config(credential=cred, region_id="cn-hangzhou"))

CredConfig(
    type="ram_role_arn",
    access_key_id="x",
    access_key_secret="y",
    role_arn="acs:ram::1234567890123456:role/r",
    role_session_name="s",
    policy=json.dumps(
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
    ),
)

client.detect_media_meta(
    imm_models.DetectMediaMetaRequest(
        project_name="p",
        source_uri="oss://bucket/a.mp4",
        credential_config=imm_models.CredentialConfig(
            service_role="r",
            policy='{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "oss:GetObject", "Resource": "acs:oss:*:*:bucket/*"}]}',
            chain=[imm_models.CredentialConfigChain(role="r", role_type="user", assume_role_for="1234567890123456")],
        ),
    )
)
client.detect_media_meta(
    imm_models.DetectMediaMetaRequest(
        project_name="p",
        source_uri="oss://bucket/a.mp4",
        credential_config=imm_models.CredentialConfig(
            service_role="r",
            policy=json.dumps(
                {
                    "Version": "1",
                    "Statement": [
                        {
                            "Effect": "Alow",  # finds: RAM206
                            "Action": "oss:GetObject",
                            "Resource": "acs:oss:*:*:bucket/*",
                        }
                    ],
                }
            ),
        ),
    )
)
