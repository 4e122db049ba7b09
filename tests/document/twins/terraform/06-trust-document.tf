data "alicloud_ram_policy_document" "assume" {
  count = var.create ? 1 : 0

  statement {
    action = ["sts:AssumeRole"]

    principal {
      entity      = "Service"
      identifiers = ["fc.aliyuncs.com", "imm.aliyuncs.com"]
    }
  }
}

resource "alicloud_ram_role" "worker" {
  count                       = var.create ? 1 : 0
  role_name                   = "worker"
  assume_role_policy_document = data.alicloud_ram_policy_document.assume[0].document
}
