# runs
import os

from alibabacloud_credentials.client import Client as CredentialClient
from alibabacloud_credentials.models import Config as CredConfig
from alibabacloud_imm20200930.client import Client
from alibabacloud_tea_openapi import models as open_api_models
from aliyunsdkcore.auth.credentials import AccessKeyCredential
from aliyunsdkcore.client import AcsClient

KEY = "LTAI5tQ7vWm3ZkR9bXnPcY2d"  # finds: SDK109

Client(open_api_models.Config(access_key_id=KEY, access_key_secret="y", region_id="cn-hangzhou"))
Client(
    open_api_models.Config(
        access_key_id="LTAI5tB8hNs4LqW2cVjTdG6f",  # finds: SDK109
        access_key_secret=os.environ.get("SK", "y"),
        region_id="cn-hangzhou",
    )
)
config = open_api_models.Config(region_id="cn-hangzhou")
config.access_key_id = "LTAI4GcX9pTm6YrK"  # finds: SDK109
config.access_key_secret = os.environ.get("SK", "y")
Client(config)
AcsClient("LTAIq3Zt8VwBn5Hs", os.environ.get("SK", "y"), "cn-hangzhou")  # finds: SDK109
AcsClient(ak="LTAIq3Zt8VwBn5Hz", secret="y", region_id="cn-hangzhou")  # finds: SDK109
CredentialClient(CredConfig(type="access_key", access_key_id="LTAI5tJ2kMd7RxF9sLqWvB3n", access_key_secret="y"))  # finds: SDK109


def run_placeholders():
    for key in ("LTAI", "x"):
        open_api_models.Config(access_key_id=os.environ.get("AK", key), region_id="cn-hangzhou")
    open_api_models.Config(access_key_id="LTAI****************", region_id="cn-hangzhou")
    open_api_models.Config(access_key_id="LTAIxxxxxxxxxxxxxxxxxxxx", region_id="cn-hangzhou")
    open_api_models.Config(access_key_id="<your-access-key-id>", region_id="cn-hangzhou")
    open_api_models.Config(access_key_id="YOUR_ACCESS_KEY_ID", region_id="cn-hangzhou")
    open_api_models.Config(access_key_id="", region_id="cn-hangzhou")
    AcsClient("ak", "sk", "cn-hangzhou")
    # An identifier that begins alike, and is no key.
    print("LTAI5tQ7vWm3ZkR9bXnPcY2e")
