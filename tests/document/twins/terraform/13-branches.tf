resource "alicloud_ram_policy" "maybe" {
  policy_name = "maybe"
  policy_document = var.strict ? jsonencode({
    Version   = "1"
    Statement = [{ Effect = "Allow", Action = "imm:GetProject", Resource = "acs:imm:*:*:project/photos" }]
    }) : jsonencode({
    Version   = "1"
    Statement = [{ Effect = "Allow", Action = "imm:GetProject", Resource = "acs:imm:*:*:project/*" }]
  })
}
