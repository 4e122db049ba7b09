# runs
"""What is only inferred is shown on request."""

from alibabacloud_imm20200930 import models as imm_models
from alibabacloud_imm20200930.client import Client
from alibabacloud_tea_openapi import models as open_api_models

client = Client(open_api_models.Config(access_key_id="x", access_key_secret="y", region_id="cn-hangzhou"))
client.index_file_meta(
    imm_models.IndexFileMetaRequest(
        project_name="p",
        dataset_name="d",
        file=imm_models.InputFile(uri="oss://bucket/a.jpg"),
    )
)
client.get_binding(imm_models.GetBindingRequest(project_name="p", dataset_name="d"))  # pedantic: IMM101
client.index_file_meta(
    imm_models.IndexFileMetaRequest(
        project_name="p",
        dataset_name="1d",  # finds: IMM104
        file=imm_models.InputFile(uri="oss://bucket/a.jpg", file_hash="5d41402abc4b2a76b9719d911017c592"),
    )
)
client.update_project(
    imm_models.UpdateProjectRequest(
        project_name="p",
        dataset_max_entity_count=5,  # finds: IMM108
    )
)
