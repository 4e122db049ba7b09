from alibabacloud_imm20170906 import models as imm_20170906_models
from alibabacloud_imm20170906.client import Client as imm20170906Client
from alibabacloud_tea_openapi import models as open_api_models

client = imm20170906Client(open_api_models.Config(access_key_id="x", access_key_secret="y"))
client.put_project(imm_20170906_models.PutProjectRequest(project="1 demo", service_role="AliyunIMMDefaultRole"))
client.create_set(imm_20170906_models.CreateSetRequest(project="demo", set_id="1", set_name="1 2"))
client.get_project(imm_20170906_models.GetProjectRequest(project="1"))
client.list_projects(imm_20170906_models.ListProjectsRequest("token", 500))
imm_20170906_models.GetProjectRequest.from_map({"Project": "1"})
