import os

from alibabacloud_credentials.client import Client as CredentialClient
from alibabacloud_imm20200930.client import Client
from alibabacloud_tea_openapi import models as open_api_models
from alibabacloud_tea_openapi import utils_models
from aliyunsdkcore.client import AcsClient

Client(open_api_models.Config(access_key_id="x", access_key_secret="y"))  # finds: SDK108
Client(utils_models.Config(credential=CredentialClient()))  # finds: SDK108
Client(config=open_api_models.Config(access_key_id="x", access_key_secret="y", network="vpc"))  # finds: SDK108
Client(open_api_models.Config(access_key_id="x", access_key_secret="y", region_id="cn-hangzhou"))
Client(open_api_models.Config(access_key_id="x", access_key_secret="y", endpoint="imm.cn-hangzhou.aliyuncs.com"))
Client(open_api_models.Config(access_key_id="x", access_key_secret="y", region_id=os.environ["REGION"]))

# The core SDK has a default.
AcsClient("ak", "sk")


def assigned_late():
    config = open_api_models.Config(access_key_id="x", access_key_secret="y")
    config.region_id = "cn-hangzhou"
    return Client(config)


def assigned_endpoint():
    config = open_api_models.Config(access_key_id="x", access_key_secret="y")
    config.endpoint = "imm-vpc.cn-hangzhou.aliyuncs.com"
    return Client(config)


def never_assigned():
    config = open_api_models.Config(access_key_id="x", access_key_secret="y")
    config.connect_timeout = 3000
    return Client(config)  # finds: SDK108


def too_late():
    config = open_api_models.Config(access_key_id="x", access_key_secret="y")
    client = Client(config)  # finds: SDK108
    config.region_id = "cn-hangzhou"
    return client


def unknown(config, options, given=None):
    Client(config)
    Client(open_api_models.Config(**options))
    Client(open_api_models.Config(access_key_id="x", **options))
    Client(config or open_api_models.Config(access_key_id="x"))
    mine = open_api_models.Config(access_key_id="x")
    if given:
        mine.region_id = given
    Client(mine)
    filled = open_api_models.Config(access_key_id="x")
    fill(filled)
    Client(filled)
    set_by_name = open_api_models.Config(access_key_id="x")
    setattr(set_by_name, "region_id", "cn-hangzhou")
    Client(set_by_name)


def fill(config):
    config.region_id = "cn-hangzhou"
