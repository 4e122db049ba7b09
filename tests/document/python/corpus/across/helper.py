from aliyunsdkcore.request import CommonRequest
from alibabacloud_imm20200930.models import GetDatasetRequest
from names import LISTED


def call(client, action, **params):
    req = CommonRequest(domain="imm.cn-hangzhou.aliyuncs.com", version="2020-09-30", action_name=action)
    for k, v in params.items():
        req.add_query_param(k, v)  # finds: IMM104
    return client.do_action_with_exception(req)


def go(client):
    call(client, "GetDataset", ProjectName="p", DatasetName="d")
    call(client, "GetDataset", ProjectName="p", DatasetName="1d")
    for name in LISTED:
        client.get_dataset(GetDatasetRequest(project_name="p", dataset_name=name))  # finds: IMM104
