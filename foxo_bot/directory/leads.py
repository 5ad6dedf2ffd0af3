"""News of a team for those who can put it right: its leads, or else the fallback contact."""

from collections.abc import Mapping
from datetime import datetime

from foxo_bot.model import Role, Team
from foxo_bot.store import memberships, messages, outbox, people
from foxo_bot.store.db import Tx


def tell(tx: Tx, team: Team, what: str, now: datetime, data: Mapping[str, int | str]) -> None:
    """Tell every lead; where none has a way to be told, the organisation's fallback contact."""
    members = memberships.of_team(tx, team.organisation_id, team.id)
    leads = [member.person for member in members if member.role is Role.LEAD]
    for readers in (leads, [people.fallback(tx, team.organisation_id)]):
        told = [messages.told_about_team(team, one, what, data) for one in readers if one]
        if rows := [row for row in told if row is not None]:
            outbox.put(tx, rows, now)
            return
