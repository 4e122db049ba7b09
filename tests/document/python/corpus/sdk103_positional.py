# runs
from alibabacloud_imm20200930 import models as imm_models
from alibabacloud_imm20200930.client import Client
from alibabacloud_imm20200930.models import CreateDatasetRequest
from alibabacloud_tea_openapi import models as open_api_models

client = Client(open_api_models.Config(access_key_id="x", access_key_secret="y", region_id="cn-hangzhou"))

# Arguments stand in alphabetical order: the first one is dataset_max_bind_count.
client.create_dataset(CreateDatasetRequest(10, project_name="p", dataset_name="positional"))  # finds: SDK103
imm_models.GetDatasetRequest("d", project_name="p")  # finds: SDK103
imm_models.GetDatasetRequest("d", "p")  # finds: SDK103
client.index_file_meta(
    imm_models.IndexFileMetaRequest(
        project_name="p",
        dataset_name="d",
        file=imm_models.InputFile(uri="oss://bucket/a.jpg"),
        notification=imm_models.Notification(None, imm_models.MNS("t")),  # finds: SDK103, SDK103
    )
)


def run_unknown(*arguments):
    return CreateDatasetRequest(*arguments, project_name="p", dataset_name="starred")
