# runs
from alibabacloud_credentials.client import Client as CredentialClient
from alibabacloud_credentials.models import Config as CredConfig
from alibabacloud_imm20200930 import models as imm_models
from alibabacloud_imm20200930.client import Client as imm20200930Client
from alibabacloud_tea_openapi import models as open_api_models

cred = CredentialClient(CredConfig(type="access_key", access_key_id="x", access_key_secret="y"))
client = imm20200930Client(open_api_models.Config(credential=cred, region_id="cn-hangzhou"))
client.get_project(imm_models.GetProjectRequest(project_name="p"))
client.get_project(imm_models.GetProjectRequest(project_name="1"))  # finds: IMM104
