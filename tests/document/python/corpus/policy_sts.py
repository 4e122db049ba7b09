# runs
import json

from aliyunsdkcore.client import AcsClient
from aliyunsdksts.request.v20150401.AssumeRoleRequest import AssumeRoleRequest
from alibabacloud_sts20150401 import models as sts_20150401_models
from alibabacloud_sts20150401.client import Client as Sts20150401Client
from alibabacloud_tea_openapi import models as open_api_models

sts = Sts20150401Client(
    open_api_models.Config(access_key_id="x", access_key_secret="y", endpoint="sts.cn-shanghai.aliyuncs.com")
)
doc = {
    "Version": "1",
    "Statement": [
        {"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": "acs:imm:*:*:project/p/dataset/*"}
    ],
}
sts.assume_role(
    sts_20150401_models.AssumeRoleRequest(
        role_arn="acs:ram::1:role/r", role_session_name="s", duration_seconds=3600, policy=json.dumps(doc)
    )
)
sts.assume_role(sts_20150401_models.AssumeRoleRequest(role_arn="acs:ram::1:role/r", role_session_name="s"))
sts.assume_role(
    sts_20150401_models.AssumeRoleRequest(
        role_arn="acs:ram::1:role/r",
        role_session_name="s",
        policy=json.dumps(
            {
                "Version": "1",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": "imm:CreateDataset",
                        "Resource": "acs:imm:*:*:project/p",  # finds: RAM303
                    }
                ],
            }
        ),
    )
)

acs = AcsClient("ak", "sk", "cn-shanghai")
a = AssumeRoleRequest()
a.set_RoleArn("acs:ram::1:role/r")
a.set_RoleSessionName("s")
a.set_Policy(json.dumps(doc))
acs.do_action_with_exception(a)

b = AssumeRoleRequest()
b.set_RoleArn("acs:ram::1:role/r")
b.set_RoleSessionName("s")
b.set_Policy('{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:GetDatset", "Resource": "*"}]}')  # finds: RAM301
acs.do_action_with_exception(b)
