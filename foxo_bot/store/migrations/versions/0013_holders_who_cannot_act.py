"""Holders who can no longer act: when that is seen to next, and when the leads were told of it."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_CLAIMED = sa.text("state = 'claimed'")


def upgrade() -> None:
    op.add_column("escalations", sa.Column("absent_due_at", sa.BigInteger()))
    op.add_column("escalations", sa.Column("absent_told_at", sa.BigInteger()))
    op.create_index(
        "ix_recipients_claimed",
        "recipients",
        ["team_id", "claimer_id"],
        sqlite_where=_CLAIMED,
        postgresql_where=_CLAIMED,
    )
