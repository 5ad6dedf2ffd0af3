"""The audit trail, what the self-check found, deliveries taken in, and secrets of vendors."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    UniqueConstraint,
    text,
)

from foxo_bot.store.columns import Id, Instant, Sealed
from foxo_bot.store.tables.base import key, metadata, organisation

events = Table(
    "events",
    metadata,
    key(),
    organisation(),
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

_STANDING = text("ended_at IS NULL")

alarms = Table(
    "alarms",
    metadata,
    key(),
    organisation(),
    Column("kind", String(30), nullable=False),
    Column("since", Instant, nullable=False),
    Column("told_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Index("uq_alarms_standing", "organisation_id", "kind", unique=True,
          sqlite_where=_STANDING, postgresql_where=_STANDING),
)  # fmt: skip

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
