"""What became of rows of the outbox: taken by a vendor, to be tried again, failed or dropped."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, literal, or_, update

from foxo_bot.store.db import Tx
from foxo_bot.store.outbox import Message, Outcome, this_row
from foxo_bot.store.tables import outbox

_TAKEN = (
    update(outbox)
    .where(outbox.c.organisation_id == bindparam("owner"), outbox.c.id == bindparam("row"))
    .values(
        state=Outcome.SENT.value,
        leased_by=None,
        reason=None,
        sent_at=bindparam("at"),
        vendor_id=bindparam("vendor"),
    )
)


def sent(tx: Tx, taken: Sequence[tuple[Message, str]], now: datetime) -> None:
    """The vendor took these rows, each under an id of its own.

    Written even over a row dropped meanwhile: it is what happened.
    """
    rows = [
        {"owner": message.organisation_id, "row": message.id, "vendor": vendor_id, "at": now}
        for message, vendor_id in taken
    ]
    if rows:
        tx.execute(_TAKEN, rows)


def taken(tx: Tx, message: Message, *, vendor_id: str, now: datetime) -> None:
    """The vendor took it, and has already said that it cannot arrive."""
    tx.execute(update(outbox).where(this_row(message)).values(sent_at=now, vendor_id=vendor_id))


def release(tx: Tx, message: Message, now: datetime) -> None:
    """Give a claimed row back untried: it is due at once, and certain not to have been sent."""
    tx.wakes.add(message.transport)
    tx.execute(update(outbox).where(this_row(message)).values(next_at=now, leased_by=None))


def failed(tx: Tx, message: Message, *, reason: str, words: str) -> None:
    _settle(tx, message, state=Outcome.FAILED, reason=reason[:60], words=words[:300])


def dropped(tx: Tx, message: Message, *, reason: str) -> None:
    _settle(tx, message, state=Outcome.DROPPED, reason=reason[:60])


def try_again(
    tx: Tx, message: Message, *, at: datetime, reason: str, uncertain: bool = False
) -> None:
    """Put an open row back for later; one that was dropped meanwhile stays dropped."""
    tx.execute(
        update(outbox)
        .where(this_row(message), outbox.c.state == Outcome.OPEN.value)
        .values(
            next_at=at,
            leased_by=None,
            reason=reason[:60],
            uncertain=or_(outbox.c.uncertain, literal(uncertain)),
        )
    )


def delivered(tx: Tx, message: Message, now: datetime) -> None:
    tx.execute(update(outbox).where(this_row(message)).values(delivered_at=now))


def _settle(tx: Tx, message: Message, *, state: Outcome, **columns: Any) -> None:
    tx.execute(
        update(outbox)
        .where(this_row(message))
        .values(state=state.value, leased_by=None, **{"reason": None, **columns})
    )
