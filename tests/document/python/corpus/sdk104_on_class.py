from alibabacloud_imm20200930 import models as imm_models
from alibabacloud_imm20200930.client import Client
from alibabacloud_imm20200930.models import GetDatasetRequest
from alibabacloud_tea_openapi import models as open_api_models
from darabonba.core import DaraCore

client = Client(open_api_models.Config(access_key_id="x", access_key_secret="y", region_id="cn-hangzhou"))

client.create_dataset(imm_models.CreateDatasetRequest.from_map({"ProjectName": "p", "DatasetName": "on_class"}))  # finds: SDK104
client.get_dataset(GetDatasetRequest.from_map({"ProjectName": "p", "DatasetName": "d"}))  # finds: SDK104
imm_models.InputFile.from_map({"URI": "oss://bucket/a.jpg"})  # finds: SDK104
client.get_dataset(GetDatasetRequest().from_map({"ProjectName": "p", "DatasetName": "d"}))
GetDatasetRequest.from_map(GetDatasetRequest(), {"ProjectName": "p", "DatasetName": "d"})
DaraCore.from_map(GetDatasetRequest(), {"ProjectName": "p", "DatasetName": "d"})
Own = type("Own", (), {"from_map": staticmethod(dict)})
Own.from_map({"ProjectName": "p"})
