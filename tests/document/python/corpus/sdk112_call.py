from alibabacloud_imm20200930 import models as imm_models
from alibabacloud_imm20200930.client import Client
from alibabacloud_tea_openapi import models as open_api_models
from alibabacloud_tea_util import models as util_models
from aliyunsdkcore.client import AcsClient
from aliyunsdkimm.request.v20200930.CreateDatasetRequest import CreateDatasetRequest
from aliyunsdkimm.request.v20200930.CreateFigureClustersMergingTaskRequest import CreateFigureClustersMergingTaskRequest

config = open_api_models.Config(access_key_id="x", access_key_secret="y", region_id="cn-hangzhou")
client = Client(config)
Client()  # finds: SDK112
Client(config, "cn-hangzhou")  # finds: SDK112
runtime = util_models.RuntimeOptions()
request = imm_models.CreateDatasetRequest(project_name="p", dataset_name="d")
get = imm_models.GetProjectRequest(project_name="p")

client.create_dataset()  # finds: SDK112
client.create_dataset(request, runtime)  # finds: SDK112
client.create_dataset(request, runtime=runtime)  # finds: SDK112
client.create_dataset(req=request)  # finds: SDK112
client.create_dataset(request, request=request)  # finds: SDK112
client.create_dataset(tmp_req=request)  # finds: SDK112
client.create_dataset(**{"request": request, "retries": 3})  # finds: SDK112
client.create_dataset_with_options(request)  # finds: SDK112
client.create_dataset_with_options(request, {}, runtime)  # finds: SDK112
client.create_dataset_with_options(runtime=runtime)  # finds: SDK112
client.create_dataset_with_options(request, headers={}, runtime=runtime)  # finds: SDK112
client.create_dataset_with_options(request=request, runtime=runtime)  # finds: SDK112
client.get_project_with_options(tmp_req=get, runtime=runtime)  # finds: SDK112
client.get_project_with_options(*[get])  # finds: SDK112
call = client.get_project_with_options
call(get)  # finds: SDK112
getattr(client, "get_project")()  # finds: SDK112

right = client.create_dataset_with_options(tmp_req=request, runtime=runtime)
right = client.get_project_with_options(runtime=runtime, request=get)
right = client.create_dataset(request=request)

acs = AcsClient("ak", "sk", "cn-hangzhou")
core = CreateDatasetRequest()
core.set_ProjectName(ProjectName="p")
core.set_DatasetName("d")
core.set_DatasetName()  # finds: SDK112
core.set_DatasetName("p", "d")  # finds: SDK112
core.set_DatasetName(name="d")  # finds: SDK112
core.add_query_param("DatasetName")  # finds: SDK112
core.add_query_param({"DatasetName": "d"})  # finds: SDK112
core.set_query_params()  # finds: SDK112
acs.do_action_with_exception()  # finds: SDK112
acs.do_action_with_exception(core, "cn-hangzhou")  # finds: SDK112
acs.do_action_with_exception(acs_request=core)
merge = CreateFigureClustersMergingTaskRequest()
merge.set_ProjectName("p")
merge.set_DatasetName("d")
merge.set_From(_From="a")
merge.set_To("b")
acs.do_action_with_exception(merge)


async def main():
    await client.create_dataset_async()  # finds: SDK112
    await client.create_dataset_with_options_async(request)  # finds: SDK112
    await client.create_dataset_with_options_async(request, runtime)
    await client.create_dataset_async(request, runtime)  # finds: SDK112
    # The fields of a request in place of the request are told as such.
    await client.create_dataset_async(project_name="p", dataset_name="d")  # finds: SDK105


def run_unknown(*args, **keywords):
    client.create_dataset(*args)
    client.create_dataset(**keywords)
    client.create_dataset_with_options(request, **keywords)
    client.create_dataset_with_options(*args, runtime)
    core.set_DatasetName(*args)


class Own(Client):
    def create_dataset(self, project_name, dataset_name):
        return super().create_dataset(imm_models.CreateDatasetRequest(project_name=project_name, dataset_name=dataset_name))


def run_own(wrapper):
    Own(config).create_dataset("p", "d")
    wrapper.create_dataset(request, retries=3)
    wrapper.create_dataset()
