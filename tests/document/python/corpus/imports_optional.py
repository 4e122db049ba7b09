# runs
import importlib

imm = models = None
try:
    import alibabacloud_imm20200930.models as imm
    from alibabacloud_imm20200930 import models
except ImportError:
    pass

try:
    from alibabacloud_imm20200930 import models as sdk
except ImportError:
    sdk = None

try:
    import alibabacloud_imm20200930.client
    import alibabacloud_imm20200930.models
except ImportError:
    alibabacloud_imm20200930 = None

try:
    from alibabacloud_imm20200930.models import GetDatasetRequest as Get
except ImportError:
    Get = None

named = importlib.import_module("alibabacloud_imm20200930.models")
sdk.GetDatasetRequest(project_name="p", dataset_name="1")  # finds: IMM104


def run_later():
    imm.GetDatasetRequest(project_name="p", dataset_name="2")  # finds: IMM104
    models.GetDatasetRequest(project_name="p", dataset_name="3")  # finds: IMM104
    sdk.GetDatasetRequest(project_name="p", dataset_name="4")  # finds: IMM104
    alibabacloud_imm20200930.models.GetDatasetRequest(project_name="p", dataset_name="5")  # finds: IMM104
    Get(project_name="p", dataset_name="6")  # finds: IMM104
    named.GetDatasetRequest(project_name="p", dataset_name="7")  # finds: IMM104
    if sdk is not None:
        sdk.GetDatasetRequest(project_name="p", dataset_name="8")  # finds: IMM104


try:
    from alibabacloud_imm20200930 import models as either
except ImportError:

    class either:
        @staticmethod
        def GetDatasetRequest(**fields):
            return fields


def run_stand_in():
    either.GetDatasetRequest(project_name="p", dataset_name="9")


shadowed = None
from alibabacloud_imm20200930 import models as shadowed


class Recorder:
    def GetDatasetRequest(self, **fields):
        return fields


shadowed = Recorder()


def run_shadowed():
    shadowed.GetDatasetRequest(project_name="p", dataset_name="10")
