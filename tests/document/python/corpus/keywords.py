# runs
import os

from alibabacloud_imm20200930 import models as imm_20200930_models
from alibabacloud_imm20200930.client import Client as imm20200930Client
from alibabacloud_tea_openapi import models as open_api_models
from alibabacloud_tea_util import models as util_models

cfg = open_api_models.Config(
    access_key_id=os.environ.get("AK", "x"),
    access_key_secret=os.environ.get("SK", "y"),
)
cfg.endpoint = "imm.cn-shanghai.aliyuncs.com"
client = imm20200930Client(cfg)

req = imm_20200930_models.CreateDatasetRequest(
    project_name="demo-project",
    dataset_name="photos_2026",
    template_id="Official:ImageManagement",
    dataset_max_bind_count=10,
)
client.create_dataset(req)
client.create_dataset_with_options(req, util_models.RuntimeOptions())

bad = imm_20200930_models.CreateDatasetRequest(
    project_name="demo project",  # finds: IMM104
    dataset_name="2026_photos",  # finds: IMM104
    template_id="Official:VideoManagement",  # finds: IMM109
    dataset_max_bind_count=50,  # finds: IMM105
)
client.create_dataset(bad)

client.create_dataset(imm_20200930_models.CreateDatasetRequest(project_name="p"))  # finds: IMM101
client.create_dataset(
    request=imm_20200930_models.CreateDatasetRequest(  # finds: IMM101
        dataset_name="by_keyword",
    ),
)
client.create_dataset(imm_20200930_models.CreateDatasetRequest())  # finds: IMM101, IMM101
client.create_dataset(imm_20200930_models.CreateDatasetRequest(project_name="p", dataset_name=None))  # finds: IMM101
client.create_dataset_with_options(
    imm_20200930_models.CreateDatasetRequest(project_name="p", dataset_name="-first"),  # finds: IMM104
    util_models.RuntimeOptions(connect_timeout=5000),
)
client.create_project(
    imm_20200930_models.CreateProjectRequest(
        project_name="p",
        description="",  # finds: IMM106
        service_role="AliyunIMMDefaultRole",
    )
)
client.list_projects(imm_20200930_models.ListProjectsRequest())
client.list_datasets(imm_20200930_models.ListDatasetsRequest(project_name="p", max_results=201))  # finds: IMM105
client.list_batches(imm_20200930_models.ListBatchesRequest(project_name="p", order="DOWN"))  # finds: IMM107
client.simple_query(
    imm_20200930_models.SimpleQueryRequest(
        project_name="p",
        dataset_name="d",
        sort="Size,Filename",
        order="asc,desc,asc",  # finds: IMM115
    )
)

# Built, and never sent.
imm_20200930_models.GetDatasetRequest(project_name="p", dataset_name="d!")  # finds: IMM104
never = imm_20200930_models.GetProjectRequest(project_name="p", with_statistics="maybe")  # finds: IMM103

# Sent twice, reported once.
twice = imm_20200930_models.DeleteDatasetRequest(project_name="p", dataset_name="9")  # finds: IMM104
client.delete_dataset(twice)
client.delete_dataset_with_options(twice, util_models.RuntimeOptions())
