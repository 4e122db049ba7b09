"""What earlier runs found, where it can be proved to hold still: a run without it finds the same."""
