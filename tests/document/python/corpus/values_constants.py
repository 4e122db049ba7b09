# runs
import os

from alibabacloud_imm20200930 import models as imm_models
from alibabacloud_imm20200930.client import Client
from alibabacloud_tea_openapi import models as open_api_models

PROJECT = "demo-project"
BAD = "1-photos"
BAD_COPY = BAD
LIMIT = 50
NAMES = {"dev": "dev-photos", "test": "2-photos"}
ALL_BAD = {"dev": "3-photos", "test": "4-photos"}
PAIR = ("photos", "5-photos")
SETTINGS = {"imm": {"project": "p", "dataset": "6-photos"}}
first, second = "photos", "7-photos"
TYPED: str = "8-photos"

client = Client(open_api_models.Config(access_key_id="x", access_key_secret="y", region_id="cn-hangzhou"))


def get(request):
    client.get_dataset(request)


get(imm_models.GetDatasetRequest(project_name=PROJECT, dataset_name=BAD))  # finds: IMM104
get(imm_models.GetDatasetRequest(project_name=PROJECT, dataset_name=BAD_COPY))  # finds: IMM104
get(imm_models.GetDatasetRequest(project_name=PROJECT, dataset_name=NAMES["dev"]))
get(imm_models.GetDatasetRequest(project_name=PROJECT, dataset_name=NAMES["test"]))  # finds: IMM104
get(imm_models.GetDatasetRequest(project_name=PROJECT, dataset_name=PAIR[0]))
get(imm_models.GetDatasetRequest(project_name=PROJECT, dataset_name=PAIR[1]))  # finds: IMM104
get(imm_models.GetDatasetRequest(project_name=PROJECT, dataset_name=SETTINGS["imm"]["dataset"]))  # finds: IMM104
get(imm_models.GetDatasetRequest(project_name=PROJECT, dataset_name=first))
get(imm_models.GetDatasetRequest(project_name=PROJECT, dataset_name=second))  # finds: IMM104
get(imm_models.GetDatasetRequest(project_name=PROJECT, dataset_name=TYPED))  # finds: IMM104
client.create_dataset(
    imm_models.CreateDatasetRequest(
        project_name=PROJECT,
        dataset_name="limits",
        dataset_max_bind_count=LIMIT,  # finds: IMM105
        dataset_max_file_count=100_000_001,  # finds: IMM105
    )
)
client.update_dataset(
    imm_models.UpdateDatasetRequest(
        project_name=PROJECT,
        dataset_name="negative",
        dataset_max_bind_count=-1,  # finds: IMM105
    )
)


class Names:
    DATASET = "9-photos"
    GOOD = "photos"
    project = "p"

    def run_own(self):
        get(imm_models.GetDatasetRequest(project_name=self.project, dataset_name=self.GOOD))
        get(imm_models.GetDatasetRequest(project_name=self.project, dataset_name=self.DATASET))  # finds: IMM104


get(imm_models.GetDatasetRequest(project_name=Names.project, dataset_name=Names.DATASET))  # finds: IMM104


def run_function_constants():
    dataset = "10-photos"
    get(imm_models.GetDatasetRequest(project_name=PROJECT, dataset_name=dataset))  # finds: IMM104


def run_truthy_default(dataset="11-photos"):
    get(imm_models.GetDatasetRequest(project_name=PROJECT, dataset_name=dataset))  # finds: IMM104


def run_falsy_default(dataset="", project=None, limit=0):
    get(imm_models.GetDatasetRequest(project_name=project, dataset_name=dataset))
    client.update_dataset(
        imm_models.UpdateDatasetRequest(project_name=project, dataset_name=dataset, dataset_max_bind_count=limit)
    )


def run_guarded_default(dataset=None):
    dataset = dataset or "photos"
    get(imm_models.GetDatasetRequest(project_name=PROJECT, dataset_name=dataset))
    if dataset is None:
        dataset = "other"
    get(imm_models.GetDatasetRequest(project_name=PROJECT, dataset_name=dataset))


def run_keyed_by_unknown(env="dev"):
    key = os.environ.get("ENV", "dev")
    get(imm_models.GetDatasetRequest(project_name=PROJECT, dataset_name=NAMES[key]))
    get(imm_models.GetDatasetRequest(project_name=PROJECT, dataset_name=ALL_BAD[key]))  # finds: IMM104
    get(imm_models.GetDatasetRequest(project_name=PROJECT, dataset_name=NAMES.get(key, "fallback")))


get(imm_models.GetDatasetRequest(project_name=PROJECT))  # finds: IMM101
