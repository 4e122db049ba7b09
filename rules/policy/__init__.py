"""Rules of the policy family: one module each."""
