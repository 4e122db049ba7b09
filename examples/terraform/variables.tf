variable "project" {
  description = "The project of IMM that holds the photos."
  type        = string
  default     = "photos"
}

variable "bucket" {
  description = "The bucket that the photos are in."
  type        = string
}
