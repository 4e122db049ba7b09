try:
    from alibabacloud_imm20200930 import models
    from alibabacloud_imm20200930.client import Client
except ImportError:
    models = Client = None
