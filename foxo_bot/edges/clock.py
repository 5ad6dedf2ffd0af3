"""This machine's clock. What is due is not counted by it, but by the database's (`store/`)."""

from datetime import UTC, datetime


def machine_clock() -> datetime:
    """What this machine takes the time to be."""
    return datetime.now(UTC)  # noqa: TID251 - the one place where the machine's clock is read
