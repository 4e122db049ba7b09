"""JSON Schemas (2020-12) by which editors complete and check what people write for this tool.

They are looser than the rules wherever JSON Schema cannot say what is meant: an editor must never refuse what
the rules let pass.
"""
