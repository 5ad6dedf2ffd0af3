"""Who is reached next, and when."""
