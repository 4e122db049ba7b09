from alibabacloud_imm20200930 import models as imm_models
from alibabacloud_imm20200930.client import Client
from alibabacloud_tea_openapi import models as open_api_models

client = Client(open_api_models.Config(access_key_id="x", access_key_secret="y", region_id="cn-hangzhou"))

client.create_dataset(
    imm_models.CreateDatasetRequest(
        project_name="p",
        dataset_name="keywords",
        colour="red",  # finds: SDK102
        TemplateId="Official:ImageManagement",  # finds: SDK102
        template="Official:ImageManagement",  # finds: SDK102
    )
)
client.attach_ossbucket(
    imm_models.AttachOSSBucketRequest(
        project_name="p",
        ossbucket="b",
        oss_bucket="b",  # finds: SDK102
    )
)
client.index_file_meta(
    imm_models.IndexFileMetaRequest(
        project_name="p",
        dataset_name="d",
        file=imm_models.InputFile(
            uri="oss://bucket/a.jpg",
            url="oss://bucket/a.jpg",  # finds: SDK102
        ),
        notification=imm_models.Notification(
            mns=imm_models.MNS(
                topic_name="t",
                topic="t",  # finds: SDK102
            )
        ),
    )
)
client.create_figure_clusters_merging_task(
    imm_models.CreateFigureClustersMergingTaskRequest(
        project_name="p",
        dataset_name="d",
        from_="a",
        to="b",
        froms_="c",  # finds: SDK102
    )
)
imm_models.CreateDatasetShrinkRequest(
    project_name="p",
    dataset_name="shrink",
    workflow_parameters=[],  # finds: SDK102
)
