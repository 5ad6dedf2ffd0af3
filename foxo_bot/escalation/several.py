"""Where several must acknowledge: how many have, and what follows once it is enough."""

from datetime import datetime

from foxo_bot.escalation import following, shown
from foxo_bot.model import Case, EscalationStopped, Recipient, State
from foxo_bot.model.rules import ANY
from foxo_bot.store import (
    acknowledgements,
    cases,
    escalations,
    events,
    messages,
    outbox,
    people,
    recipients,
)
from foxo_bot.store.acknowledgements import Count
from foxo_bot.store.db import Tx
from foxo_bot.store.outbox import Message

ACKNOWLEDGED = "acknowledged"


def count(tx: Tx, recipient: Recipient, *, also: int | None = None) -> Count:
    """How many have acknowledged of those who must, one more person counted in."""
    clock = escalations.of_recipient(tx, recipient)
    wanted = clock.acknowledged_by if clock else ANY
    if wanted == ANY and recipient.state is State.UNCLAIMED and also is not None:
        return Count(1, 1)  # nobody has yet, and one is enough: there is nothing to count
    return acknowledgements.count(tx, recipient, wanted, also=also)


def told_no_more(tx: Tx, recipient: Recipient, person_id: int) -> None:
    """Drop what one person, who has acknowledged, was still to be told; others are still asked."""
    outbox.drop_open_notices(
        tx, recipient.organisation_id, recipient.id, reason="acknowledged", person_id=person_id
    )
    tx.happened.append(EscalationStopped(recipient.id, person_id))


def settle(tx: Tx, recipient: Recipient, now: datetime) -> bool:
    """Claimed, where enough have acknowledged without a new one: fewer must now, or some left."""
    if recipient.state is not State.PARTLY or not count(tx, recipient).enough:
        return False
    holder = recipient.claimer_id
    if not recipients.move(tx, recipient, to=State.CLAIMED, by=holder, claimer_id=holder, now=now):
        return False
    case = cases.get(tx, recipient.organisation_id, recipient.case_id)
    events.about_recipient(tx, recipient, "settled", now)
    asks = following.asks_at(tx, recipient, case.triage, now)
    escalations.stop(tx, recipient, now, ask_at=asks)
    outbox.drop_open_notices(tx, recipient.organisation_id, recipient.id, reason="acknowledged")
    tx.happened.append(EscalationStopped(recipient.id))
    outbox.put(tx, [*shown.redraws(tx, case), _told(tx, case, recipient)], now)
    return True


def _told(tx: Tx, case: Case, recipient: Recipient) -> Message | None:
    """The sender heard last that others are still asked."""
    if recipient.claimer_id == case.sender_id:
        return None
    sender, about = people.find(tx, case.sender_id), {messages.WHO: recipient.claimer_id}
    return messages.told(case, recipient.id, sender, ACKNOWLEDGED, about)
