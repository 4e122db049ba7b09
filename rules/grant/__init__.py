"""Rules that hold requests against the policies that must allow them: one module each."""
