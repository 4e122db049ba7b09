"""The API of 2017 has other names and other rules."""

from aliyunsdkcore.client import AcsClient
from aliyunsdkimm.request.v20170906 import CreateSetRequest, IndexImageRequest
from aliyunsdkimm.request.v20170906.GetProjectRequest import GetProjectRequest
from aliyunsdkimm.request.v20170906.PutProjectRequest import PutProjectRequest

acs = AcsClient("ak", "sk", "cn-shanghai")

request = PutProjectRequest()
request.set_Project("1 demo")
request.set_ServiceRole("AliyunIMMDefaultRole")
acs.do_action_with_exception(request)

request = CreateSetRequest.CreateSetRequest()
request.set_Project("demo")
request.set_SetId("1")
acs.do_action_with_exception(request)

request = GetProjectRequest()
request.set_Project("1 demo")
acs.do_action_with_exception(request)

request = IndexImageRequest.IndexImageRequest()
request.set_ImageUri("http://example.com/a.jpg")
acs.do_action_with_exception(request)
