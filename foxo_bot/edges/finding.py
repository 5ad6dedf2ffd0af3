"""What `foxo-bot check` finds, wherever it looks."""

Finding = tuple[bool | None, str]
"""Fine or not, and the sentence that says so; None for what is well but worth knowing."""
