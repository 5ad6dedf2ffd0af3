"""Who is on duty when: where that comes from, and the hours it gave."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, String, Table, text

from foxo_bot.store.columns import Id, Instant, Sealed
from foxo_bot.store.tables.base import key, metadata, organisation

duty_rosters = Table(
    "duty_rosters",
    metadata,
    key(),
    organisation(),
    Column("team_id", Id, ForeignKey("teams.id"), nullable=False, unique=True),
    Column("by_calendar", Boolean, nullable=False),
    Column("source", Sealed, nullable=False),
    Column("copy", Sealed),
    Column("etag", String(200)),
    Column("modified", String(60)),
    Column("read_at", Instant),
    Column("problem", String(300)),
    Column("failing_since", Instant),
    Column("told_failing", Boolean, nullable=False, server_default=text("false")),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("next_at", Instant, nullable=False),
    Column("unmatched", Sealed),
    Column("told_gaps", JSON),
    Index(None, "next_at"),
)

duty_shifts = Table(
    "duty_shifts",
    metadata,
    key(),
    organisation(),
    Column("team_id", Id, ForeignKey("teams.id"), nullable=False),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Index(None, "team_id", "ends_at"),
    Index(None, "person_id", "ends_at"),
)
