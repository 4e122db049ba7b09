# runs
import json

from alibabacloud_imm20200930 import models as imm_models
from alibabacloud_imm20200930.client import Client
from alibabacloud_tea_openapi import models as open_api_models

client = Client(open_api_models.Config(access_key_id="x", access_key_secret="y", region_id="cn-hangzhou"))

args = {"project_name": "demo-project", "dataset_name": "photos_2026"}
client.create_dataset(imm_models.CreateDatasetRequest(**args))

wrong = {
    "project_name": "demo-project",
    "dataset_name": "2026_photos",  # finds: IMM104
}
client.create_dataset(imm_models.CreateDatasetRequest(**wrong))

partly = {"project_name": "demo-project"}
client.create_dataset(imm_models.CreateDatasetRequest(**partly, dataset_name="with_more"))
client.create_dataset(imm_models.CreateDatasetRequest(**partly))  # finds: IMM101
client.create_dataset(imm_models.CreateDatasetRequest(**{"project_name": "p", "dataset_name": "in place"}))  # finds: IMM104
client.create_dataset(imm_models.CreateDatasetRequest(**dict(project_name="p", dataset_name="by_dict")))

merged = {**partly, "dataset_name": "merged"}
client.create_dataset(imm_models.CreateDatasetRequest(**merged))
client.create_dataset(imm_models.CreateDatasetRequest(**(partly | {"dataset_name": "joined"})))

grown = {}
grown["project_name"] = "p"
grown["dataset_name"] = "grown"
client.create_dataset(imm_models.CreateDatasetRequest(**grown))


def run_options(**options):
    options = options or {"project_name": "p", "dataset_name": "options"}
    client.create_dataset(imm_models.CreateDatasetRequest(**options))


def run_loaded():
    loaded = json.loads('{"dataset_name": "loaded"}')
    client.create_dataset(imm_models.CreateDatasetRequest(project_name="p", **loaded))


def run_updated():
    given = {"project_name": "p"}
    given.update(dataset_name="updated")
    client.create_dataset(imm_models.CreateDatasetRequest(**given))


def wrong_key():
    given = {
        "project_name": "p",
        "dataset_name": "wrong_key",
        "TemplateId": "Official:ImageManagement",  # finds: SDK102
    }
    client.create_dataset(imm_models.CreateDatasetRequest(**given))


import functools

make = functools.partial(imm_models.GetDatasetRequest, project_name="p")
client.get_dataset(make(dataset_name="d"))
client.get_dataset(make(dataset_name="1"))  # finds: IMM104
