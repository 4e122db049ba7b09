from alibabacloud_imm20200930 import models as imm_models

imm_models.CreateDatasetRequest(project_name="p" dataset_name="1")  # finds: LNT903
