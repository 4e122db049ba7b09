from alibabacloud_imm20200930.client import Client
from alibabacloud_tea_openapi import models as open_api_models


def create_client():
    return Client(open_api_models.Config(access_key_id="x", access_key_secret="y", region_id="cn-hangzhou"))
