from alibabacloud_imm20200930 import models as imm_models

from . import names
from .names import DATASET as RENAMED

imm_models.GetDatasetRequest(project_name=names.PROJECT, dataset_name=names.GOOD)
imm_models.GetDatasetRequest(project_name=names.PROJECT, dataset_name=names.DATASET)  # finds: IMM104
imm_models.GetDatasetRequest(project_name=names.PROJECT, dataset_name=RENAMED)  # finds: IMM104
