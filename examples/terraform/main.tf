# The role that IMM takes to read the photos, and the policy of those who index them.
data "alicloud_ram_policy_document" "imm" {
  statement {
    action = ["sts:AssumeRole"]
    principal {
      entity      = "Service"
      identifiers = ["imm.aliyuncs.com"]
    }
  }
}

resource "alicloud_ram_role" "imm" {
  role_name                   = "imm-${var.project}"
  assume_role_policy_document = data.alicloud_ram_policy_document.imm.document
}

resource "alicloud_ram_policy" "indexer" {
  policy_name = "index-${var.project}"
  policy_document = jsonencode({
    Version = "1"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["imm:CreateDataset", "imm:IndexFileMeta"]
        Resource = "acs:imm:*:*:project/${var.project}/dataset/*"
      },
      {
        Effect   = "Allow"
        Action   = "oss:GetObject"
        Resource = "acs:oss:*:*:${var.bucket}/*"
      },
    ]
  })
}
