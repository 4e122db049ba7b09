# runs
"""Clients and requests that come from somewhere else in the file."""

import functools

from alibabacloud_imm20200930 import models as imm_models
from alibabacloud_imm20200930.client import Client
from alibabacloud_tea_openapi import models as open_api_models


def create_client() -> Client:
    config = open_api_models.Config(access_key_id="x", access_key_secret="y")
    config.endpoint = "imm.cn-hangzhou.aliyuncs.com"
    return Client(config)


def build(name):
    return imm_models.GetDatasetRequest(project_name="p", dataset_name=name)


def build_wrong():
    request = imm_models.GetDatasetRequest(project_name="p")
    request.dataset_name = "1-photos"  # finds: IMM104
    return request


def build_half():
    return imm_models.CreateDatasetRequest(project_name="p")


client = create_client()
client.get_dataset(build("d"))
client.get_dataset(build_wrong())
half = build_half()
half.dataset_name = "second_half"
client.create_dataset(half)
create_client().get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name="2"))  # finds: IMM104


class Gateway:
    project = "p"

    def __init__(self, dataset):
        self.client = create_client()
        self._other = Client(
            open_api_models.Config(access_key_id="x", access_key_secret="y", region_id="cn-hangzhou")
        )
        self.dataset = dataset
        self.request = imm_models.GetDatasetRequest(project_name=self.project, dataset_name=dataset)

    @functools.cached_property
    def lazy(self):
        return create_client()

    def get(self):
        self.client.get_dataset(self.request)
        self.client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name=self.dataset))
        self.client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name="3"))  # finds: IMM104
        self._other.get_dataset(imm_models.GetDatasetRequest(project_name="p"))  # finds: IMM101
        self.lazy.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name="4"))  # finds: IMM104
        return self

    def wrong_methods(self):
        self.client.creat_dataset(self.request)  # finds: SDK110
        self._other.attach_oss_bucket(self.request)  # finds: SDK110
        create_client().get_datasets(self.request)  # finds: SDK110


class Photos(Client):
    def create_photos(self, name):
        return self.create_dataset(imm_models.CreateDatasetRequest(project_name="p", dataset_name=name))


def run_gateway():
    Gateway("d").get()


def run_subclass():
    photos = Photos(open_api_models.Config(access_key_id="x", access_key_secret="y", region_id="cn-hangzhou"))
    photos.create_photos("by_subclass")
    photos.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name="5"))  # finds: IMM104


def run_dispatched(method="get_dataset"):
    call = getattr(client, method)
    call(imm_models.GetDatasetRequest(project_name="p", dataset_name="6"))  # finds: IMM104
    send = client.get_dataset
    send(imm_models.GetDatasetRequest(project_name="p", dataset_name="7"))  # finds: IMM104
    functools.partial(client.get_dataset)(build("d"))


def wrong_typed(given: Client, other: "Client | None" = None):
    given.creat_dataset(build("d"))  # finds: SDK110


def wrong_half():
    client.create_dataset(imm_models.CreateDatasetRequest())  # finds: IMM101, IMM101
