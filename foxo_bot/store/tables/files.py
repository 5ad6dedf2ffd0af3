"""Files that people handed to the program: what is in them, and those that wait for their form."""

from sqlalchemy import Column, ForeignKey, Index, String, Table

from foxo_bot.store.columns import Id, Instant, Sealed
from foxo_bot.store.tables.base import key, metadata, organisation

kept_files = Table(
    "kept_files",
    metadata,
    key(),
    organisation(),
    Column("content", Sealed, nullable=False),
)

tray_files = Table(
    "tray_files",
    metadata,
    key(),
    organisation(),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False),
    Column("tray", String(40), nullable=False),
    Column("file", Sealed, nullable=False),
    Column("kept_id", Id, ForeignKey("kept_files.id")),
    Column("at", Instant, nullable=False),
    Index(None, "tray"),
    Index(None, "at"),
)
