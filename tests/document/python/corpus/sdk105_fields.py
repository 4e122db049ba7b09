# runs
import json

from alibabacloud_imm20200930 import models

FILE = {"URI": "oss://bucket/a.jpg"}
part = models.InputFile(uri="oss://bucket/a.jpg")


def index(**fields):
    return models.IndexFileMetaRequest(project_name="p", dataset_name="d", **fields)


def batch(**fields):
    return models.BatchIndexFileMetaRequest(project_name="p", dataset_name="d", **fields)


models.IndexFileMetaRequest(
    project_name="p",
    dataset_name="d",
    file=json.dumps(FILE),  # finds: SDK105
)
written = models.IndexFileMetaRequest(project_name="p", dataset_name="d")
written.file = '{"URI": "oss://bucket/a.jpg"}'  # finds: SDK105
by_str = models.IndexFileMetaRequest(project_name="p", dataset_name="d")
setattr(by_str, "file", str(FILE))  # finds: SDK105
name = "a"
models.IndexFileMetaRequest(project_name="p", dataset_name="d", file=f'{{"URI": "oss://bucket/{name}"}}')  # finds: SDK105
models.BatchIndexFileMetaRequest(project_name="p", dataset_name="d", files=json.dumps([FILE]))  # finds: SDK105
models.BatchIndexFileMetaRequest(project_name="p", dataset_name="d", files=[FILE, part])  # finds: SDK105
models.BatchIndexFileMetaRequest(project_name="p", dataset_name="d", files=(part,))  # finds: SDK105
models.BatchGetFileMetaRequest(project_name="p", dataset_name="d", uris=json.dumps(["oss://bucket/a.jpg"]))  # finds: SDK105
models.BatchGetFileMetaRequest(project_name="p", dataset_name="d", uris='["oss://bucket/a.jpg"]')  # finds: SDK105
models.BatchGetFileMetaRequest(project_name="p", dataset_name="d", uris={"oss://bucket/a.jpg"})  # finds: SDK105
models.CreateStoryRequest(
    project_name="p",
    dataset_name="d",
    story_type="PeopleMemory",
    custom_labels=json.dumps({"a": "b"}),  # finds: SDK105
)

try:
    models.IndexFileMetaRequest().from_map({"ProjectName": "p", "DatasetName": "d", "File": json.dumps(FILE)})  # finds: SDK105
except AttributeError:
    pass
models.IndexFileMetaRequest().from_map({"ProjectName": "p", "DatasetName": "d", "File": FILE})
try:
    models.IndexFileMetaRequest().from_map({"ProjectName": "p", "DatasetName": "d", "File": part})  # finds: SDK105
except AttributeError:
    pass
try:
    models.BatchIndexFileMetaRequest().from_map({"ProjectName": "p", "DatasetName": "d", "Files": [part]})  # finds: SDK105
except AttributeError:
    pass


def run_right(load=json.loads):
    index(file=part, notification=None)
    batch(files=[part])
    batch(files=list((part,)))
    models.BatchIndexFileMetaRequest().from_map({"ProjectName": "p", "DatasetName": "d", "Files": (FILE,)})
    models.BatchGetFileMetaRequest(project_name="p", dataset_name="d", uris=list(("oss://bucket/a.jpg",)))
    models.BatchGetFileMetaRequest(project_name="p", dataset_name="d", uris=json.loads('["oss://bucket/a.jpg"]'))
    models.BatchGetFileMetaRequest(project_name="p", dataset_name="d", uris=load('["oss://bucket/a.jpg"]'))
    # Text is text: it may say what it likes.
    models.CreateDatasetRequest(project_name="p", dataset_name="d", description=json.dumps(FILE))
    # The class that the method makes by itself takes the text.
    models.BatchGetFileMetaShrinkRequest(project_name="p", dataset_name="d", uris_shrink='["oss://bucket/a.jpg"]')
