# runs
"""What nobody can know makes no finding."""

import os
import random

from alibabacloud_imm20200930 import models as imm_models
from alibabacloud_imm20200930.client import Client
from alibabacloud_tea_openapi import models as open_api_models

client = Client(open_api_models.Config(access_key_id="x", access_key_secret="y", region_id="cn-hangzhou"))
COUNTER = "1-first"
COUNTER = os.environ.get("COUNTER", "second")
flag = random.random() > 2
if flag:
    CHOSEN = "1-photos"
else:
    CHOSEN = "photos"
SHADOWED = "1-shadowed"


def run_environment():
    client.get_dataset(
        imm_models.GetDatasetRequest(project_name=os.environ.get("P"), dataset_name=os.environ.get("D", "1-photos"))
    )
    client.get_dataset(imm_models.GetDatasetRequest(project_name=os.getenv("P"), dataset_name=os.getenv("D", "d")))


def run_parameters(project="p", dataset="d"):
    helper(project, dataset)


def helper(project, dataset):
    client.get_dataset(imm_models.GetDatasetRequest(project_name=project, dataset_name=dataset))
    client.get_dataset(imm_models.GetDatasetRequest(project_name=project, dataset_name=dataset.strip()))
    client.get_dataset(imm_models.GetDatasetRequest(project_name=project, dataset_name=dataset + "-1"))


def run_rebound():
    client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name=COUNTER))
    client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name=CHOSEN))
    name = "1-photos"
    name = name.removeprefix("1-")
    client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name=name))
    text = "1-photos"
    for _ in range(2):
        text = "x" + text
    client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name=text))
    total = 100
    total -= 95
    client.update_dataset(
        imm_models.UpdateDatasetRequest(project_name="p", dataset_name="d", dataset_max_bind_count=total)
    )


def run_shadowed(SHADOWED="shadow"):
    client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name=SHADOWED))


def run_global():
    global COUNTER
    COUNTER = "again"
    client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name=COUNTER))
    COUNTER = "second"


def run_walrus():
    if name := os.environ.get("NAME", "d"):
        client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name=name))


def run_deleted_and_caught():
    try:
        name = "1-photos"[2:]
    except ValueError as name:
        raise
    with open("/dev/null") as handle:
        name = handle.name.strip("/").replace("/", "_")
    client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name=name))


def run_methods():
    client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name="1-photos".lstrip("1-")))
    client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name="-".join(["a", "b"])))
    client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name=str(random.random())))


def run_match():
    match os.environ.get("ENV"):
        case "prod":
            name = "prod"
        case other:
            name = f"{other}-photos"
    client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name=name))
