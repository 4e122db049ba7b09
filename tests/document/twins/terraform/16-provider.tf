provider "alicloud" {
  region = "cn-shanghai"
  assume_role {
    role_arn     = "acs:ram::${var.account}:role/deployer"
    session_name = "terraform"
    policy       = "{\"Version\": \"1\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": [\"imm:*\", \"ram:Get*\"], \"Resource\": \"*\"}]}"
  }
}
