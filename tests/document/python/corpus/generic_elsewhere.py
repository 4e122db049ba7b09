"""The generic clients without a word of where they send to: the version and the operation tell."""

from alibabacloud_tea_openapi import models as open_api_models
from aliyunsdkcore.request import CommonRequest


def create(client, runtime):
    params = open_api_models.Params(action="CreateDataset", version="2020-09-30", style="RPC")
    query = {"ProjectName": "p", "DatasetName": "9 lives"}  # finds: IMM104
    client.call_api(params, open_api_models.OpenApiRequest(query=query), runtime)


def create_by_core(acs):
    request = CommonRequest()
    request.set_version("2020-09-30")
    request.set_action_name("CreateDataset")
    request.add_query_param("ProjectName", "9 lives")  # finds: IMM104
    request.add_query_param("DatasetName", "d")
    acs.do_action_with_exception(request)


def create_elsewhere(acs):
    request = CommonRequest(domain="other.aliyuncs.com", version="2020-09-30", action_name="CreateDataset")
    request.add_query_param("ProjectName", "9 lives")
    acs.do_action_with_exception(request)


def create_of_another_version(client, runtime):
    params = open_api_models.Params(action="CreateDataset", version="2021-09-30")
    query = {"ProjectName": "p", "DatasetName": "9 lives"}
    client.call_api(params, open_api_models.OpenApiRequest(query=query), runtime)
