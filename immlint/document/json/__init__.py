"""JSON: values by the standard parser, positions by a scan of our own."""
