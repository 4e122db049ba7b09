"""What services ask of RAM, and what policies answer; IMM is the first of them."""
