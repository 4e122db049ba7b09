# runs
import aliyunsdkimm.request.v20200930.GetDatasetRequest
import aliyunsdkimm.request.v20200930.GetProjectRequest as get_project
from aliyunsdkcore import client as core_client
from aliyunsdkcore.auth.credentials import AccessKeyCredential
from aliyunsdkimm.request.v20200930 import ListDatasetsRequest as list_datasets
from aliyunsdkimm.request.v20200930.CreateBatchRequest import CreateBatchRequest as Batch

acs = core_client.AcsClient(region_id="cn-hangzhou", credential=AccessKeyCredential("ak", "sk"))

a = aliyunsdkimm.request.v20200930.GetDatasetRequest.GetDatasetRequest()
a.set_ProjectName("p")
a.set_DatasetName("1")  # finds: IMM104
acs.do_action_with_exception(a)

b = get_project.GetProjectRequest()
b.set_ProjectName("2")  # finds: IMM104
acs.do_action_with_exception(b)

c = list_datasets.ListDatasetsRequest()
c.set_ProjectName("p")
c.set_MaxResults(500)  # finds: IMM105
acs.do_action_with_exception(c)

d = Batch()
d.set_ProjectName("p")
d.set_ServiceRole("AliyunIMMBatchTriggerRole")
d.set_Input({"OSS": {"Bucket": "b"}})
d.set_Actions([{"Name": "doc/convert"}])
acs.do_action_with_exception(d)

e = Batch()
e.set_ProjectName("p")
e.set_ServiceRole("AliyunIMMBatchTriggerRole")
e.add_body_params("Input", '{"OSS": {"Bucket": "b"}}')
e.add_body_params("Actions", '[{"Name": "doc/convert"}]')
acs.do_action_with_exception(e)

f = Batch()  # finds: IMM101
f.set_ProjectName("p")
f.set_ServiceRole("AliyunIMMBatchTriggerRole")
f.set_Input({"OSS": {"Bucket": "b"}})
acs.do_action_with_exception(f)

g = get_project.GetProjectRequest()
g.set_query_params({"ProjectName": "p"})
acs.do_action_with_exception(g)
