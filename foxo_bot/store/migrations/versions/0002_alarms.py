"""What the self-check found, and an index by which it finds who waits."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_STANDING = sa.text("ended_at IS NULL")
_AWAITING = sa.text("state IN ('declined', 'unclaimed')")


def upgrade() -> None:
    op.create_table(
        "alarms",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("organisation_id", _ID, nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_alarms_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarms")),
    )
    op.create_index(
        "uq_alarms_standing",
        "alarms",
        ["organisation_id", "kind"],
        unique=True,
        sqlite_where=_STANDING,
        postgresql_where=_STANDING,
    )
    op.create_index(
        "ix_recipients_awaiting",
        "recipients",
        ["organisation_id"],
        sqlite_where=_AWAITING,
        postgresql_where=_AWAITING,
    )
