# runs
from alibabacloud_imm20200930 import models as imm_models
from alibabacloud_imm20200930.client import Client
from alibabacloud_tea_openapi import models as open_api_models

config = open_api_models.Config(access_key_id="x", access_key_secret="y")
config.region_id = "cn-hangzhou"
client = Client(config)

req = imm_models.CreateDatasetRequest()
req.project_name = "demo-project"
req.dataset_name = "photos_2026"
client.create_dataset(req)

bad = imm_models.CreateDatasetRequest()
bad.project_name = "demo-project"
bad.dataset_name = "2026_photos"  # finds: IMM104
bad.dataset_max_bind_count = 0  # finds: IMM105
client.create_dataset(bad)

half = imm_models.CreateDatasetRequest()  # finds: IMM101
half.project_name = "demo-project"
client.create_dataset(half)

mixed = imm_models.CreateDatasetRequest(project_name="demo-project")
mixed.dataset_name = "mixed"
mixed.description = ""  # finds: IMM106
client.create_dataset(mixed)


def run_overwritten():
    # What is sent is what was assigned last.
    request = imm_models.CreateDatasetRequest(project_name="demo-project", dataset_name="1-old")
    request.dataset_name = "new"
    client.create_dataset(request)


def run_in_a_branch(archive=False):
    request = imm_models.CreateDatasetRequest(project_name="demo-project")
    if archive:
        request.dataset_name = "archive"
    else:
        request.dataset_name = "fresh"
    client.create_dataset(request)


def run_filled_elsewhere():
    request = imm_models.CreateDatasetRequest(project_name="demo-project")
    fill(request)
    client.create_dataset(request)


def fill(request):
    request.dataset_name = "filled"


def run_setattr():
    request = imm_models.CreateDatasetRequest(project_name="demo-project")
    for key, value in {"dataset_name": "by_setattr"}.items():
        setattr(request, key, value)
    client.create_dataset(request)


def run_nested():
    request = imm_models.IndexFileMetaRequest(project_name="p", dataset_name="d")
    request.file = imm_models.InputFile()
    request.file.uri = "oss://bucket/a.jpg"
    request.notification = imm_models.Notification()
    request.notification.mns = imm_models.MNS(topic_name="t")
    client.index_file_meta(request)


def run_but_nested_value_is_wrong():
    request = imm_models.IndexFileMetaRequest(project_name="p", dataset_name="d")
    file = imm_models.InputFile()
    file.uri = "https://bucket.oss-cn-hangzhou.aliyuncs.com/a.jpg"  # finds: IMM110
    request.file = file
    client.index_file_meta(request)


def run_several_targets():
    request = imm_models.GetDatasetRequest()
    request.project_name = request.dataset_name = "same"
    client.get_dataset(request)


def run_annotated():
    request: imm_models.GetDatasetRequest = imm_models.GetDatasetRequest()
    request.project_name = "p"
    request.dataset_name = "9d"  # finds: IMM104
    client.get_dataset(request)
