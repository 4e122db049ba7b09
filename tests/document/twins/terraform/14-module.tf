module "ram" {
  source  = "terraform-alicloud-modules/ram/alicloud"
  version = "2.0.0"

  policies = [
    {
      name = "imm-tasks"
      document = jsonencode({
        Version = "1"
        Statement = [
          { Effect = "Allow", Action = ["imm:CreateMediaConvertTask"], Resource = "acs:imm:*:*:project/video" },
        ]
      })
    },
  ]
}
