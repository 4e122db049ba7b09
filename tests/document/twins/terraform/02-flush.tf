resource "alicloud_ram_role" "imm" {
  role_name                   = "imm-service"
  assume_role_policy_document = <<-EOT
    {
      "Version": "1",
      "Statement": [{
        "Action": "sts:AssumeRole",
        "Effect": "Allow",
        "Principal": { "Service": ["imm.aliyuncs.com"] }
      }]
    }
  EOT
}
