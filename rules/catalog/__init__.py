"""The catalogue: dated data, no logic."""
