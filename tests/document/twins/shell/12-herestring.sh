jq -c . <<< '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "oss:PutObject", "Resource": "acs:oss:*:*:photos/*"}]}' > p.json
