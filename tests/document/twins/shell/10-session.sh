POLICY='{"Version":"1","Statement":[{"Effect":"Allow","Action":"imm:GetFileMeta","Resource":"acs:imm:*:*:project/photos/dataset/*"}]}'
aliyun sts AssumeRole --RoleArn acs:ram::1234567890123456:role/imm --RoleSessionName s --Policy "$POLICY"
