from .. import imm_models
from ..names import models as same
from . import own

imm_models.GetDatasetRequest(project_name="p", dataset_name="1")  # finds: IMM104
same.GetDatasetRequest(project_name="p", dataset_name="2")  # finds: IMM104
own.own.GetDatasetRequest(project_name="p", dataset_name="3")  # finds: IMM104
