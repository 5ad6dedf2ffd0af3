"""The clocks, and everything that is to be said to the outside."""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    text,
)

from foxo_bot.store.columns import Id, Instant
from foxo_bot.store.tables.base import key, metadata, organisation

_GOING = text("stopped_at IS NULL")
_ASKED_AFTER = text("follow_up_at IS NOT NULL")

escalations = Table(
    "escalations",
    metadata,
    key(),
    organisation(),
    Column("case_id", Id, ForeignKey("cases.id"), nullable=False),
    Column("recipient_id", Id, ForeignKey("recipients.id"), nullable=False, unique=True),
    Column("triage", String(10), nullable=False),
    Column("steps", JSON, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("reached", Integer, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("exhausted_at", Instant),
    Column("stopped_at", Instant),
    Column("acknowledged_by", Integer),
    Column("follow_up_at", Instant),
    Column("asked_at", Instant),
    Column("failing_since", Instant),
    Column("absent_due_at", Instant),
    Column("absent_told_at", Instant),
    Index("ix_escalations_follow_up", "follow_up_at", sqlite_where=_ASKED_AFTER,
          postgresql_where=_ASKED_AFTER),
    Index(None, "case_id"),
    Index("ix_escalations_due", "due_at", sqlite_where=_GOING, postgresql_where=_GOING),
)  # fmt: skip

_OPEN = text("state = 'open'")

outbox = Table(
    "outbox",
    metadata,
    key(),
    organisation(),
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
    Index(
        "ix_outbox_next", "transport", "next_at", "id", sqlite_where=_OPEN, postgresql_where=_OPEN
    ),
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
    key(),
    organisation(),
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
    key(),
    organisation(),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "person_id", "at"),
)

idle_answers = Table(
    "idle_answers",
    metadata,
    key(),
    Column("phone", String(20), nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "phone", "at"),
)

acknowledgements = Table(
    "acknowledgements",
    metadata,
    key(),
    organisation(),
    Column("recipient_id", Id, ForeignKey("recipients.id"), nullable=False),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("recipient_id", "person_id"),
    Index(None, "person_id"),
)

called = Table(
    "called",
    metadata,
    key(),
    organisation(),
    Column("recipient_id", Id, ForeignKey("recipients.id"), nullable=False),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("recipient_id", "person_id"),
    Index(None, "person_id"),
)
