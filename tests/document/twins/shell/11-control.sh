aliyun resourcemanager CreateControlPolicy --PolicyName regions --EffectScope RAM --PolicyDocument '{
  "Version": "1",
  "Statement": [{"Effect": "Deny", "Action": ["imm:*"], "Resource": ["*"], "Condition": {"StringNotEquals": {"acs:RequestedRegion": ["cn-shanghai"]}}}]
}'
