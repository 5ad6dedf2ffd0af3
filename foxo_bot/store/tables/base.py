"""What every table is made with."""

from sqlalchemy import Column, ForeignKey, MetaData

from foxo_bot.store.columns import Id

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def key() -> Column[int]:
    """A row's number."""
    return Column("id", Id, primary_key=True, autoincrement=True)


def organisation() -> Column[int]:
    """Whose row it is."""
    return Column("organisation_id", Id, ForeignKey("organisations.id"), nullable=False)
