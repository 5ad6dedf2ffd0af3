"""The time zone of organisations and teams."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("organisations", "teams"):
        op.add_column(table, sa.Column("timezone", sa.String(length=60), nullable=True))
