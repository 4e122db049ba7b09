# It's what the job's role needs: "aliyun imm CreateDataset --DatasetName 1"
aliyun imm GetProject --ProjectName photos  # don't quote me
echo aliyun imm CreateDataset --ProjectName p --DatasetName 1
