# runs
import json

from alibabacloud_imm20200930 import models as imm_models
from alibabacloud_imm20200930.client import Client
from alibabacloud_tea_openapi import models as open_api_models
from darabonba.core import DaraCore
from Tea.core import TeaCore

client = Client(open_api_models.Config(access_key_id="x", access_key_secret="y", region_id="cn-hangzhou"))

client.create_dataset(
    imm_models.CreateDatasetRequest().from_map({"ProjectName": "demo-project", "DatasetName": "photos_2026"})
)
client.create_dataset(
    imm_models.CreateDatasetRequest().from_map(
        {
            "ProjectName": "demo-project",
            "DatasetName": "2026_photos",  # finds: IMM104
            "DatasetMaxBindCount": 11,  # finds: IMM105
        }
    )
)
client.create_dataset(imm_models.CreateDatasetRequest().from_map({"ProjectName": "p"}))  # finds: IMM101
client.create_dataset(
    imm_models.CreateDatasetRequest().from_map(
        {
            "ProjectName": "p",
            "DatasetName": "unknown_key",
            "TemplateID": "Official:ImageManagement",  # finds: SDK101
        }
    )
)
client.create_dataset(
    imm_models.CreateDatasetRequest().from_map(
        {
            "ProjectName": "p",
            "DatasetName": "python_key",
            "description": "lost",  # finds: SDK101
        }
    )
)

body = {"ProjectName": "p", "DatasetName": "1body"}  # finds: IMM104
client.get_dataset(imm_models.GetDatasetRequest().from_map(body))
request = imm_models.GetDatasetRequest()
request.from_map({"ProjectName": "p", "DatasetName": "d"})
client.get_dataset(request)

client.create_dataset(DaraCore.from_map(imm_models.CreateDatasetRequest(), {"ProjectName": "p", "DatasetName": "dara"}))
client.create_dataset(
    DaraCore.from_map(
        imm_models.CreateDatasetRequest(),
        {
            "ProjectName": "p",
            "DatasetName": "da ra",  # finds: IMM104
        },
    )
)
client.create_dataset(DaraCore.from_map(imm_models.CreateDatasetRequest(), {"DatasetName": "no_project"}))  # finds: IMM101
TeaCore.from_map(imm_models.GetDatasetRequest(), {"ProjectName": "p", "DatasetName": "d"})
TeaCore.from_map(imm_models.GetDatasetRequest(), {"ProjectName": "p", "DatasetName": "d", "Datset": 1})  # finds: SDK101

# Structures inside are maps with wire names too.
client.index_file_meta(
    imm_models.IndexFileMetaRequest().from_map(
        {
            "ProjectName": "p",
            "DatasetName": "d",
            "File": {"URI": "oss://bucket/a.jpg", "CustomLabels": {"any": "key"}},
        }
    )
)
client.index_file_meta(
    imm_models.IndexFileMetaRequest().from_map(
        {
            "ProjectName": "p",
            "DatasetName": "d",
            "File": {"URI": "http://example.com/a.jpg"},  # finds: IMM110
        }
    )
)


def run_unknown_dicts(path="/dev/null"):
    with open(path) as file:
        text = file.read() or "{}"
    imm_models.CreateDatasetRequest().from_map(json.loads(text))
    imm_models.CreateDatasetRequest().from_map({**json.loads(text)})
    imm_models.CreateDatasetRequest().from_map({"ProjectName": "p", **json.loads(text)})
    later = {"ProjectName": "p"}
    later.update(json.loads(text))
    imm_models.CreateDatasetRequest().from_map(later)
