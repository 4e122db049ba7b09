# Two clouds in one module: what is not ours is left alone.
resource "aws_iam_policy" "reader" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject"], Resource = "arn:aws:s3:::photos/*" }]
  })
}

resource "alicloud_ram_policy" "reader" {
  policy_name = "reader"
  policy_document = jsonencode({
    Version   = "1"
    Statement = [{ Effect = "Allow", Action = ["oss:GetObject"], Resource = "acs:oss:*:*:photos/*" }]
  })
}
