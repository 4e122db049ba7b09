from alibabacloud_imm20200930.models import GetDatasetRequest, ListDatasetsRequest

__all__ = ["GetDatasetRequest"]
