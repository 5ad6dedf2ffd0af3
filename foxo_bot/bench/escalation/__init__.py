"""`foxo-bot bench escalation`: how late and how fast, and what is lost when things fail."""
