# runs
"""Several values that may be: a finding only if all of them are wrong."""

import os

from alibabacloud_imm20200930 import models as imm_models
from alibabacloud_imm20200930.client import Client
from alibabacloud_tea_openapi import models as open_api_models

client = Client(open_api_models.Config(access_key_id="x", access_key_secret="y", region_id="cn-hangzhou"))
prod = os.environ.get("PROD")

client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name="prod" if prod else "1-test"))
client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name="1-prod" if prod else "2-test"))  # finds: IMM104
client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name=prod if prod else "1-test"))
client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name=prod or "1-test"))

name = "3-prod" if prod else "4-test"
client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name=name))  # finds: IMM104

for dataset in ("photos", "videos"):
    client.create_dataset(imm_models.CreateDatasetRequest(project_name="p", dataset_name=dataset))

for dataset_name in ["photos", "5-videos"]:
    client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name=dataset_name))  # finds: IMM104

for wrong in ["6-photos", "7-videos"]:
    client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name=wrong))  # finds: IMM104, IMM104

for key, value in {"a": "8-photos", "b": "9-videos"}.items():
    client.get_dataset(imm_models.GetDatasetRequest(project_name=key, dataset_name=value))  # finds: IMM104, IMM104

for index, item in enumerate(("photos", "videos")):
    client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name=f"{item}-{index}"))

for number in range(3):
    client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name=f"photos-{number}"))
    client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name=f"0{number}-photos"))  # finds: IMM104

requests = [imm_models.GetDatasetRequest(project_name="p", dataset_name=each) for each in ("photos", "10-videos")]  # finds: IMM104
worse = [imm_models.GetDatasetRequest(project_name="p", dataset_name=each) for each in ("11-photos", "12-videos")]  # finds: IMM104, IMM104
for request in requests + worse:
    client.get_dataset(request)
client.get_dataset({"a": imm_models.GetDatasetRequest(project_name="p", dataset_name="13")}["a"])  # finds: IMM104


def run_branches():
    if prod:
        request = imm_models.GetDatasetRequest(project_name="p", dataset_name="prod")
    elif os.environ.get("TEST"):
        request = imm_models.GetDatasetRequest(project_name="p", dataset_name="14-test")  # finds: IMM104
    else:
        request = imm_models.GetDatasetRequest(project_name="p", dataset_name="dev")
    client.get_dataset(request)


def run_try():
    try:
        client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name="15"))  # finds: IMM104
    except Exception:
        client.create_dataset(imm_models.CreateDatasetRequest(project_name="p", dataset_name="16"))  # finds: IMM104
    else:
        client.get_project(imm_models.GetProjectRequest(project_name="17"))  # finds: IMM104
    finally:
        client.get_project(imm_models.GetProjectRequest(project_name="18"))  # finds: IMM104


def run_with():
    with open("/dev/null") as file:
        client.get_project(imm_models.GetProjectRequest(project_name="19"))  # finds: IMM104
        client.get_project(imm_models.GetProjectRequest(project_name=file.read()))
    while not prod:
        client.get_project(imm_models.GetProjectRequest(project_name="20"))  # finds: IMM104
        break
    lambda: client.get_project(imm_models.GetProjectRequest(project_name="21"))  # finds: IMM104


def run_nested():
    def inner():
        return client.get_project(imm_models.GetProjectRequest(project_name="22"))  # finds: IMM104

    inner()
    print(client.get_project(imm_models.GetProjectRequest(project_name="23")).body)  # finds: IMM104
    return [client.get_project(imm_models.GetProjectRequest(project_name=name)) for name in ("a", "b")]


# What is only sent sometimes is not missing for sure.
partial = imm_models.CreateDatasetRequest(project_name="p")
if prod:
    partial.dataset_name = "partial"
client.create_dataset(partial)
