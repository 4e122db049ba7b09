# runs
import json

from alibabacloud_imm20200930 import models as imm_models
from alibabacloud_imm20200930.client import Client
from alibabacloud_tea_openapi import models as open_api_models

client = Client(open_api_models.Config(access_key_id="x", access_key_secret="y", region_id="cn-hangzhou"))

client.index_file_meta(
    imm_models.IndexFileMetaRequest(
        project_name="demo-project",
        dataset_name="photos_2026",
        file=imm_models.InputFile(uri="oss://bucket/a.jpg", custom_labels={"any": "label"}),
        notification=imm_models.Notification(mns=imm_models.MNS(topic_name="t")),
    )
)
client.index_file_meta(
    imm_models.IndexFileMetaRequest(
        project_name="demo-project",
        dataset_name="photos_2026",
        file=imm_models.InputFile(
            uri="https://bucket.oss-cn-hangzhou.aliyuncs.com/a.jpg",  # finds: IMM110
            media_type="picture",  # finds: IMM107
        ),
    )
)
client.batch_index_file_meta(
    imm_models.BatchIndexFileMetaRequest(
        project_name="p",
        dataset_name="d",
        files=[
            imm_models.InputFile(uri="oss://bucket/a.jpg"),
            imm_models.InputFile(uri="oss://bucket"),  # finds: IMM110
            imm_models.InputFile(uri="pds://domains/d/drives/r/files/f/revisions/v"),  # finds: IMM101
            imm_models.InputFile(uri="pds://domains/d/drives/r/files/f/revisions/v", file_hash="5d41402a"),
        ],
    )
)
client.create_batch(
    imm_models.CreateBatchRequest(
        project_name="demo-project",
        service_role="AliyunIMMBatchTriggerRole",
        input=imm_models.Input(oss=imm_models.InputOSS(bucket="bucket", prefix="p/")),
        actions=[imm_models.CreateBatchRequestActions(name="doc/convert")],
        tags={"any": "tag"},
    )
)
client.create_batch(
    imm_models.CreateBatchRequest(  # finds: IMM101
        project_name="demo-project",
        input=imm_models.Input(oss=imm_models.InputOSS(bucket="bucket", prefix="p/")),
        actions=[imm_models.CreateBatchRequestActions(name="doc/convert")],
    )
)
query = imm_models.SimpleQuery(
    operation="and",
    sub_queries=[
        imm_models.SimpleQuery(field="Size", value="100", operation="gt"),
        imm_models.SimpleQuery(field="Size", value="200", operation="between"),  # finds: IMM107
    ],
)
client.simple_query(imm_models.SimpleQueryRequest(project_name="p", dataset_name="d", query=query))

# Plain objects are what a structure becomes: the SDK takes them as they are.
client.simple_query(
    imm_models.SimpleQueryRequest(
        project_name="p",
        dataset_name="d",
        with_fields=["Filename", "Size"],
        aggregations=[imm_models.SimpleQueryRequestAggregations(field="Size", operation="sum")],
        max_results=2000,
    )
)
client.simple_query(
    imm_models.SimpleQueryRequest(
        project_name="p",
        dataset_name="d",
        max_results=101,  # finds: IMM105
    )
)

files = []
for name in ("a.jpg", "b.jpg"):
    files.append(imm_models.InputFile(uri=f"oss://bucket/{name}"))
client.batch_index_file_meta(imm_models.BatchIndexFileMetaRequest(project_name="p", dataset_name="d", files=files))
client.batch_index_file_meta(
    imm_models.BatchIndexFileMetaRequest(
        project_name="p",
        dataset_name="d",
        files=[imm_models.InputFile(uri=f"https://bucket/{name}") for name in ("a", "b")],  # finds: IMM110, IMM110
    )
)

session = json.dumps(
    {
        "Version": "1",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": ["oss:GetObject"],
                "Resource": ["acs:oss:*:*:bucket/*"],
            }
        ],
    }
)
client.detect_media_meta(
    imm_models.DetectMediaMetaRequest(
        project_name="p",
        source_uri="oss://bucket/a.mp4",
        credential_config=imm_models.CredentialConfig(service_role="r", policy=session),
    )
)
