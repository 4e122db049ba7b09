# runs
"""Names of the SDK that follow no rule: they are looked up, never computed."""

from alibabacloud_imm20200930 import models as imm_models
from alibabacloud_imm20200930.client import Client
from alibabacloud_tea_openapi.models import Config

client = Client(Config(access_key_id="x", access_key_secret="y", region_id="cn-shanghai"))
client.attach_ossbucket(imm_models.AttachOSSBucketRequest(project_name="p", ossbucket="bucket"))
client.attach_ossbucket(imm_models.AttachOSSBucketRequest(project_name="p", ossbucket="oss://bucket"))  # finds: IMM110
client.attach_ossbucket(imm_models.AttachOSSBucketRequest(project_name="p"))  # finds: IMM101
client.detach_ossbucket(imm_models.DetachOSSBucketRequest(ossbucket="bucket"))
client.get_ossbucket_attachment(imm_models.GetOSSBucketAttachmentRequest(ossbucket="bucket"))
client.list_attached_ossbuckets(imm_models.ListAttachedOSSBucketsRequest(project_name="p"))
client.create_image_to_pdftask(
    imm_models.CreateImageToPDFTaskRequest(
        project_name="p",
        target_uri="oss://bucket/a.pdf",
        sources=[imm_models.CreateImageToPDFTaskRequestSources(uri="oss://bucket/a.jpg")],
    )
)
client.create_image_to_pdftask(
    imm_models.CreateImageToPDFTaskRequest(
        project_name="p",
        target_uri="https://bucket.oss-cn-shanghai.aliyuncs.com/a.pdf",  # finds: IMM110
        sources=[imm_models.CreateImageToPDFTaskRequestSources(uri="oss://bucket/a.jpg", rotate=90)],
    )
)
client.create_figure_clusters_merging_task(
    imm_models.CreateFigureClustersMergingTaskRequest(project_name="p", dataset_name="d", from_="a", to="b")
)
client.create_figure_clusters_merging_task(
    imm_models.CreateFigureClustersMergingTaskRequest(
        project_name="p",
        dataset_name="d",
        from_="a",
        to="b",
        froms=["c"],  # finds: IMM115
    )
)
client.batch_get_file_meta(imm_models.BatchGetFileMetaRequest(project_name="p", dataset_name="d", uris=["oss://b/a"]))
client.batch_get_file_meta(
    imm_models.BatchGetFileMetaRequest(
        project_name="p",
        dataset_name="d",
        uris=[
            "oss://b/a",
            "http://b/a",  # finds: IMM110
        ],
    )
)
