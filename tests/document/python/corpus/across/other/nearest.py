from sdk import imm_models

# The one beside it, which is no SDK.
imm_models.GetDatasetRequest(project_name="p", dataset_name="1")
