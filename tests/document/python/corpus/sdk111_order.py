# runs
from alibabacloud_imm20200930 import models as imm_models
from alibabacloud_imm20200930.client import Client
from alibabacloud_tea_openapi import models as open_api_models

client = Client(open_api_models.Config(access_key_id="x", access_key_secret="y", region_id="cn-hangzhou"))
beijing = Client(open_api_models.Config(access_key_id="x", access_key_secret="y", region_id="cn-beijing"))


def index(dataset):
    file = imm_models.InputFile(uri="oss://bucket/a.jpg")
    client.index_file_meta(imm_models.IndexFileMetaRequest(project_name="p", dataset_name=dataset, file=file))


def run_index_too_early():
    client.index_file_meta(imm_models.IndexFileMetaRequest(project_name="p", dataset_name="a", file=imm_models.InputFile(uri="oss://b/a")))  # finds: SDK111
    client.create_dataset(imm_models.CreateDatasetRequest(project_name="p", dataset_name="a"))


def run_binding_too_early():
    client.create_binding(imm_models.CreateBindingRequest(project_name="p", dataset_name="b", uri="oss://bucket"))  # finds: SDK111
    client.create_dataset(imm_models.CreateDatasetRequest(project_name="p", dataset_name="b"))


def run_query_too_early():
    client.simple_query(imm_models.SimpleQueryRequest(project_name="p", dataset_name="c"))  # finds: SDK111
    client.fuzzy_query(imm_models.FuzzyQueryRequest(project_name="p", dataset_name="c", query="q"))  # finds: SDK111
    client.create_dataset(imm_models.CreateDatasetRequest(project_name="p", dataset_name="c"))


async def run_async_too_early():
    await client.simple_query_async(imm_models.SimpleQueryRequest(project_name="p", dataset_name="d"))  # finds: SDK111
    await client.create_dataset_async(imm_models.CreateDatasetRequest(project_name="p", dataset_name="d"))


def run_order():
    client.create_dataset(imm_models.CreateDatasetRequest(project_name="p", dataset_name="e"))
    client.create_binding(imm_models.CreateBindingRequest(project_name="p", dataset_name="e", uri="oss://bucket"))
    client.simple_query(imm_models.SimpleQueryRequest(project_name="p", dataset_name="e"))


def run_built_early_sent_late():
    # What counts is when a request is sent.
    query = imm_models.SimpleQueryRequest(project_name="p", dataset_name="f")
    create = imm_models.CreateDatasetRequest(project_name="p", dataset_name="f")
    client.create_dataset(create)
    client.simple_query(query)


def run_other_names():
    client.simple_query(imm_models.SimpleQueryRequest(project_name="p", dataset_name="other"))
    client.simple_query(imm_models.SimpleQueryRequest(project_name="other", dataset_name="g"))
    client.create_dataset(imm_models.CreateDatasetRequest(project_name="p", dataset_name="g"))


def run_looked_up_first():
    client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name="h"))
    client.delete_dataset(imm_models.DeleteDatasetRequest(project_name="p", dataset_name="h"))
    client.create_dataset(imm_models.CreateDatasetRequest(project_name="p", dataset_name="h"))


def run_created_again():
    # It was there before: it is deleted and made anew.
    client.simple_query(imm_models.SimpleQueryRequest(project_name="p", dataset_name="i"))
    client.delete_dataset(imm_models.DeleteDatasetRequest(project_name="p", dataset_name="i"))
    client.create_dataset(imm_models.CreateDatasetRequest(project_name="p", dataset_name="i"))


def run_other_region():
    client.simple_query(imm_models.SimpleQueryRequest(project_name="p", dataset_name="j"))
    beijing.create_dataset(imm_models.CreateDatasetRequest(project_name="p", dataset_name="j"))


def run_in_branches(exists=True):
    if exists:
        client.simple_query(imm_models.SimpleQueryRequest(project_name="p", dataset_name="k"))
    else:
        client.create_dataset(imm_models.CreateDatasetRequest(project_name="p", dataset_name="k"))
    try:
        client.simple_query(imm_models.SimpleQueryRequest(project_name="p", dataset_name="l"))
    except Exception:
        client.create_dataset(imm_models.CreateDatasetRequest(project_name="p", dataset_name="l"))
    for attempt in range(2):
        client.simple_query(imm_models.SimpleQueryRequest(project_name="p", dataset_name="m"))
        if attempt:
            client.create_dataset(imm_models.CreateDatasetRequest(project_name="p", dataset_name="m"))


def run_query_alone():
    client.simple_query(imm_models.SimpleQueryRequest(project_name="p", dataset_name="n"))


def run_create_alone():
    client.create_dataset(imm_models.CreateDatasetRequest(project_name="p", dataset_name="n"))


def run_unknown_names(project="", dataset=None):
    client.simple_query(imm_models.SimpleQueryRequest(project_name=project, dataset_name=dataset))
    client.create_dataset(imm_models.CreateDatasetRequest(project_name=project, dataset_name=dataset))
    index(dataset)
