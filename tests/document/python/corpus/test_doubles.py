"""Mocks and patches: what is wrong in itself, or sent by others, is told all the same."""

from unittest import mock

from alibabacloud_imm20200930 import models
from alibabacloud_imm20200930.client import Client


def send(imm: Client) -> None:
    imm.create_dataset(models.CreateDatasetRequest(project_name="p"))  # finds: IMM101


def test_send() -> None:
    send(Client(None))


def test_with_a_mock() -> None:
    imm = mock.Mock()
    imm.create_dataset(models.CreateDatasetRequest(project_name="p"))
    imm.create_dataset(models.CreateDatasetRequest(project_name="9", dataset_name="d"))  # finds: IMM104
    imm.create_dataset(models.CreateDatasetRequest(project_nam="p"))  # finds: SDK102


def test_another_method(imm: Client) -> None:
    with mock.patch.object(imm, "get_dataset"):
        imm.get_dataset(models.GetDatasetRequest(project_name="p"))
        imm.create_dataset(models.CreateDatasetRequest(project_name="p"))  # finds: IMM101


def test_other_methods_of_the_name(imm: Client, api, files) -> None:
    name = "9 lives"
    api.patch("/datasets", {"name": name})
    files.object("name", name)
    files.setattr("name", name)
    imm.get_dataset(models.GetDatasetRequest(project_name="p", dataset_name=name))  # finds: IMM104


def registered(cls: type) -> type:
    return cls


@registered
class Albums:
    name = "9 lives"

    def send(self, imm: Client) -> None:
        imm.get_dataset(models.GetDatasetRequest(project_name="p", dataset_name=self.name))  # finds: IMM104


class Others(Albums, metaclass=type):
    pass


def main(imm: Client) -> None:
    imm.get_dataset(models.GetDatasetRequest(project_name="p", dataset_name=Albums.name))  # finds: IMM104
