"""What is handed over, to whom it went, and where it is shown."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint, text

from foxo_bot.store.columns import Id, Instant, Sealed
from foxo_bot.store.tables.base import key, metadata, organisation

cases = Table(
    "cases",
    metadata,
    key(),
    organisation(),
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
    key(),
    organisation(),
    Column("case_id", Id, ForeignKey("cases.id"), nullable=False),
    Column("transport", String(20), nullable=False),
    Column("file", Sealed, nullable=False),
    Column("kept_id", Id, ForeignKey("kept_files.id")),
    Index(None, "case_id"),
)

_AWAITING = text("state IN ('declined', 'partly', 'unclaimed')")

recipients = Table(
    "recipients",
    metadata,
    key(),
    organisation(),
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
    Index("ix_recipients_awaiting", "organisation_id",
          sqlite_where=_AWAITING, postgresql_where=_AWAITING),
    Index("ix_recipients_claimed", "team_id", "claimer_id", sqlite_where=text("state = 'claimed'"),
          postgresql_where=text("state = 'claimed'")),
    Index("ix_recipients_completed", "state_changed_at", sqlite_where=text("state = 'completed'"),
          postgresql_where=text("state = 'completed'")),
)  # fmt: skip

posts = Table(
    "posts",
    metadata,
    key(),
    organisation(),
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
    key(),
    organisation(),
    Column("case_id", Id, ForeignKey("cases.id"), nullable=False),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False),
    Column("body", Sealed, nullable=False),
    Column("at", Instant, nullable=False),
    Column("post_id", Id, ForeignKey("posts.id")),
    Index(None, "case_id"),
)
