"""Organisations, teams and people: what the directory file says and what the platforms tell."""
