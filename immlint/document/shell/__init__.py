"""Command lines: the words of a shell with where they stand, and what the client is asked to do."""
