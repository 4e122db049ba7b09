"""The text of a module: its tree, its string tokens, and what the form of its bodies tells."""
