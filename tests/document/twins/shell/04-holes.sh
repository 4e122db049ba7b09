PROJECT="$1"
aliyun ram create-policy --policy-name "imm-$PROJECT" --policy-document '{
  "Version": "1",
  "Statement": [{
    "Effect": "Allow",
    "Action": "imm:GetProject",
    "Resource": "acs:imm:*:'"$ACCOUNT"':project/'"$PROJECT"'"
  }]
}'
