# runs
import alibabacloud_imm20200930.client
import alibabacloud_imm20200930.client as photo_client
import alibabacloud_imm20200930.models
import alibabacloud_imm20200930.models as shapes
import alibabacloud_tea_openapi.models as settings
from alibabacloud_imm20200930 import client as client_module
from alibabacloud_imm20200930 import models
from alibabacloud_imm20200930 import models as main_models
from alibabacloud_imm20200930.models import CreateDatasetRequest, GetDatasetRequest as Get
from alibabacloud_imm20200930.models._create_dataset_request import CreateDatasetRequest as Exact
from darabonba.runtime import RuntimeOptions

config = settings.Config(access_key_id="x", access_key_secret="y", region_id="cn-hangzhou")
dotted = alibabacloud_imm20200930.client.Client(config)
renamed = photo_client.Client(config)
member = client_module.Client(config)

dotted.create_dataset(alibabacloud_imm20200930.models.CreateDatasetRequest(project_name="p", dataset_name="dotted"))
dotted.create_dataset(alibabacloud_imm20200930.models.CreateDatasetRequest(project_name="p", dataset_name="1"))  # finds: IMM104
renamed.create_dataset(shapes.CreateDatasetRequest(project_name="p", dataset_name="shapes"))
renamed.create_dataset(shapes.CreateDatasetRequest(project_name="p", dataset_name="2"))  # finds: IMM104
member.create_dataset(models.CreateDatasetRequest(project_name="p", dataset_name="models"))
member.create_dataset(models.CreateDatasetRequest(project_name="p", dataset_name="3"))  # finds: IMM104
member.create_dataset(main_models.CreateDatasetRequest(project_name="p", dataset_name="4"))  # finds: IMM104
member.create_dataset_with_options(CreateDatasetRequest(project_name="p", dataset_name="direct"), RuntimeOptions())
member.create_dataset(CreateDatasetRequest(project_name="p", dataset_name="5"))  # finds: IMM104
member.create_dataset(Exact(project_name="p", dataset_name="6"))  # finds: IMM104
member.get_dataset(Get(project_name="p", dataset_name="7"))  # finds: IMM104

Request = models.GetDatasetRequest
member.get_dataset(Request(project_name="p", dataset_name="d"))
member.get_dataset(Request(project_name="p", dataset_name="8"))  # finds: IMM104


def run_inside():
    from alibabacloud_imm20200930.models import GetProjectRequest

    member.get_project(GetProjectRequest(project_name="p"))
    member.get_project(GetProjectRequest(project_name="9"))  # finds: IMM104


try:
    from alibabacloud_imm20200930.models import ListDatasetsRequest
except ImportError:
    ListDatasetsRequest = None

member.list_datasets(ListDatasetsRequest(project_name="p"))
member.list_datasets(ListDatasetsRequest(project_name="10"))  # finds: IMM104
