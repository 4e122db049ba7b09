# runs
import json

from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest
from aliyunsdkimm.request.v20200930.BatchIndexFileMetaRequest import BatchIndexFileMetaRequest
from alibabacloud_openapi_util.client import Client as OpenApiUtilClient
from alibabacloud_tea_openapi import models as open_api_models
from alibabacloud_tea_openapi.client import Client as OpenApiClient
from alibabacloud_tea_openapi.utils import Utils
from alibabacloud_tea_util import models as util_models

gen = OpenApiClient(
    open_api_models.Config(access_key_id="x", access_key_secret="y", endpoint="imm.cn-shanghai.aliyuncs.com")
)
runtime = util_models.RuntimeOptions()
params = open_api_models.Params(
    action="BatchIndexFileMeta",
    version="2020-09-30",
    protocol="HTTPS",
    method="POST",
    auth_type="AK",
    style="RPC",
    pathname="/",
    req_body_type="formData",
    body_type="json",
)
files = [{"URI": "oss://bucket/a.jpg"}]

queries = {}
queries["ProjectName"] = "p"
queries["DatasetName"] = "d"
queries["Files"] = [{"URI": "oss://bucket/a.jpg"}]  # finds: SDK107
gen.call_api(params, open_api_models.OpenApiRequest(query=OpenApiUtilClient.query(queries)), runtime)

encoded = {}
encoded["ProjectName"] = "p"
encoded["DatasetName"] = "d"
encoded["Files"] = json.dumps(files)
encoded["Notification"] = '{"MNS": {"TopicName": "t"}}'
gen.call_api(params, open_api_models.OpenApiRequest(query=OpenApiUtilClient.query(encoded)), runtime)

gen.call_api(
    params,
    open_api_models.OpenApiRequest(
        query=Utils.query(
            {
                "ProjectName": "p",
                "DatasetName": "d",
                "Files": files,  # finds: SDK107
            }
        )
    ),
    runtime,
)
gen.call_api(
    params,
    open_api_models.OpenApiRequest(
        query={
            "ProjectName": "p",
            "DatasetName": "d",
            "Files": json.dumps(files),
            "Notification": {"MNS": {"TopicName": "t"}},  # finds: SDK107
        }
    ),
    runtime,
)


def encode(value):
    return json.dumps(value)


def run_encoded_by_a_function():
    gen.call_api(
        params,
        open_api_models.OpenApiRequest(
            query=OpenApiUtilClient.query({"ProjectName": "p", "DatasetName": "d", "Files": encode(files)})
        ),
        runtime,
    )



acs = AcsClient("ak", "sk", "cn-shanghai")
q = CommonRequest(domain="imm.cn-shanghai.aliyuncs.com", version="2020-09-30", action_name="BatchIndexFileMeta")
q.add_query_param("ProjectName", "p")
q.add_query_param("DatasetName", "d")
q.add_query_param("Files", [{"URI": "oss://bucket/a.jpg"}])  # finds: SDK107
acs.do_action_with_exception(q)

b = CommonRequest(domain="imm.cn-shanghai.aliyuncs.com", version="2020-09-30", action_name="CreateBatch")
b.add_body_params("ProjectName", "p")
b.add_body_params("ServiceRole", "AliyunIMMBatchTriggerRole")
b.add_body_params("Input", {"OSS": {"Bucket": "b"}})  # finds: SDK107
b.add_body_params("Actions", json.dumps([{"Name": "doc/convert"}]))
b.add_body_params("Tags", {"any": "tag"})  # finds: SDK107
acs.do_action_with_exception(b)

# The setters of the core SDK encode by themselves; add_query_param does not.
c = BatchIndexFileMetaRequest()
c.set_ProjectName("p")
c.set_DatasetName("d")
c.set_Files([{"URI": "oss://bucket/a.jpg"}])
acs.do_action_with_exception(c)

d = BatchIndexFileMetaRequest()
d.set_ProjectName("p")
d.set_DatasetName("d")
d.add_query_param("Files", [{"URI": "oss://bucket/a.jpg"}])  # finds: SDK107
acs.do_action_with_exception(d)
