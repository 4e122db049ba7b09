"""JSON Schemas of our own data."""
