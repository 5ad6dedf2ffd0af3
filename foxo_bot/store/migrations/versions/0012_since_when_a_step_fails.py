"""Since when a clock's step fails: the self-check sees it however often it is put off."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("escalations", sa.Column("failing_since", sa.BigInteger()))
