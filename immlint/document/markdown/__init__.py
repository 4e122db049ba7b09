"""Markdown: fenced blocks, each read as what it holds."""
