from alibabacloud_imm20200930 import models as imm_models
from alibabacloud_imm20200930.client import Client
from alibabacloud_tea_openapi import models as open_api_models
from alibabacloud_tea_util import models as util_models
from aliyunsdkimm.request.v20200930.CreateDatasetRequest import CreateDatasetRequest

client = Client(open_api_models.Config(access_key_id="x", access_key_secret="y", region_id="cn-hangzhou"))
request = imm_models.GetProjectRequest(project_name="p")

client.creat_dataset(imm_models.CreateDatasetRequest(project_name="p", dataset_name="unknown_method"))  # finds: SDK110
client.attach_oss_bucket(imm_models.AttachOSSBucketRequest(project_name="p", ossbucket="b"))  # finds: SDK110
client.CreateDataset(imm_models.CreateDatasetRequest(project_name="p", dataset_name="pascal"))  # finds: SDK110
client.create_dataset_with_runtime(request, util_models.RuntimeOptions())  # finds: SDK110
client.get_drm_license(request)  # finds: SDK110
client.put_project(request)  # finds: SDK110

# All of these exist, though they are no operations.
client.call_api
client.call_api_async
client.do_request
client.do_rpcrequest
client.get_endpoint
client.check_config
client.execute
client.get_access_key_id
client.contextual_answer_with_sse
client.contextual_answer_with_sse_async
client._endpoint
client._region_id
client.__class__
hasattr(client, "creat_dataset")
getattr(client, "creat_dataset", None)

core = CreateDatasetRequest()
core.set_ProjectName("p")
core.set_DatasetName("core")
core.get_DatasetName()
core.set_TemplateID("Official:ImageManagement")  # finds: SDK110
core.set_project_name("p")  # finds: SDK110
core.set_Colour("red")  # finds: SDK110
core.set_method("POST")
core.set_protocol_type("https")
core.set_content_type("application/json")
core.set_endpoint("imm.cn-hangzhou.aliyuncs.com")
core.set_read_timeout(5)
core.add_header("x-acs-trace", "1")
core.add_query_param("Description", "d")


class Extended(Client):
    def create_many(self):
        return self.helper()

    def helper(self):
        return []


def unknown(given):
    extended = Extended(open_api_models.Config(region_id="cn-hangzhou"))
    extended.create_many()
    given.creat_dataset(request)
    client.my_cache = {}
    client.my_cache.clear()
