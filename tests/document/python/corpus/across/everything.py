from alibabacloud_imm20200930.models import GetDatasetRequest
from names import *

get = GetDatasetRequest(project_name=PROJECT, dataset_name=DATASET)  # finds: IMM104
good = GetDatasetRequest(project_name=PROJECT, dataset_name=GOOD)
