"""Rules of the trust family: one module each."""
