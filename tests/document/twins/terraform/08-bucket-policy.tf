resource "alicloud_oss_bucket" "photos" {
  bucket = "photos-2026"
  lifecycle {
    ignore_changes = [policy]
  }
}

resource "alicloud_oss_bucket_policy" "photos" {
  bucket = alicloud_oss_bucket.photos.bucket
  policy = jsonencode({
    Version = "1"
    Statement = [{
      Effect    = "Deny"
      Action    = ["oss:DeleteObject"]
      Principal = ["1234567890123456"]
      Resource  = ["acs:oss:*:1234567890123456:photos-2026/*"]
    }]
  })
}
