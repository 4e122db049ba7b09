"""What can be written where the cursor stands, in data that is only being written."""
