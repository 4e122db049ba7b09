# runs
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest
from aliyunsdkimm.request.v20200930.CreateDatasetRequest import CreateDatasetRequest
from aliyunsdkimm.request.v20200930.IndexFileMetaRequest import IndexFileMetaRequest
from aliyunsdkram.request.v20150501.CreatePolicyRequest import CreatePolicyRequest

acs = AcsClient("ak", "sk", "cn-hangzhou")

named = CreateDatasetRequest()
named.set_ProjectName("p")
named.DatasetName = "photos"  # finds: SDK101
acs.do_action_with_exception(named)

# What was not meant by it is still missing.
alone = CreateDatasetRequest()  # finds: IMM101
alone.dataset_name = "photos"  # finds: SDK101
acs.do_action_with_exception(alone)

nothing = CreateDatasetRequest()  # finds: IMM101
nothing.set_ProjectName("p")
nothing.colour = "red"  # finds: SDK101
acs.do_action_with_exception(nothing)

# A setter that is assigned is not called.
assigned = CreateDatasetRequest()
assigned.set_ProjectName("p")
assigned.set_DatasetName = "photos"  # finds: SDK101
acs.do_action_with_exception(assigned)

alias = CreateDatasetRequest()
other = alias
other.set_ProjectName("p")
other.set_DatasetName("d")
setattr(alias, "TemplateId", "Official:ImageManagement")  # finds: SDK101
for name, value in {"Description": "x", "WorkflowParameters": []}.items():
    setattr(other, name, value)  # finds: SDK101, SDK101
acs.do_action_with_exception(alias)


def run_branch(flag=True):
    request = CreateDatasetRequest()
    request.set_ProjectName("p")
    request.set_DatasetName("9 lives")  # finds: IMM104
    if flag:
        request.Description = "x"  # finds: SDK101
    acs.do_action_with_exception(request)


# It would replace a value, and does not.
twice = CreateDatasetRequest()
twice.set_ProjectName("p")
twice.set_DatasetName("9 lives")  # finds: IMM104
twice.DatasetName = "lives"  # finds: SDK101
acs.do_action_with_exception(twice)


def run_read_by_the_core():
    request = CreateDatasetRequest()
    request.set_ProjectName("p")
    request.set_DatasetName("d")
    request.endpoint = "imm.cn-shanghai.aliyuncs.com"
    request.request_network = "vpc"
    acs.do_action_with_exception(request)


def run_own_state():
    request = CreateDatasetRequest()
    request._params = {"ProjectName": "p", "DatasetName": "d"}
    acs.do_action_with_exception(request)
    other = CreateDatasetRequest()
    other.get_query_params = lambda: {"ProjectName": "p", "DatasetName": "d"}
    acs.do_action_with_exception(other)
    named = CreateDatasetRequest()
    setattr(named, input_name(), "p")
    acs.do_action_with_exception(named)


def run_common_request():
    request = CommonRequest(domain="imm.cn-hangzhou.aliyuncs.com", version="2020-09-30", action_name="GetDataset")
    request.DatasetName = "photos"
    request.endpoint = "imm.cn-beijing.aliyuncs.com"
    request.add_query_param("ProjectName", "p")
    request.add_query_param("DatasetName", "d")
    acs.do_action_with_exception(request)


def run_other_products():
    request = CreatePolicyRequest()
    request.PolicyName = "p"
    return request


def input_name():
    return "DatasetName" if acs else "ProjectName"
