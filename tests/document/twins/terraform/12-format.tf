resource "alicloud_ram_policy" "by_environment" {
  policy_name = "by-environment"
  policy_document = jsonencode({
    "Version" = "1",
    "Statement" = [{
      "Effect"   = "Allow",
      "Action"   = ["oss:GetObject"],
      "Resource" = [format("acs:oss:*:*:%s/*", var.environment)]
    }]
  })
}
