"""Files that people hand to the program itself: in trays, then with their case."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "kept_files",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("organisation_id", _ID, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_kept_files_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_files")),
    )
    op.create_table(
        "tray_files",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("organisation_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("tray", sa.String(length=40), nullable=False),
        sa.Column("file", sa.LargeBinary(), nullable=False),
        sa.Column("kept_id", _ID, nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["kept_id"], ["kept_files.id"], name=op.f("fk_tray_files_kept_id_kept_files")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_tray_files_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_tray_files_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tray_files")),
    )
    op.create_index(op.f("ix_tray_files_tray"), "tray_files", ["tray"], unique=False)
    op.create_index(op.f("ix_tray_files_at"), "tray_files", ["at"], unique=False)
    with op.batch_alter_table("attachments") as attachments:
        attachments.add_column(sa.Column("kept_id", _ID, nullable=True))
        attachments.create_foreign_key(
            op.f("fk_attachments_kept_id_kept_files"), "kept_files", ["kept_id"], ["id"]
        )
