"""Whether people of other organisations are in a channel, once that is known."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("channels", sa.Column("shared", sa.Boolean(), nullable=True))
