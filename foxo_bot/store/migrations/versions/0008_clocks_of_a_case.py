"""An index by which the clocks of a case are found: every card asks for them."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_escalations_case_id"), "escalations", ["case_id"])
