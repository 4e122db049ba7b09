from alibabacloud_imm20200930 import models as imm_models
from alibabacloud_imm20200930.client import Client
from alibabacloud_tea_openapi import models as open_api_models

client = Client(open_api_models.Config(access_key_id="x", access_key_secret="y", region_id="cn-hangzhou"))
client.create_dataset(
    imm_models.CreateDatasetRequest(
        project_name="p",
        dataset_name="configured",
        dataset_config=imm_models.DatasetConfig(),  # finds: SDK106
    )
)
client.update_dataset(
    imm_models.UpdateDatasetRequest(
        project_name="p",
        dataset_name="configured",
        dataset_config=imm_models.DatasetConfig(),  # finds: SDK106
    )
)
client.create_dataset(
    imm_models.CreateDatasetRequest(
        project_name="p",
        dataset_name="first_version",
        dataset_max_ossbind_count=5,  # finds: SDK106
    )
)
