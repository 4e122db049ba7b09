variable "bucket" {
  type    = string
  default = "media-archive"
}

resource "alicloud_ram_policy" "ingest" {
  policy_name     = "media-ingest"
  policy_document = <<EOF
  {
    "Version": "1",
    "Statement": [
      {
        "Effect": "Allow",
        "Action": ["imm:CreateDataset", "imm:DeleteDataset"],
        "Resource": "acs:imm:*:*:project/photos/dataset/*"
      },
      {
        "Effect": "Allow",
        "Action": ["oss:GetObject", "oss:PutObject"],
        "Resource": "acs:oss:*:*:${var.bucket}/*"
      }
    ]
  }
  EOF
  force           = true
}
