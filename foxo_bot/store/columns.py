"""Column types with one meaning on every database: instants and sealed text."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from sqlalchemy import BigInteger, Dialect, Integer, LargeBinary, TypeDecorator

T = TypeVar("T")

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

Id = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite numbers rows by itself only for a plain INTEGER key."""


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime kept as whole microseconds since 1970, exact and fast to compare."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - SQLAlchemy's signature
        return None if value is None else (value - EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        return None if value is None else EPOCH + timedelta(microseconds=value)


class Sealed(TypeDecorator[bytes]):
    """Text sealed by the vault. Plain text is refused, so it cannot be stored by mistake."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002 - SQLAlchemy's signature
        if value is not None and not (isinstance(value, bytes) and value.startswith(b"gAAAA")):
            raise TypeError("only text sealed by the vault goes into this column")
        return value


def evened(values: Iterable[T]) -> list[T]:
    """Values for an IN, the last repeated until their number is a power of two.

    A database prepares a statement for each length of such a list; so there are few of them.
    """
    found = list(values)
    if not found:
        return found
    return found + found[-1:] * ((1 << (len(found) - 1).bit_length()) - len(found))
