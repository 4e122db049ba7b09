# runs
from alibabacloud_imm20200930 import models as imm_models
from alibabacloud_imm20200930.client import Client
from alibabacloud_tea_openapi import models as open_api_models

client = Client(open_api_models.Config(access_key_id="x", access_key_secret="y", region_id="cn-hangzhou"))

req = imm_models.CreateDatasetRequest(project_name="p", dataset_name="lost")
req.description = "kept"
req.DatasetName = "lost"  # finds: SDK101
req.datset_name = "lost"  # finds: SDK101
req.templateId = "Official:ImageManagement"  # finds: SDK101
req.colour = "red"  # finds: SDK101
client.create_dataset(req)

missing = imm_models.CreateDatasetRequest(project_name="p")
missing.DatasetName = "missing"  # finds: SDK101
client.create_dataset(missing)

file = imm_models.InputFile(uri="oss://bucket/a.jpg")
file.URI = "oss://bucket/b.jpg"  # finds: SDK101
file.ossuri = "oss://bucket/b.jpg"
request = imm_models.IndexFileMetaRequest(project_name="p", dataset_name="d", file=file)
request.notification = imm_models.Notification()
request.notification.mns = imm_models.MNS()
request.notification.mns.topic_name = "t"
request.notification.mns.topic = "t"  # finds: SDK101
client.index_file_meta(request)

merge = imm_models.CreateFigureClustersMergingTaskRequest(project_name="p", dataset_name="d", to="b")
merge.from_ = "a"
client.create_figure_clusters_merging_task(merge)

attach = imm_models.AttachOSSBucketRequest(project_name="p", ossbucket="b")
attach.oss_bucket = "b"  # finds: SDK101
client.attach_ossbucket(attach)

imm_models.CreateDatasetRequest().from_map(
    {
        "ProjectName": "p",
        "DatasetName": "wire",
        "project_name": "p",  # finds: SDK101
        "DatasetMaxBindcount": 5,  # finds: SDK101
    }
)
imm_models.InputFile().from_map({"URI": "oss://bucket/a.jpg", "uri": "oss://bucket/a.jpg"})  # finds: SDK101


def run_own_attributes():
    # An object of somebody's own may carry what it likes.
    class Job:
        pass

    job = Job()
    job.request = imm_models.GetProjectRequest(project_name="p")
    job.colour = "red"
    client.colour = "red"
    response = client.get_project(job.request)
    response.colour = "red"


def run_read():
    request = imm_models.GetProjectRequest(project_name="p")
    return request.project_name, request.to_map(), request.validate(), getattr(request, "colour", None)
