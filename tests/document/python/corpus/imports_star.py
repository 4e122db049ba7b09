# runs
from alibabacloud_imm20200930 import models as imm_models
from alibabacloud_imm20200930.client import *
from alibabacloud_tea_openapi.utils_models import Config

client = Client(Config(access_key_id="x", access_key_secret="y", region_id="cn-hangzhou"))
client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name="d"))
client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name="1"))  # finds: IMM104
