# runs
"""Setters that the core SDK has, though the reference does not know their parameters (any more)."""

from aliyunsdkcore.client import AcsClient
from aliyunsdkimm.request.v20200930.CreateArchiveFileInspectionTaskRequest import CreateArchiveFileInspectionTaskRequest
from aliyunsdkimm.request.v20200930.CreateFacesSearchingTaskRequest import CreateFacesSearchingTaskRequest
from aliyunsdkimm.request.v20200930.CreateFileUncompressionTaskRequest import CreateFileUncompressionTaskRequest
from aliyunsdkimm.request.v20200930.CreateImageModerationTaskRequest import CreateImageModerationTaskRequest

acs = AcsClient("ak", "sk", "cn-shanghai")

a = CreateArchiveFileInspectionTaskRequest()
a.set_ProjectName("p")
a.set_SourceURI("oss://b/a.zip")
a.set_TargetURI("oss://b/t")
acs.do_action_with_exception(a)

b = CreateFacesSearchingTaskRequest()
b.set_ProjectName("p")
b.set_DatasetName("d")
b.set_Sources([{"URI": "oss://b/a.jpg"}])
b.set_TopK(10)
acs.do_action_with_exception(b)

c = CreateFileUncompressionTaskRequest()
c.set_ProjectName("p")
c.set_SourceURI("oss://b/a.zip")
c.set_Target("t")
acs.do_action_with_exception(c)

d = CreateImageModerationTaskRequest()
d.set_ProjectName("p")
d.set_SourceURI("oss://b/a.jpg")
d.set_Reviewer("r")
acs.do_action_with_exception(d)
