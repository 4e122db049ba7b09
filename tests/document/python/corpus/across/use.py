from alibabacloud_imm20200930 import models as imm_models
from clients import create_client
from names import CHANGED, DATASET, DATASETS, GOOD, PROJECT
from names import Names as Constants

from missing import NOWHERE

client = create_client()
client.get_dataset(imm_models.GetDatasetRequest(project_name=PROJECT, dataset_name=GOOD))
client.get_dataset(imm_models.GetDatasetRequest(project_name=PROJECT, dataset_name=DATASET))  # finds: IMM104
client.get_dataset(imm_models.GetDatasetRequest(project_name=PROJECT, dataset_name=DATASETS["dev"]))  # finds: IMM104
client.get_dataset(imm_models.GetDatasetRequest(project_name=PROJECT, dataset_name=Constants.DATASET))  # finds: IMM104
client.get_dataset(imm_models.GetDatasetRequest(project_name=PROJECT, dataset_name=CHANGED))
client.get_dataset(imm_models.GetDatasetRequest(project_name=PROJECT, dataset_name=NOWHERE))
