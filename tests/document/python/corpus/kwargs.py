# runs
import json
from typing import TypedDict

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


class Fields(TypedDict, total=False):
    project_name: str
    dataset_name: str


class More(Fields):
    template_id: str


def run_typed_dicts(name: str = "photos") -> None:
    fields = Fields(project_name="p", dataset_name="9 typed")  # finds: IMM104
    client.create_dataset(imm_models.CreateDatasetRequest(**fields))
    client.create_dataset(imm_models.CreateDatasetRequest(**More(project_name="9", dataset_name=name)))  # finds: IMM104
    opened = Fields(project_name="p")
    opened["dataset_name"] = name
    client.create_dataset(imm_models.CreateDatasetRequest(**opened))
