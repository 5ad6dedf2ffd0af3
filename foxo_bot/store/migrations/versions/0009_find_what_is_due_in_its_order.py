"""An index that gives what is due in the order in which it is claimed, with nothing to sort."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    op.create_index(
        "ix_outbox_next",
        "outbox",
        ["transport", "next_at", "id"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.drop_index("ix_outbox_due", "outbox")
