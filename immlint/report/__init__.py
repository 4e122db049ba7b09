"""Findings as text: one small module per family of formats."""
