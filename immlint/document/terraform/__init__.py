"""Terraform: HCL read by tree-sitter, and the policies and requests that its blocks send."""
