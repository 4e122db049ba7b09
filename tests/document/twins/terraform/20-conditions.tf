locals {
  office = ["203.0.113.0/24"]
}

resource "alicloud_resource_manager_policy" "office" {
  policy_name = "office-only"
  policy_document = jsonencode({
    Version = "1"
    Statement = [{
      Effect   = "Allow"
      Action   = ["imm:*Query"]
      Resource = ["acs:imm:*:*:project/photos/dataset/*"]
      Condition = {
        IpAddress    = { "acs:SourceIp" = local.office }
        StringEquals = { "acs:SourceVpc" = var.vpc_id }
        Bool         = { "acs:SecureTransport" = "true" }
      }
    }]
  })
}
