"""Who there is: organisations, teams, the channels they stand in, people."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    text,
)

from foxo_bot.store.columns import Id, Instant, Sealed
from foxo_bot.store.tables.base import key, metadata, organisation

organisations = Table(
    "organisations",
    metadata,
    key(),
    Column("name", String(200), nullable=False, unique=True),
    Column("country", String(2)),
    Column("sender_confirms_close", Boolean, nullable=False, server_default=text("true")),
    Column("fallback_person_id", Id),
    Column("timezone", String(60)),
)

workspaces = Table(
    "workspaces",
    metadata,
    key(),
    organisation(),
    Column("transport", String(20), nullable=False),
    Column("name", String(100), nullable=False),
    UniqueConstraint("transport", "name"),
)

teams = Table(
    "teams",
    metadata,
    key(),
    organisation(),
    Column("name", String(200), nullable=False),
    Column("accepts_external", Boolean, nullable=False, server_default=text("false")),
    Column("integrations", Boolean, nullable=False, server_default=text("false")),
    Column("members_listed", Boolean, nullable=False, server_default=text("false")),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    Column("policy", JSON),
    Column("rules", JSON),
    Column("timezone", String(60)),
    UniqueConstraint("organisation_id", "name"),
)

channels = Table(
    "channels",
    metadata,
    key(),
    organisation(),
    Column("team_id", Id, ForeignKey("teams.id"), nullable=False),
    Column("transport", String(20), nullable=False),
    Column("workspace", String(100), nullable=False),
    Column("address", String(200), nullable=False),
    Column("listed_address", String(200)),
    Column("problem", String(300)),
    Column("shared", Boolean),
    UniqueConstraint("team_id", "transport", "workspace", "address"),
    Index(None, "transport", "workspace", "address"),
)

people = Table(
    "people",
    metadata,
    key(),
    organisation(),
    Column("name", String(200), nullable=False),
    Column("external", Boolean, nullable=False, server_default=text("false")),
    Column("slack_workspace", String(30)),
    Column("slack_user", String(30)),
    Column("slack_via", String(30)),
    Column("teams_user", String(200)),
    Column("last_chat", String(20)),
    Column("email", String(254)),
    Column("phone", String(20)),
    Column("email_problem", String(300)),
    Column("phone_problem", String(300)),
    Column("phone_verified_at", Instant),
    Column("own_phone", String(20)),
    Column("own_phone_problem", String(300)),
    Column("own_phone_verified_at", Instant),
    Column("wishes", JSON),
    Column("listed", String(60)),
    UniqueConstraint("slack_workspace", "slack_user"),
    UniqueConstraint("teams_user"),
    Index(None, "slack_via", "slack_user"),
    Index(None, "organisation_id", "email"),
    Index(None, "phone"),
    Index(None, "own_phone"),
)

number_checks = Table(
    "number_checks",
    metadata,
    key(),
    organisation(),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False),
    Column("phone", String(20), nullable=False),
    Column("code", String(10), nullable=False),
    Column("at", Instant, nullable=False),
    Column("tries", Integer, nullable=False, server_default=text("0")),
    Column("ended_at", Instant),
    Index(None, "person_id", "at"),
    Index(None, "phone", "at"),
)

members = Table(
    "members",
    metadata,
    key(),
    organisation(),
    Column("team_id", Id, ForeignKey("teams.id"), nullable=False),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False),
    Column("role", String(10), nullable=False),
    UniqueConstraint("team_id", "person_id"),
    Index(None, "person_id"),
)

channel_members = Table(
    "channel_members",
    metadata,
    key(),
    organisation(),
    Column("channel_id", Id, ForeignKey("channels.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False),
    UniqueConstraint("channel_id", "person_id"),
    Index(None, "person_id"),
)

patients = Table(
    "patients",
    metadata,
    key(),
    organisation(),
    Column("owner_id", Id, ForeignKey("people.id"), nullable=False),
    Column("card", Sealed, nullable=False),
    Column("created_at", Instant, nullable=False),
    Index(None, "owner_id"),
)
