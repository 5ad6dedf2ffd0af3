"""What others would use for the same work, to be measured beside it. Never part of the program."""
