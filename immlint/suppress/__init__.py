"""Findings that are known: told by comments and by the configuration, with a reason."""
