"""Rules about how code uses the SDKs: one module each."""
