from sdk import ImmClient, imm_models
from sdk.classes import *
from sdk.inner import own


def ask(client: ImmClient, other):
    client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name="d"))
    client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name="1"))  # finds: IMM104
    client.get_data_set(imm_models.GetDatasetRequest(project_name="p", dataset_name="d"))  # finds: SDK110
    other.get_dataset(GetDatasetRequest(project_name="p", dataset_name="2"))  # finds: IMM104
    other.get_dataset(own.own.GetDatasetRequest(project_name="p", dataset_name="3"))  # finds: IMM104
    # It is not among the names that the module lets out.
    other.list_datasets(ListDatasetsRequest(project_name="4"))
