# Version 5 of the SDK forbids it by a slip of its own; those before do not.
from json import *

from alibabacloud_imm20200930.client import *
from alibabacloud_imm20200930.models import *
from alibabacloud_ram20150501.models import *
from alibabacloud_tea_openapi.models import *
from aliyunsdkcore.request import *
from aliyunsdkimm.request.v20200930.GetProjectRequest import *

client = Client(Config(access_key_id="x", access_key_secret="y", region_id="cn-hangzhou"))
client.get_dataset(GetDatasetRequest(project_name="p", dataset_name="d"))
client.get_dataset(GetDatasetRequest(project_name="p", dataset_name="1"))  # finds: IMM104
client.get_data_set(GetDatasetRequest(project_name="p", dataset_name="d"))  # finds: SDK110
POLICY = {"Version": "1", "Statement": [{"Effect": "Alow", "Action": "imm:GetTask", "Resource": "*"}]}  # finds: RAM206
CreatePolicyRequest(policy_name="p", policy_document=dumps(POLICY))
common = CommonRequest(domain="imm.cn-hangzhou.aliyuncs.com", version="2020-09-30", action_name="GetDataset")
common.add_query_param("ProjectName", "p")
common.add_query_param("DatasetName", "2")  # finds: IMM104
acs.do_action_with_exception(common)


# What is defined after it is somebody's own.
def ListDatasetsRequest(project_name):
    return project_name


ListDatasetsRequest(project_name="4")

from alibabacloud_imm20200930.models import GetProjectRequest as Old
from somewhere import *

# Any name may have come with it.
client.get_dataset(GetDatasetRequest(project_name="p", dataset_name="5"))
Old(project_name="6")

from subprocess import *

run(["aliyun", "imm", "GetDataset", "--ProjectName", "p", "--DatasetName", "7"])  # finds: IMM104
