"""Names that only look alike."""

import imm
import imm.client
import my_alibabacloud_imm20200930.client
from . import alibabacloud_imm20200930
from .imm import CreateDatasetRequest, models
from .models import GetDatasetRequest

imm.create_dataset("1 2")
imm.CreateDatasetRequest(project_name="1", dataset_name="2 3", colour="red")
imm.client.Client().creat_dataset({"ProjectName": "1"})
my_alibabacloud_imm20200930.client.Client().creat_dataset("x")
alibabacloud_imm20200930.models.CreateDatasetRequest("x", colour="red")
CreateDatasetRequest("x")
CreateDatasetRequest.from_map({})
models.CreateDatasetRequest(project_name="1", dataset_name="2 3")
GetDatasetRequest(project_name="1", dataset_name="2 3")


class IMM:
    action = "imm:CreatDataset"
    resource = "acs:imm:*:*:projects/1"

    def create_dataset(self, request):
        return request


IMM().create_dataset({"ProjectName": "1 2"})
ACTIONS = {"Version": "1", "Statement": "imm:*"}
HELP = "aliyun imm CreateDataset --DatasetName 1"
