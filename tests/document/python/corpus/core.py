# runs
from aliyunsdkcore.client import AcsClient
from aliyunsdkimm.request.v20200930 import IndexFileMetaRequest
from aliyunsdkimm.request.v20200930.CreateDatasetRequest import CreateDatasetRequest

acs = AcsClient("ak", "sk", "cn-shanghai")

r = CreateDatasetRequest()
r.set_ProjectName("demo-project")
r.set_DatasetName("photos_2026")
r.set_DatasetMaxBindCount(10)
r.add_query_param("TemplateId", "Official:ImageManagement")
r.set_endpoint("imm.cn-shanghai.aliyuncs.com")
r.set_accept_format("json")
r.set_connect_timeout(3)
acs.do_action_with_exception(r)

w = CreateDatasetRequest()
w.set_ProjectName("demo-project")
w.set_DatasetName("2026_photos")  # finds: IMM104
w.set_DatasetMaxBindCount(11)  # finds: IMM105
w.add_query_param("TemplateId", "Official:VideoManagement")  # finds: IMM109
w.add_query_param("DatasetMaxFiles", 10)  # finds: IMM102
acs.do_action_with_exception(w)

m = CreateDatasetRequest()  # finds: IMM101
m.set_ProjectName("demo-project")
acs.do_action(m)

i = IndexFileMetaRequest.IndexFileMetaRequest()
i.set_File({"URI": "oss://bucket/a.jpg"}); i.set_ProjectName("demo-project"); i.set_DatasetName("photos_2026")
acs.do_action_with_exception(i)

j = IndexFileMetaRequest.IndexFileMetaRequest()
j.set_ProjectName("demo-project")
j.set_DatasetName("photos_2026")
j.set_File({"URI": "https://bucket.oss-cn-shanghai.aliyuncs.com/a.jpg"})  # finds: IMM110
acs.do_action_with_exception(j)

k = IndexFileMetaRequest.IndexFileMetaRequest()
k.set_ProjectName("demo-project")
k.set_DatasetName("photos_2026")
k.set_File(
    {
        "URI": "oss://bucket/a.jpg",
        "MediaType": "picture",  # finds: IMM107
    }
)
acs.do_action_with_exception(k)


def run_overwritten():
    request = CreateDatasetRequest()
    request.set_ProjectName("p")
    request.set_DatasetName("1-old")
    request.set_DatasetName("overwritten")
    acs.do_action_with_exception(request)


def run_filled_elsewhere():
    request = CreateDatasetRequest()
    fill(request)
    acs.do_action_with_exception(request)


def fill(request):
    request.set_ProjectName("p")
    request.set_DatasetName("filled")


def wrong_setter():
    request = CreateDatasetRequest()
    request.set_ProjectName("p")
    request.set_DatasetName("wrong_setter")
    request.set_TemplateID("Official:ImageManagement")  # finds: SDK110
    acs.do_action_with_exception(request)
