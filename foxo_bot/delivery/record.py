"""Writes down what became of each parcel, and what follows from it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from foxo_bot.delivery.transport import Sent, TryLater, Undeliverable
from foxo_bot.delivery.work import Moot
from foxo_bot.escalation import failures
from foxo_bot.store import claims, events, outbox, posts
from foxo_bot.store.db import Tx
from foxo_bot.store.outbox import Kind, Message, Outcome

BACKOFF = tuple(timedelta(seconds=s) for s in (1, 2, 5, 10, 20, 30, 60))
"""Waits after the first, second, … failed attempt; the last one repeats."""

SLOW_AFTER = 4
"""After so many attempts in vain another way of reaching the person is tried as well."""

GIVE_UP_AFTER = timedelta(days=3)


Ending = Sent | Moot | TryLater | Undeliverable


@dataclass(frozen=True, slots=True)
class Result:
    """One row and what came of it."""

    message: Message
    outcome: Ending


def record(tx: Tx, results: list[Result], now: datetime) -> None:
    """Write a group of results in one transaction, their rows in the order of their ids."""
    in_order = sorted(results, key=lambda one: one.message.id)
    taken = [(one.message, one.outcome) for one in in_order if isinstance(one.outcome, Sent)]
    outbox.sent(tx, [(message, sent.vendor_id) for message, sent in taken], now)
    for result in in_order:
        match result.outcome:
            case Sent() as sent:
                _shown(tx, result.message, sent)
            case Moot(why=why):
                _moot(tx, result.message, why, now)
            case TryLater() as later:
                _later(tx, result.message, later, now)
            case Undeliverable() as failure:
                _failed(tx, result.message, failure, now)


def _shown(tx: Tx, message: Message, sent: Sent) -> None:
    if message.kind is Kind.POST and message.post_id is not None:
        post = posts.get(tx, message.organisation_id, message.post_id)
        posts.placed(tx, post, place=sent.place or post.address, vendor_id=sent.vendor_id)


def _moot(tx: Tx, message: Message, why: str, now: datetime) -> None:
    outbox.dropped(tx, message, reason=why)
    if message.step is None:
        return
    events.append(
        tx,
        events.Event(
            organisation_id=message.organisation_id,
            at=now,
            kind="dropped",
            via=message.transport,
            case_id=message.case_id,
            recipient_id=message.recipient_id,
            data={"messages": 1, "why": why},
        ),
    )


def _later(tx: Tx, message: Message, later: TryLater, now: datetime) -> None:
    if message.created_at and now - message.created_at > GIVE_UP_AFTER:
        words = "the service could not be reached for three days"
        _failed(tx, message, Undeliverable(later.reason, words), now)
        return
    pause = BACKOFF[min(message.attempts, len(BACKOFF)) - 1]
    at = now + (timedelta(seconds=later.after) if later.after else pause)
    outbox.try_again(tx, message, at=at, reason=later.reason, uncertain=later.uncertain)
    if later.lane_too and message.lane:
        claims.hold_lane(tx, message.transport, message.lane, at)
    if message.attempts == SLOW_AFTER and message.step is not None:
        failures.undeliverable(
            tx,
            message,
            reason=later.reason,
            words="the service is not answering; it is tried again",
            address_dead=False,
            now=now,
        )


def _failed(tx: Tx, message: Message, failure: Undeliverable, now: datetime) -> None:
    outbox.failed(tx, message, reason=failure.reason, words=failure.words)
    failures.undeliverable(
        tx,
        message,
        reason=failure.reason,
        words=failure.words,
        address_dead=failure.address_dead,
        now=now,
    )


def bounced(
    tx: Tx, message: Message, *, reason: str, words: str, address_dead: bool, now: datetime
) -> None:
    """The vendor took it, but it did not arrive; said once, however often the vendor says so."""
    if message.state is Outcome.FAILED:
        return
    _failed(tx, message, Undeliverable(reason, words, address_dead=address_dead), now)
