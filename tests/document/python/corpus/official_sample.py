"""The layout of the generated samples: one request, sent in two ways."""

import os
import sys
from typing import List

from alibabacloud_imm20200930 import models as imm_20200930_models
from alibabacloud_imm20200930.client import Client as imm20200930Client
from alibabacloud_credentials.client import Client as CredentialClient
from alibabacloud_tea_openapi import models as open_api_models
from alibabacloud_tea_util import models as util_models
from alibabacloud_tea_util.client import Client as UtilClient


class Sample:
    def __init__(self):
        pass

    @staticmethod
    def create_client() -> imm20200930Client:
        credential = CredentialClient()
        config = open_api_models.Config(credential=credential)
        config.endpoint = f'imm.cn-shanghai.aliyuncs.com'
        return imm20200930Client(config)

    @staticmethod
    def main(args: List[str]) -> None:
        client = Sample.create_client()
        create_dataset_request = imm_20200930_models.CreateDatasetRequest(
            project_name='test-project',
            dataset_name='test-dataset'
        )
        runtime = util_models.RuntimeOptions()
        try:
            resp = client.create_dataset_with_options(create_dataset_request, runtime)
            print(resp)
        except Exception as error:
            print(error.message)
            print(error.data.get("Recommend"))
            UtilClient.assert_as_string(error.message)

    @staticmethod
    async def main_async(args: List[str]) -> None:
        client = Sample.create_client()
        create_dataset_request = imm_20200930_models.CreateDatasetRequest(
            project_name='test-project',
            dataset_name='test-dataset'
        )
        runtime = util_models.RuntimeOptions()
        try:
            await client.create_dataset_with_options_async(create_dataset_request, runtime)
        except Exception as error:
            UtilClient.assert_as_string(error.message)


if __name__ == '__main__':
    Sample.main(sys.argv[1:])
