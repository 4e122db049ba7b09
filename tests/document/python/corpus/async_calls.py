# runs
import asyncio

from alibabacloud_imm20200930 import models as imm_models
from alibabacloud_imm20200930.client import Client
from alibabacloud_tea_openapi import models as open_api_models
from alibabacloud_tea_util import models as util_models

client = Client(open_api_models.Config(access_key_id="x", access_key_secret="y", region_id="cn-hangzhou"))


async def main():
    await client.create_dataset_async(imm_models.CreateDatasetRequest(project_name="p", dataset_name="one"))
    await client.create_dataset_with_options_async(
        imm_models.CreateDatasetRequest(project_name="p", dataset_name="two"), util_models.RuntimeOptions()
    )
    await client.create_dataset_async(imm_models.CreateDatasetRequest(project_name="p", dataset_name="3"))  # finds: IMM104
    await client.create_dataset_with_options_async(
        imm_models.CreateDatasetRequest(project_name="p"),  # finds: IMM101
        util_models.RuntimeOptions(),
    )


async def run_gathered():
    calls = [
        client.get_dataset_async(imm_models.GetDatasetRequest(project_name="p", dataset_name="d")),
        client.get_dataset_async(imm_models.GetDatasetRequest(project_name="p", dataset_name="d d")),  # finds: IMM104
    ]
    await asyncio.gather(*calls)
    for call in asyncio.as_completed(
        [client.get_project_async(imm_models.GetProjectRequest(project_name="0"))]  # finds: IMM104
    ):
        await call


asyncio.run(main())


async def wrong_method():
    await client.creat_dataset_async(imm_models.GetProjectRequest(project_name="p"))  # finds: SDK110
    await client.create_dataset_asynchronous(imm_models.GetProjectRequest(project_name="p"))  # finds: SDK110
