# runs
from alibabacloud_imm20200930 import models as imm_models
from alibabacloud_imm20200930.client import Client
from alibabacloud_tea_openapi import utils_models as open_api_util_models
from alibabacloud_tea_openapi.client import Client as OpenApiClient
from alibabacloud_tea_openapi.utils import Utils
from darabonba.core import DaraCore
from darabonba.runtime import RuntimeOptions

client = Client(open_api_util_models.Config(access_key_id="x", access_key_secret="y", region_id="cn-beijing"))
generic = OpenApiClient(
    open_api_util_models.Config(access_key_id="x", access_key_secret="y", endpoint="imm.cn-beijing.aliyuncs.com")
)
request = DaraCore.from_map(imm_models.CreateDatasetRequest(), {"ProjectName": "p", "DatasetName": "d"})
client.create_dataset_with_options(request, RuntimeOptions())
params = open_api_util_models.Params(
    action="GetDataset",
    version="2020-09-30",
    method="POST",
    style="RPC",
    pathname="/",
    protocol="HTTPS",
    auth_type="AK",
    req_body_type="formData",
    body_type="json",
)
generic.call_api(
    params,
    open_api_util_models.OpenApiRequest(query=Utils.query({"ProjectName": "p", "DatasetName": "d"})),
    RuntimeOptions(),
)
generic.call_api(params, open_api_util_models.OpenApiRequest(query=Utils.query({"ProjectName": "p"})), RuntimeOptions())  # finds: IMM101
generic.call_api(
    params,
    open_api_util_models.OpenApiRequest(
        query=Utils.query(
            {
                "ProjectName": "p",
                "DatasetName": "1d",  # finds: IMM104
                "Datset": "d",  # finds: IMM102
            }
        )
    ),
    RuntimeOptions(),
)
