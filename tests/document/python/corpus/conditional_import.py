from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alibabacloud_imm20200930.client import Client
    from alibabacloud_imm20200930 import models


def create(client: "Client", request: "models.CreateDatasetRequest") -> None:
    client.create_dataset(request)
    client.creat_dataset(request)  # finds: SDK110


def lazily(client):
    from alibabacloud_imm20200930 import models as lazy

    client.create_dataset(lazy.CreateDatasetRequest(project_name="p", dataset_name="lazy"))
    client.create_dataset(lazy.CreateDatasetRequest(project_name="p", dataset_name="1azy"))  # finds: IMM104
