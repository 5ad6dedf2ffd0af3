"""A person's own number, when a number was verified, and how they wish to be reached."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for column in (
        sa.Column("phone_verified_at", sa.BigInteger(), nullable=True),
        sa.Column("own_phone", sa.String(length=20), nullable=True),
        sa.Column("own_phone_problem", sa.String(length=300), nullable=True),
        sa.Column("own_phone_verified_at", sa.BigInteger(), nullable=True),
        sa.Column("wishes", sa.JSON(), nullable=True),
    ):
        op.add_column("people", column)
    op.create_index(op.f("ix_people_own_phone"), "people", ["own_phone"], unique=False)
    op.create_table(
        "number_checks",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("organisation_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_number_checks_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_number_checks_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_checks")),
    )
    for columns in (["person_id", "at"], ["phone", "at"]):
        name = op.f(f"ix_number_checks_{'_'.join(columns)}")
        op.create_index(name, "number_checks", columns, unique=False)
    op.create_table(
        "idle_answers",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idle_answers")),
    )
    op.create_index(op.f("ix_idle_answers_phone_at"), "idle_answers", ["phone", "at"], unique=False)
