"""Every table. All rows belong to an organisation, except the few in SHARED, each with a reason."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    text,
)

from foxo_bot.store.columns import Id, Instant, Sealed

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

SHARED = {
    "organisations": "is the organisation",
    "lanes": "a vendor's rate limit knows no organisation",
    "received": "a vendor's delivery is recognised before anybody knows whose it is",
    "secrets": "an installation's tokens come before any organisation claims its workspace",
}


def _key() -> Column[int]:
    return Column("id", Id, primary_key=True, autoincrement=True)


def _organisation() -> Column[int]:
    return Column("organisation_id", Id, ForeignKey("organisations.id"), nullable=False)


organisations = Table(
    "organisations",
    metadata,
    _key(),
    Column("name", String(200), nullable=False, unique=True),
    Column("country", String(2)),
    Column("sender_confirms_close", Boolean, nullable=False, server_default=text("true")),
    Column("fallback_person_id", Id),
)

workspaces = Table(
    "workspaces",
    metadata,
    _key(),
    _organisation(),
    Column("transport", String(20), nullable=False),
    Column("name", String(100), nullable=False),
    UniqueConstraint("transport", "name"),
)

teams = Table(
    "teams",
    metadata,
    _key(),
    _organisation(),
    Column("name", String(200), nullable=False),
    Column("accepts_external", Boolean, nullable=False, server_default=text("false")),
    Column("integrations", Boolean, nullable=False, server_default=text("false")),
    Column("members_listed", Boolean, nullable=False, server_default=text("false")),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    Column("policy", JSON),
    UniqueConstraint("organisation_id", "name"),
)

channels = Table(
    "channels",
    metadata,
    _key(),
    _organisation(),
    Column("team_id", Id, ForeignKey("teams.id"), nullable=False),
    Column("transport", String(20), nullable=False),
    Column("workspace", String(100), nullable=False),
    Column("address", String(200), nullable=False),
    Column("listed_address", String(200)),
    Column("problem", String(300)),
    UniqueConstraint("team_id", "transport", "workspace", "address"),
    Index(None, "transport", "workspace", "address"),
)

people = Table(
    "people",
    metadata,
    _key(),
    _organisation(),
    Column("name", String(200), nullable=False),
    Column("external", Boolean, nullable=False, server_default=text("false")),
    Column("slack_workspace", String(30)),
    Column("slack_user", String(30)),
    Column("slack_via", String(30)),
    Column("teams_user", String(200)),
    Column("email", String(254)),
    Column("phone", String(20)),
    Column("email_problem", String(300)),
    Column("phone_problem", String(300)),
    Column("listed", String(60)),
    UniqueConstraint("slack_workspace", "slack_user"),
    UniqueConstraint("teams_user"),
    Index(None, "slack_via", "slack_user"),
    Index(None, "organisation_id", "email"),
    Index(None, "phone"),
)

members = Table(
    "members",
    metadata,
    _key(),
    _organisation(),
    Column("team_id", Id, ForeignKey("teams.id"), nullable=False),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False),
    Column("role", String(10), nullable=False),
    UniqueConstraint("team_id", "person_id"),
    Index(None, "person_id"),
)

channel_members = Table(
    "channel_members",
    metadata,
    _key(),
    _organisation(),
    Column("channel_id", Id, ForeignKey("channels.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False),
    UniqueConstraint("channel_id", "person_id"),
    Index(None, "person_id"),
)

patients = Table(
    "patients",
    metadata,
    _key(),
    _organisation(),
    Column("owner_id", Id, ForeignKey("people.id"), nullable=False),
    Column("card", Sealed, nullable=False),
    Column("created_at", Instant, nullable=False),
    Index(None, "owner_id"),
)

cases = Table(
    "cases",
    metadata,
    _key(),
    _organisation(),
    Column("number", Integer, nullable=False, unique=True),
    Column("sender_id", Id, ForeignKey("people.id"), nullable=False),
    Column("subject", Sealed, nullable=False),
    Column("details", Sealed, nullable=False),
    Column("patient_id", Id, ForeignKey("patients.id")),
    Column("triage", String(10), nullable=False),
    Column("created_at", Instant, nullable=False),
    Index(None, "sender_id", "created_at"),
)

attachments = Table(
    "attachments",
    metadata,
    _key(),
    _organisation(),
    Column("case_id", Id, ForeignKey("cases.id"), nullable=False),
    Column("transport", String(20), nullable=False),
    Column("file", Sealed, nullable=False),
    Index(None, "case_id"),
)

recipients = Table(
    "recipients",
    metadata,
    _key(),
    _organisation(),
    Column("case_id", Id, ForeignKey("cases.id"), nullable=False),
    Column("team_id", Id, ForeignKey("teams.id")),
    Column("team_organisation_id", Id, ForeignKey("organisations.id"), nullable=False),
    Column("state", String(12), nullable=False),
    Column("claimer_id", Id, ForeignKey("people.id")),
    Column("changed_by_id", Id, ForeignKey("people.id")),
    Column("state_changed_at", Instant, nullable=False),
    Column("decline_reason", Sealed),
    UniqueConstraint("case_id", "team_id"),
    Index(None, "team_id", "state"),
    Index(None, "claimer_id"),
    Index("ix_recipients_completed", "state_changed_at", sqlite_where=text("state = 'completed'"),
          postgresql_where=text("state = 'completed'")),
)  # fmt: skip

posts = Table(
    "posts",
    metadata,
    _key(),
    _organisation(),
    Column("case_id", Id, ForeignKey("cases.id"), nullable=False),
    Column("recipient_id", Id, ForeignKey("recipients.id")),
    Column("role", String(10), nullable=False),
    Column("transport", String(20), nullable=False),
    Column("workspace", String(100), nullable=False),
    Column("address", String(200), nullable=False),
    Column("person_id", Id, ForeignKey("people.id")),
    Column("vendor_place", String(200)),
    Column("vendor_id", String(200)),
    Column("problem", String(300)),
    Index(None, "case_id"),
    Index(None, "vendor_place", "vendor_id"),
)

replies = Table(
    "replies",
    metadata,
    _key(),
    _organisation(),
    Column("case_id", Id, ForeignKey("cases.id"), nullable=False),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False),
    Column("body", Sealed, nullable=False),
    Column("at", Instant, nullable=False),
    Column("post_id", Id, ForeignKey("posts.id")),
    Index(None, "case_id"),
)

_GOING = text("stopped_at IS NULL")

escalations = Table(
    "escalations",
    metadata,
    _key(),
    _organisation(),
    Column("case_id", Id, ForeignKey("cases.id"), nullable=False),
    Column("recipient_id", Id, ForeignKey("recipients.id"), nullable=False, unique=True),
    Column("triage", String(10), nullable=False),
    Column("steps", JSON, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("reached", Integer, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("exhausted_at", Instant),
    Column("stopped_at", Instant),
    Index("ix_escalations_due", "due_at", sqlite_where=_GOING, postgresql_where=_GOING),
)

_OPEN = text("state = 'open'")

outbox = Table(
    "outbox",
    metadata,
    _key(),
    _organisation(),
    Column("case_id", Id, ForeignKey("cases.id")),
    Column("recipient_id", Id, ForeignKey("recipients.id")),
    Column("post_id", Id, ForeignKey("posts.id")),
    Column("person_id", Id, ForeignKey("people.id")),
    Column("reply_id", Id, ForeignKey("replies.id")),
    Column("transport", String(20), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("step", Integer),
    Column("lane", String(200)),
    Column("data", JSON, nullable=False),
    Column("dedupe_key", String(200), unique=True),
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("created_at", Instant, nullable=False),
    Column("next_at", Instant, nullable=False),
    Column("slot_at", Instant),
    Column("leased_by", String(40)),
    Column("uncertain", Boolean, nullable=False, server_default=text("false")),
    Column("sent_at", Instant),
    Column("vendor_id", String(200)),
    Column("delivered_at", Instant),
    Column("reason", String(60)),
    Column("words", String(300)),
    CheckConstraint("state IN ('open', 'sent', 'failed', 'dropped')", name="state"),
    Index("ix_outbox_due", "transport", "next_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("ix_outbox_post_open", "post_id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("ix_outbox_recipient_open", "recipient_id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index(None, "case_id"),
    Index(None, "vendor_id"),
)

lanes = Table(
    "lanes",
    metadata,
    Column("lane", String(200), primary_key=True),
    Column("free_at", Instant, nullable=False),
)

codes = Table(
    "codes",
    metadata,
    _key(),
    _organisation(),
    Column("recipient_id", Id, ForeignKey("recipients.id"), nullable=False),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False),
    Column("code", String(10), nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    UniqueConstraint("recipient_id", "person_id"),
    Index(None, "person_id", "code"),
)

wrong_codes = Table(
    "wrong_codes",
    metadata,
    _key(),
    _organisation(),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "person_id", "at"),
)

events = Table(
    "events",
    metadata,
    _key(),
    _organisation(),
    Column("seq", BigInteger, nullable=False),
    Column("at", Instant, nullable=False),
    Column("kind", String(30), nullable=False),
    Column("case_id", Id),
    Column("recipient_id", Id),
    Column("actor_id", Id),
    Column("via", String(20), nullable=False),
    Column("data", JSON, nullable=False),
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    UniqueConstraint("organisation_id", "seq"),
    Index(None, "case_id"),
)

chain_heads = Table(
    "chain_heads",
    metadata,
    Column("organisation_id", Id, ForeignKey("organisations.id"), primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
)

received = Table(
    "received",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("at", Instant, nullable=False),
    Index(None, "at"),
)

secrets = Table(
    "secrets",
    metadata,
    Column("kind", String(30), primary_key=True),
    Column("name", String(200), primary_key=True),
    Column("content", Sealed, nullable=False),
)
