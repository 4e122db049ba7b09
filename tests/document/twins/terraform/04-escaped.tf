resource "alicloud_ram_policy" "upload" {
  policy_name     = "upload"
  policy_document = "{\"Version\": \"1\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"oss:PutObject\", \"Resource\": \"acs:oss:*:*:incoming/*\"}]}"
  description     = "上传 \"incoming\""
}
