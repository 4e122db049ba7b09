"""What policies grant: single questions, and two sets of policies held against each other."""
