from alibabacloud_imm20200930 import models as imm_models
from alibabacloud_imm20200930.client import Client
from alibabacloud_tea_openapi import models as open_api_models
from alibabacloud_tea_util import models as util_models

client = Client(open_api_models.Config(access_key_id="x", access_key_secret="y", region_id="cn-hangzhou"))
runtime = util_models.RuntimeOptions()

client.create_dataset(imm_models.CreateDatasetRequest(project_name="p", dataset_name="right"))
client.create_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name="d"))  # finds: SDK105
client.create_dataset_with_options(imm_models.GetDatasetRequest(project_name="p", dataset_name="d"), runtime)  # finds: SDK105
client.create_dataset({"ProjectName": "p", "DatasetName": "as_dict"})  # finds: SDK105
client.create_dataset("p")  # finds: SDK105
client.create_dataset(imm_models.CreateDatasetShrinkRequest(project_name="p", dataset_name="shrunk"))  # finds: SDK105
client.get_dataset(request={"ProjectName": "p", "DatasetName": "d"})  # finds: SDK105
client.index_file_meta(imm_models.InputFile(uri="oss://bucket/a.jpg"))  # finds: SDK105
other = imm_models.ListDatasetsRequest(project_name="p")
client.list_projects(other)  # finds: SDK105
body = {"ProjectName": "p"}
client.get_project(body)  # finds: SDK105


async def main():
    await client.create_dataset_async(imm_models.GetDatasetRequest(project_name="p", dataset_name="d"))  # finds: SDK105
    await client.get_dataset_with_options_async({"ProjectName": "p"}, runtime)  # finds: SDK105


def run_unknown(request, make):
    client.create_dataset(request)
    client.create_dataset(make())
    client.create_dataset(make().request)
    client.create_dataset(imm_models.CreateDatasetRequest(project_name="p", dataset_name="maybe") if make else request)
