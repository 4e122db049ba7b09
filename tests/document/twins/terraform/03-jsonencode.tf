data "alicloud_account" "current" {}

locals {
  project = "acs:imm:cn-hangzhou:${data.alicloud_account.current.id}:project/photos"
}

resource "alicloud_ram_policy" "search" {
  policy_name = "photo-search"
  policy_document = jsonencode({
    Version = "1"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["imm:SimpleQuery", "imm:SemanticQuery"] # what the web page calls
        Resource = "${local.project}/dataset/*"
      },
    ]
  })
}
