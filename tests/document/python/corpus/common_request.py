# runs
import json

from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest

acs = AcsClient("ak", "sk", "cn-shanghai")

q = CommonRequest()
q.set_accept_format("json"); q.set_domain("imm.cn-shanghai.aliyuncs.com"); q.set_method("POST"); q.set_protocol_type("https")
q.set_version("2020-09-30"); q.set_action_name("CreateDataset")
q.add_query_param("ProjectName", "demo-project")
q.add_query_param("DatasetName", "photos_2026")
q.add_query_param("RegionId", "cn-shanghai")
acs.do_action_with_exception(q)

w = CommonRequest()
w.set_domain("imm.cn-shanghai.aliyuncs.com")
w.set_version("2020-09-30")
w.set_action_name("CreateDataset")
w.set_method("POST")
w.add_query_param("ProjectName", "demo-project")
w.add_query_param("DatasetName", "2026_photos")  # finds: IMM104
w.add_query_param("DatasetMaxBindCount", 50)  # finds: IMM105
w.add_query_param("TemplateID", "Official:ImageManagement")  # finds: IMM102
w.add_query_param("description", "d")  # finds: IMM102
acs.do_action(w)

m = CommonRequest()  # finds: IMM101
m.set_domain("imm-vpc.cn-shanghai.aliyuncs.com")
m.set_version("2020-09-30")
m.set_action_name("GetDataset")
m.add_query_param("ProjectName", "demo-project")
acs.do_action_with_exception(m)

b = CommonRequest(domain="imm.cn-shanghai.aliyuncs.com", version="2020-09-30", action_name="CreateBatch")
b.add_body_params("ProjectName", "demo-project"); b.add_body_params("Input", '{"OSS":{"Bucket":"b"}}')
b.add_body_params("ServiceRole", "AliyunIMMBatchTriggerRole")
b.add_body_params("Actions", json.dumps([{"Name": "doc/convert"}]))
b.set_method("POST")
acs.do_action_with_exception(b)

c = CommonRequest(domain="imm.cn-shanghai.aliyuncs.com", version="2020-09-30", action_name="CreateBinding")
c.add_query_param("ProjectName", "demo-project")
c.add_query_param("DatasetName", "d")
c.add_body_params("URI", "oss://bucket/prefix")  # finds: IMM110
acs.do_action_with_exception(c)

p = CommonRequest("imm.cn-shanghai.aliyuncs.com", "2020-09-30", "GetProject")
p.add_query_param("ProjectName", "1")  # finds: IMM104
acs.do_action_with_exception(p)

s = CommonRequest(domain="imm.cn-shanghai.aliyuncs.com", version="2020-09-30", action_name="GetDataset")
s.set_query_params({"ProjectName": "demo-project", "DatasetName": "d"})
acs.do_action_with_exception(s)

t = CommonRequest(domain="imm.cn-shanghai.aliyuncs.com", version="2020-09-30", action_name="GetDataset")
t.set_query_params(
    {
        "ProjectName": "demo-project",
        "DatasetName": "d d",  # finds: IMM104
    }
)
acs.do_action_with_exception(t)

u = CommonRequest(product="imm", version="2020-09-30", action_name="GetDataset")
u.add_query_param("ProjectName", "demo-project")
u.add_query_param("DatasetName", "")  # finds: IMM104
acs.do_action_with_exception(u)

v = CommonRequest()
v.set_product("imm")
v.set_version("2020-09-30")
v.set_action_name("GetDataset")
v.set_query_params(dict(ProjectName="demo-project", DatasetName="v d"))  # finds: IMM104
acs.do_action_with_exception(v)

f = CommonRequest(domain="imm.cn-shanghai.aliyuncs.com", version="2020-09-30", action_name="IndexFileMeta")
f.add_query_param("ProjectName", "demo-project")
f.add_query_param("DatasetName", "d")
f.add_query_param("File", json.dumps({"URI": "http://example.com/a.jpg"}))  # finds: IMM110
acs.do_action_with_exception(f)


def run_unknown_region(region="cn-beijing"):
    request = CommonRequest()
    request.set_domain(f"imm.{region}.aliyuncs.com")
    request.set_version("2020-09-30")
    request.set_action_name("GetProject")
    request.add_query_param("ProjectName", "0")  # finds: IMM104
    acs.do_action_with_exception(request)


def run_loop(**given):
    request = CommonRequest()
    request.set_domain("imm.cn-beijing.aliyuncs.com")
    request.set_version("2020-09-30")
    request.set_action_name("GetDataset")
    for key, value in given.items():
        request.add_query_param(key, value)
    acs.do_action_with_exception(request)


def run_call(action="GetDataset", **given):
    request = CommonRequest()
    request.set_domain("imm.cn-beijing.aliyuncs.com")
    request.set_version("2020-09-30")
    request.set_action_name(action)
    request.set_query_params(given)
    acs.do_action_with_exception(request)


def run_other_products():
    request = CommonRequest(domain="pai.cn-shanghai.aliyuncs.com", version="2020-09-30", action_name="CreateDataset")
    request.add_query_param("DatasetName", "1 2 3")
    acs.do_action_with_exception(request)
    request = CommonRequest()
    request.set_domain("aiworkspace.cn-shanghai.aliyuncs.com")
    request.set_version("2021-02-04")
    request.set_action_name("CreateDataset")
    request.add_query_param("Name", "1 2 3")
    acs.do_action_with_exception(request)


def run_unknown_operation():
    request = CommonRequest(domain="imm.cn-shanghai.aliyuncs.com", version="2020-09-30", action_name="CreatDataset")  # finds: IMM113
    request.add_query_param("ProjectName", "p")
    acs.do_action_with_exception(request)
