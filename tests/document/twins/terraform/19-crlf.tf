resource "alicloud_ram_policy" "crlf" {
  policy_name     = "相册"
  policy_document = <<EOF
{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "imm:GetDataset",
      "Resource": "acs:imm:*:*:project/photos/dataset/*"
    }
  ]
}
EOF
}
