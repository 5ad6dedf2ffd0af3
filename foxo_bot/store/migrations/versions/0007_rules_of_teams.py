"""Rules of teams (who must acknowledge, asking afterwards, quiet hours), and who was called."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_ASKED_AFTER = sa.text("follow_up_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("teams", sa.Column("rules", sa.JSON()))
    op.add_column("escalations", sa.Column("acknowledged_by", sa.Integer()))
    op.add_column("escalations", sa.Column("follow_up_at", sa.BigInteger()))
    op.add_column("escalations", sa.Column("asked_at", sa.BigInteger()))
    op.create_index(
        "ix_escalations_follow_up",
        "escalations",
        ["follow_up_at"],
        sqlite_where=_ASKED_AFTER,
        postgresql_where=_ASKED_AFTER,
    )
    for name in ("acknowledgements", "called"):
        op.create_table(
            name,
            sa.Column("id", _ID, autoincrement=True, nullable=False),
            sa.Column("organisation_id", _ID, nullable=False),
            sa.Column("recipient_id", _ID, nullable=False),
            sa.Column("person_id", _ID, nullable=False),
            sa.Column("at", sa.BigInteger(), nullable=False),
            sa.ForeignKeyConstraint(
                ["organisation_id"],
                ["organisations.id"],
                name=op.f(f"fk_{name}_organisation_id_organisations"),
            ),
            sa.ForeignKeyConstraint(
                ["recipient_id"], ["recipients.id"], name=op.f(f"fk_{name}_recipient_id_recipients")
            ),
            sa.ForeignKeyConstraint(
                ["person_id"], ["people.id"], name=op.f(f"fk_{name}_person_id_people")
            ),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
            sa.UniqueConstraint(
                "recipient_id", "person_id", name=op.f(f"uq_{name}_recipient_id_person_id")
            ),
        )
        op.create_index(op.f(f"ix_{name}_person_id"), name, ["person_id"])
    awaiting = sa.text("state IN ('declined', 'partly', 'unclaimed')")
    op.drop_index("ix_recipients_awaiting", "recipients")
    op.create_index(
        "ix_recipients_awaiting",
        "recipients",
        ["organisation_id"],
        sqlite_where=awaiting,
        postgresql_where=awaiting,
    )
