"""Rules of the request family: one module each."""
