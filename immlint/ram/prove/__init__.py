"""What may be left out of a policy, and what it does to it that statements are changed: proofs."""
