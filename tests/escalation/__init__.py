"""Who is told of a case, and when, on a real database."""
