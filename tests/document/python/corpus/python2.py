from aliyunsdkcore.client import AcsClient
from aliyunsdkimm.request.v20200930.CreateDatasetRequest import CreateDatasetRequest

request = CreateDatasetRequest()
request.set_ProjectName("p")
print request  # finds: LNT903
