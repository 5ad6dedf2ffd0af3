"""Applies a directory file: the stored directory becomes what it says, and says what changed."""

from foxo_bot.directory.apply.organisations import Applied, OnlyPreviewed, apply, preview

__all__ = ["Applied", "OnlyPreviewed", "apply", "preview"]
