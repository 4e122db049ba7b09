cat > policy.json <<EOF
{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "oss:GetObject",
      "Resource": "acs:oss:*:*:$BUCKET/*"
    },
    $MORE
  ]
}
EOF
aliyun ram CreatePolicy --PolicyName photos --PolicyDocument "$(cat policy.json)"
