# runs
import json

from alibabacloud_openapi_util.client import Client as OpenApiUtilClient
from alibabacloud_tea_openapi import models as open_api_models
from alibabacloud_tea_openapi.client import Client as OpenApiClient
from alibabacloud_tea_util import models as util_models

gen = OpenApiClient(
    open_api_models.Config(access_key_id="x", access_key_secret="y", endpoint="imm.cn-shanghai.aliyuncs.com")
)
params = open_api_models.Params(
    action="CreateDataset",
    version="2020-09-30",
    protocol="HTTPS",
    method="POST",
    auth_type="AK",
    style="RPC",
    pathname="/",
    req_body_type="formData",
    body_type="json",
)
runtime = util_models.RuntimeOptions()

queries = {}
queries["ProjectName"] = "demo-project"
queries["DatasetName"] = "photos_2026"
queries["DatasetConfig"] = json.dumps({"Insights": {"Language": "en"}})
gen.call_api(params, open_api_models.OpenApiRequest(query=OpenApiUtilClient.query(queries)), runtime)

bad = {}
bad["ProjectName"] = "demo-project"
bad["DatasetName"] = "2026_photos"  # finds: IMM104
bad["DatasetMaxBindCount"] = "50"  # finds: IMM105
bad["TemplateID"] = "Official:ImageManagement"  # finds: IMM102
gen.call_api(params, open_api_models.OpenApiRequest(query=OpenApiUtilClient.query(bad)), runtime)

gen.call_api(params, open_api_models.OpenApiRequest(query={"ProjectName": "p", "DatasetName": "plain"}), runtime)
gen.call_api(params, open_api_models.OpenApiRequest(query={"ProjectName": "p"}), runtime)  # finds: IMM101
gen.call_api(
    params,
    open_api_models.OpenApiRequest(
        query={
            "ProjectName": "p",
            "DatasetName": "7",  # finds: IMM104
        }
    ),
    runtime,
)

batch = open_api_models.Params(
    action="CreateBatch",
    version="2020-09-30",
    protocol="HTTPS",
    method="POST",
    auth_type="AK",
    style="RPC",
    pathname="/",
    req_body_type="formData",
    body_type="json",
)
body = {}
body["ProjectName"] = "p"
body["ServiceRole"] = "AliyunIMMBatchTriggerRole"
body["Input"] = json.dumps({"OSS": {"Bucket": "b"}})
body["Actions"] = json.dumps([{"Name": "doc/convert"}])
gen.call_api(batch, open_api_models.OpenApiRequest(body=body), runtime)
gen.call_api(batch, open_api_models.OpenApiRequest(query={"ProjectName": "p"}, body={"ServiceRole": "r", "Input": "{}", "Actions": "[]"}), runtime)
gen.call_api(batch, open_api_models.OpenApiRequest(query={"ProjectName": "p"}, body={"ServiceRole": "r", "Input": "{}"}), runtime)  # finds: IMM101


class Sample:
    """As the documentation of the generic call has it."""

    @staticmethod
    def create_client():
        config = open_api_models.Config(access_key_id="x", access_key_secret="y")
        config.endpoint = "imm.cn-hangzhou.aliyuncs.com"
        return OpenApiClient(config)

    @staticmethod
    def create_api_info():
        return open_api_models.Params(
            action="GetDataset",
            version="2020-09-30",
            protocol="HTTPS",
            method="POST",
            auth_type="AK",
            style="RPC",
            pathname="/",
            req_body_type="formData",
            body_type="json",
        )

    @staticmethod
    def main():
        client = Sample.create_client()
        params = Sample.create_api_info()
        queries = {}
        queries["ProjectName"] = "p"
        queries["DatasetName"] = "0d"  # finds: IMM104
        request = open_api_models.OpenApiRequest(query=OpenApiUtilClient.query(queries))
        client.call_api(params, request, util_models.RuntimeOptions())


def run_sample():
    Sample.main()


def run_other_products():
    other = OpenApiClient(
        open_api_models.Config(access_key_id="x", access_key_secret="y", endpoint="aiworkspace.cn-shanghai.aliyuncs.com")
    )
    info = open_api_models.Params(
        action="CreateDataset",
        version="2021-02-04",
        protocol="HTTPS",
        method="POST",
        auth_type="AK",
        style="ROA",
        pathname="/api/v1/datasets",
        req_body_type="json",
        body_type="json",
    )
    other.call_api(info, open_api_models.OpenApiRequest(body={"Name": "1 2 3", "DatasetName": "1"}), runtime)


def run_unknown(action="CreateDataset", **given):
    info = open_api_models.Params(
        action=action,
        version="2020-09-30",
        protocol="HTTPS",
        method="POST",
        auth_type="AK",
        style="RPC",
        pathname="/",
        req_body_type="formData",
        body_type="json",
    )
    gen.call_api(info, open_api_models.OpenApiRequest(query=OpenApiUtilClient.query(given)), runtime)
    gen.call_api(params, open_api_models.OpenApiRequest(query=OpenApiUtilClient.query({"ProjectName": "p", **given})), runtime)


async def run_async():
    await gen.call_api_async(
        params,
        open_api_models.OpenApiRequest(
            query=OpenApiUtilClient.query(
                {
                    "ProjectName": "p",
                    "DatasetName": "async name",  # finds: IMM104
                }
            )
        ),
        runtime,
    )
