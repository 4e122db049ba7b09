"""The same with mistakes: a lost attribute, a name that can never be right, a policy without effect."""

import json
import os

from alibabacloud_imm20200930 import models
from alibabacloud_imm20200930.client import Client
from alibabacloud_tea_openapi.models import Config

PROJECT = "photos"
STAGE = os.environ["STAGE"]
POLICY = json.dumps(
    {
        "Version": "1",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": "imm:CreateDataset",
                "Resource": f"acs:imm:*:*:projects/{PROJECT}/dataset/*",
            }
        ],
    }
)

client = Client(Config(region_id="cn-hangzhou"))
request = models.CreateDatasetRequest(project_name=PROJECT, dataset_name=f"2026-{STAGE}")
request.DatasetMaxBindCount = 5
client.create_dataset(request)
