locals {
  read_actions  = ["imm:GetDataset", "imm:ListDatasets"]
  write_actions = ["imm:CreateDataset"]

  statements = [
    {
      Effect   = "Allow"
      Action   = concat(local.read_actions, local.write_actions)
      Resource = ["acs:imm:*:*:project/photos/dataset/*"]
    },
  ]
}

resource "alicloud_ram_policy" "datasets" {
  policy_name     = "datasets"
  policy_document = jsonencode({ Version = "1", Statement = local.statements })
}
