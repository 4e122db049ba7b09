# runs
"""Classes that hold what is encoded already: harmless to build and to inspect."""

from alibabacloud_imm20200930 import models as imm_models

s = imm_models.CreateDatasetShrinkRequest(project_name="p", dataset_name="d")
assert s.to_map()["DatasetName"] == "d"
f = imm_models.IndexFileMetaShrinkRequest(project_name="p", dataset_name="d", file_shrink='{"URI": "oss://b/a"}')
assert f.to_map()["File"].startswith("{")
g = imm_models.IndexFileMetaShrinkRequest(
    project_name="p",
    dataset_name="1d",  # finds: IMM104
    file_shrink='{"URI": "http://b/a"}',  # finds: IMM110
)
