class imm_models:
    GetDatasetRequest = dict
