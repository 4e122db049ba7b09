"""Creates a dataset for each stage, and the policy that lets the caller do so."""

import json
import os

from alibabacloud_imm20200930 import models
from alibabacloud_imm20200930.client import Client
from alibabacloud_tea_openapi.models import Config

PROJECT = "photos"


def make_client() -> Client:
    return Client(Config(region_id="cn-hangzhou", access_key_id=os.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"]))


def policy() -> str:
    return json.dumps(
        {
            "Version": "1",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": ["imm:CreateDataset", "imm:IndexFileMeta"],
                    "Resource": f"acs:imm:cn-hangzhou:*:project/{PROJECT}/dataset/*",
                }
            ],
        }
    )


def create(client: Client) -> None:
    for stage in ("test", "prod"):
        request = models.CreateDatasetRequest(
            project_name=PROJECT,
            dataset_name=f"{stage}-images",
            template_id="Official:ImageManagement",
        )
        client.create_dataset(request)


if __name__ == "__main__":
    create(make_client())
