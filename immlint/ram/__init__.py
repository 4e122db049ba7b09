"""What RAM means: ARNs, conditions, decisions."""
