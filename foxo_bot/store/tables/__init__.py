"""Every table. All rows belong to an organisation, except the few in SHARED, each with a reason."""

from foxo_bot.store.tables.base import metadata
from foxo_bot.store.tables.cases import (
    attachments,
    cases,
    posts,
    recipients,
    replies,
)
from foxo_bot.store.tables.delivery import (
    acknowledgements,
    called,
    codes,
    escalations,
    idle_answers,
    lanes,
    outbox,
    wrong_codes,
)
from foxo_bot.store.tables.directory import (
    channel_members,
    channels,
    members,
    number_checks,
    organisations,
    patients,
    people,
    teams,
    workspaces,
)
from foxo_bot.store.tables.duty import duty_rosters, duty_shifts
from foxo_bot.store.tables.files import kept_files, tray_files
from foxo_bot.store.tables.records import alarms, chain_heads, events, received, secrets

SHARED = {
    "organisations": "is the organisation",
    "idle_answers": "who writes from an unknown number belongs to nobody",
    "lanes": "a vendor's rate limit knows no organisation",
    "received": "a vendor's delivery is recognised before anybody knows whose it is",
    "secrets": "an installation's tokens come before any organisation claims its workspace",
}

__all__ = [
    "SHARED",
    "acknowledgements",
    "alarms",
    "attachments",
    "called",
    "cases",
    "chain_heads",
    "channel_members",
    "channels",
    "codes",
    "duty_rosters",
    "duty_shifts",
    "escalations",
    "events",
    "idle_answers",
    "kept_files",
    "lanes",
    "members",
    "metadata",
    "number_checks",
    "organisations",
    "outbox",
    "patients",
    "people",
    "posts",
    "received",
    "recipients",
    "replies",
    "secrets",
    "teams",
    "tray_files",
    "workspaces",
    "wrong_codes",
]
