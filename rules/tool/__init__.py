"""Rules of the tool family: one module each."""
