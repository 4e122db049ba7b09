"""Plain data to subjects: what in a document is a request, a response or a policy."""
