#!/bin/bash
aliyun ram CreatePolicy --PolicyName imm-index --PolicyDocument '{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["imm:IndexFileMeta"],
      "Resource": "acs:imm:*:*:project/photos/dataset/*"
    }
  ]
}'
