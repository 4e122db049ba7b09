"""Other services of the same cloud, through the same machinery."""

import json

import oss2
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest
from aliyunsdkecs.request.v20140526.DescribeInstancesRequest import DescribeInstancesRequest
from alibabacloud_aiworkspace20210204 import models as aiworkspace_models
from alibabacloud_aiworkspace20210204.client import Client as AiWorkspaceClient
from alibabacloud_ecs20140526 import models as ecs_models
from alibabacloud_ecs20140526.client import Client as EcsClient
from alibabacloud_tea_openapi import models as open_api_models
from alibabacloud_tea_openapi.client import Client as OpenApiClient
from alibabacloud_tea_util import models as util_models

config = open_api_models.Config(access_key_id="x", access_key_secret="y")
workspace = AiWorkspaceClient(config)
workspace.create_dataset(aiworkspace_models.CreateDatasetRequest(name="1 2", dataset_name="3 4", colour="red"))
workspace.create_dataset(aiworkspace_models.CreateDatasetRequest())
workspace.creat_dataset("x")
ecs = EcsClient(config)
ecs.describe_instances(ecs_models.DescribeInstancesRequest(region_id="1"))
ecs.describe_instances({"RegionId": "1"})

acs = AcsClient("ak", "sk", "cn-shanghai")
instances = DescribeInstancesRequest()
instances.set_InstanceIds(json.dumps(["i-1"]))
instances.set_Colour("red")
acs.do_action_with_exception(instances)

request = CommonRequest()
request.set_domain("ecs.aliyuncs.com")
request.set_version("2014-05-26")
request.set_action_name("DescribeInstances")
request.add_query_param("ProjectName", "1 2")
acs.do_action_with_exception(request)

gen = OpenApiClient(open_api_models.Config(endpoint="mts.cn-shanghai.aliyuncs.com"))
params = open_api_models.Params(
    action="CreateProject",
    version="2014-06-18",
    protocol="HTTPS",
    method="POST",
    auth_type="AK",
    style="RPC",
    pathname="/",
    req_body_type="formData",
    body_type="json",
)
gen.call_api(params, open_api_models.OpenApiRequest(query={"ProjectName": "1 2"}), util_models.RuntimeOptions())

# OSS has a metadata index with data sets of its own.
bucket = oss2.Bucket(oss2.Auth("ak", "sk"), "oss-cn-shanghai.aliyuncs.com", "bucket")
bucket.open_bucket_meta_query()
bucket.do_bucket_meta_query(oss2.models.MetaQuery("", 500, '{"Field": "Size", "Operation": "between"}', "Size", "down"))
bucket.get_object("a.jpg", process="imm/detectface")
