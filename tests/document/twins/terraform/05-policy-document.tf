data "alicloud_ram_policy_document" "reader" {
  version = "1"

  statement {
    effect   = "Allow"
    action   = ["oss:ListObjects"]
    resource = ["acs:oss:*:*:photos"]

    condition {
      operator = "StringLike"
      variable = "oss:Prefix"
      values   = ["", "2026/*"]
    }
  }

  statement {
    action   = ["oss:GetObject"]
    resource = ["acs:oss:*:*:photos/2026/*"]
  }

  dynamic "statement" {
    for_each = var.more_buckets
    content {
      action   = ["oss:GetObject"]
      resource = ["acs:oss:*:*:${statement.value}/*"]
    }
  }
}

resource "alicloud_ram_policy" "reader" {
  policy_name     = "reader"
  policy_document = data.alicloud_ram_policy_document.reader.document
}
