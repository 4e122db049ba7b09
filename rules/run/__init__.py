"""Rules over all subjects of one run: one module each."""
