# runs
import json

from alibabacloud_credentials.models import Config as CredentialConfig
from alibabacloud_ram20150501 import models as ram
from alibabacloud_sts20150401 import models as sts
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest
from aliyunsdkimm.request.v20200930.BatchGetFileMetaRequest import BatchGetFileMetaRequest
from aliyunsdkimm.request.v20200930.CreateStoryRequest import CreateStoryRequest
from aliyunsdkimm.request.v20200930.IndexFileMetaRequest import IndexFileMetaRequest
from aliyunsdkram.request.v20150501.CreatePolicyRequest import CreatePolicyRequest

acs = AcsClient("ak", "sk", "cn-hangzhou")
FILE = {"URI": "oss://bucket/a.jpg"}
POLICY = {"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:GetTask", "Resource": "acs:imm:*:*:project/p"}]}

# The setters of the old SDK encode.
encoded = IndexFileMetaRequest()
encoded.set_ProjectName("p")
encoded.set_DatasetName("d")
encoded.set_File(json.dumps(FILE))  # finds: SDK107
encoded.set_Notification('{"MNS": {"TopicName": "t"}}')  # finds: SDK107
acs.do_action_with_exception(encoded)
listed = BatchGetFileMetaRequest()
listed.set_ProjectName("p")
listed.set_DatasetName("d")
listed.set_URIs(str(["oss://bucket/a.jpg"]))  # finds: SDK107
acs.do_action_with_exception(listed)

# All but a few.
story = CreateStoryRequest()
story.set_ProjectName("p")
story.set_DatasetName("d")
story.set_StoryType("PeopleMemory")
story.set_CustomLabels(json.dumps({"a": "b"}))
acs.do_action_with_exception(story)
story.set_CustomLabels({"a": "b"})  # finds: SDK107


def run_common(name="f"):
    request = CommonRequest(
        domain="imm.cn-hangzhou.aliyuncs.com", version="2020-09-30", action_name="IndexFileMeta"
    )
    request.add_query_param("ProjectName", "p")
    request.add_query_param("DatasetName", "d")
    request.add_query_param("File", str(FILE))  # finds: SDK107
    acs.do_action_with_exception(request)
    request.add_query_param("File", json.dumps(json.dumps(FILE)))  # finds: SDK107
    acs.do_action_with_exception(request)
    request.add_query_param("File", json.dumps(FILE))
    # Text is text, whatever it says.
    request.add_query_param("UserData", str(FILE))
    acs.do_action_with_exception(request)
    # A list of numbers is the same in both notations.
    other = CommonRequest(domain="imm.cn-hangzhou.aliyuncs.com", version="2020-09-30", action_name="GetDataset")
    other.set_query_params({"ProjectName": "p", "DatasetName": "d", "WithStatistics": str([1, 2])})
    acs.do_action_with_exception(other)


def run_policies():
    ram.CreatePolicyRequest(policy_name="p", policy_document=POLICY)  # finds: SDK107
    ram.CreatePolicyRequest(policy_name="p", policy_document=str(POLICY))  # finds: SDK107
    ram.CreatePolicyRequest(policy_name="p", policy_document=repr(POLICY))  # finds: SDK107
    ram.CreatePolicyRequest(policy_name="p", policy_document=json.dumps(json.dumps(POLICY)))  # finds: SDK107
    ram.CreatePolicyRequest(policy_name="p", policy_document=json.dumps(POLICY))
    version = ram.CreatePolicyVersionRequest(policy_name="p")
    version.policy_document = POLICY  # finds: SDK107
    sts.AssumeRoleRequest(role_arn="acs:ram::1234567890123456:role/r", policy=POLICY)  # finds: SDK107
    CredentialConfig(type="ram_role_arn", policy=POLICY)  # finds: SDK107
    core = CreatePolicyRequest()
    core.set_PolicyName("p")
    core.set_PolicyDocument(POLICY)  # finds: SDK107
    acs.do_action_with_exception(core)
    common = CommonRequest(domain="ram.aliyuncs.com", version="2015-05-01", action_name="CreatePolicy")
    common.add_query_param("PolicyName", "p")
    common.add_query_param("PolicyDocument", POLICY)  # finds: SDK107
    acs.do_action_with_exception(common)


def run_unknown(text=json.dumps(POLICY), data=None):
    data = data or POLICY
    ram.CreatePolicyRequest(policy_name="p", policy_document=text)
    ram.CreatePolicyRequest(policy_name="p", policy_document=text if data else json.dumps(data))
    ram.CreatePolicyRequest(policy_name="p", policy_document=str(text))
    request = IndexFileMetaRequest()
    request.set_ProjectName("p")
    request.set_DatasetName("d")
    request.set_File(data)
    acs.do_action_with_exception(request)
