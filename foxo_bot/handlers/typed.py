"""What people typed into a field: whether it can be read, and whether there is room. Pure."""


def trouble(text: str, limit: int, *, missing: str = "") -> str:
    """What to do about it, empty where it will do; `missing` is for what holds nothing to read."""
    if missing and not any(letter.isprintable() and not letter.isspace() for letter in text):
        return missing
    if len(text) > limit:
        return f"Too long: {len(text)} characters, at most {limit}. Shorten it."
    return ""
