variable "action" {
  description = "What the backup does to its objects."
  default     = "oss:PutObject"
}

variable "account" {
  default = ""
}

resource "alicloud_ram_policy" "backup" {
  policy_name = "backup"
  policy_document = jsonencode({
    Version = "1"
    Statement = {
      Effect   = "Allow"
      Action   = var.action
      Resource = "acs:oss:*:${var.account}:backup/*"
    }
  })
}
