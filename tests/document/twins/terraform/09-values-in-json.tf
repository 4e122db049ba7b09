variable "projects" {
  type = list(string)
}

locals {
  policy_json = <<EOF
{
  "Version": "1",
  "Statement": [
    {
      "Action": "imm:CreateDataset",
      "Effect": "Allow",
      "Resource": ${jsonencode([for name in var.projects : "acs:imm:*:*:project/${name}/dataset/*"])}
    },
    {
      "Action": "imm:ListProjects",
      "Effect": "Allow",
      "Resource": "*"
    }
  ]
}
EOF
}

resource "alicloud_ram_policy" "policy" {
  count           = var.create ? 1 : 0
  policy_name     = "${var.policy_name}${var.policy_name_suffix}"
  policy_document = local.policy_json
}
