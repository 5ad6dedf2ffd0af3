"""The rules of a case's life, on a real database and without any platform."""
