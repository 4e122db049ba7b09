# The same policy as text: it grants nothing of IMM, as its resource is the project and not what is in it.
resource "alicloud_ram_policy" "indexer_as_text" {
  policy_name     = "index-${var.project}-as-text"
  policy_document = <<-EOF
    {
      "Version": "1",
      "Statement": [
        {
          "Effect": "allow",
          "Action": ["imm:CreateDataset", "imm:IndexFileMeta"],
          "Resource": "acs:imm:*:*:project/${var.project}"
        }
      ]
    }
  EOF
}
