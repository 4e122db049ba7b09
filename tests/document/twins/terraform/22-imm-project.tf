variable "name" {
  default = "photos"
}

resource "alicloud_imm_project" "photos" {
  project      = "${var.name}-${terraform.workspace}"
  service_role = alicloud_ram_role.imm.role_name
}

resource "alicloud_imm_project" "videos" {
  project = "videos-2026"
}
