#!/bin/sh
# Creates the project and its datasets, and the role that the job runs as.
set -eu

aliyun imm CreateProject --ProjectName photos --region cn-shanghai
for dataset in holidays people; do
  aliyun imm CreateDataset --ProjectName photos --DatasetName "$dataset" --region cn-shanghai
done

aliyun ram CreatePolicy --PolicyName photos-index --PolicyDocument '{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["imm:GetDataset", "imm:IndexFileMeta"],
      "Resource": "acs:imm:cn-shanghai:'"$ACCOUNT"':project/photos/dataset/*"
    }
  ]
}'
