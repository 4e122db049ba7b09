resource "alicloud_resource_manager_control_policy" "keep_projects" {
  control_policy_name = "keep-projects"
  effect_scope        = "RAM"
  policy_document = jsonencode({
    "Version" : "1",
    "Statement" : [
      {
        "Effect" : "Deny",
        "Action" : ["imm:DeleteProject"],
        "Resource" : "acs:imm:*:*:project/*"
      }
    ]
  })
}
