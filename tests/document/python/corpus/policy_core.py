# runs
import json

from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest
from aliyunsdkram.request.v20150501 import CreatePolicyVersionRequest
from aliyunsdkram.request.v20150501.CreatePolicyRequest import CreatePolicyRequest

acs = AcsClient("ak", "sk", "cn-shanghai")

a = CreatePolicyRequest()
a.set_PolicyName("imm-ds")
a.set_Description("d")
a.set_PolicyDocument(
    json.dumps(
        {
            "Version": "1",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": ["imm:CreateDataset"],
                    "Resource": [
                        "acs:imm:*:*:project/p",  # finds: RAM303
                    ],
                }
            ],
        }
    )
)
acs.do_action_with_exception(a)

b = CreatePolicyVersionRequest.CreatePolicyVersionRequest()
b.set_PolicyName("imm-ds")
b.set_PolicyDocument('{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:GetProject", "Resource": "*"}]}')  # finds: RAM403
acs.do_action_with_exception(b)

c = CreatePolicyVersionRequest.CreatePolicyVersionRequest()
c.set_PolicyName("imm-ds")
c.set_PolicyDocument('{"Version": "1", "Statement": [{"Effect": "Grant", "Action": "imm:GetProject", "Resource": "*"}]}')  # finds: RAM206
acs.do_action_with_exception(c)

d = CommonRequest(domain="ram.aliyuncs.com", version="2015-05-01", action_name="CreatePolicy")
d.add_query_param("PolicyName", "imm-ds")
d.add_query_param(
    "PolicyDocument",
    json.dumps(
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
acs.do_action_with_exception(d)

e = CommonRequest()
e.set_domain("ram.aliyuncs.com")
e.set_version("2015-05-01")
e.set_action_name("CreatePolicyVersion")
e.add_query_param("PolicyName", "imm-ds")
e.add_query_param("PolicyDocument", '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:GetProjekt", "Resource": "*"}]}')  # finds: RAM301
acs.do_action_with_exception(e)
