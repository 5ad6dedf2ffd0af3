"""Writes down what became of each parcel, and what follows from it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from foxo_bot.delivery.transport import Sent, TryLater, Undeliverable
from foxo_bot.delivery.work import Moot
from foxo_bot.escalation import failures, unshown
from foxo_bot.store import cases, claims, endings, events, outbox, posts
from foxo_bot.store.db import Tx
from foxo_bot.store.outbox import Kind, Message, Outcome

BACKOFF = tuple(timedelta(seconds=s) for s in (1, 2, 5, 10, 20, 30, 60))
"""Waits after the first, second, … failed attempt; the last one repeats."""

SLOW_AFTER = 4
"""After so many attempts in vain another way of reaching the person is tried as well."""

GIVE_UP_AFTER = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Lapsed:
    """The time for which the row was claimed ran out before it was sent."""


Ending = Sent | Moot | TryLater | Undeliverable | Lapsed


@dataclass(frozen=True, slots=True)
class Result:
    """One row and what came of it."""

    message: Message
    outcome: Ending


def record(tx: Tx, results: list[Result], now: datetime) -> None:
    """Write a group of results in one transaction.

    A worker that hung may come with its result after its row was taken over. That a vendor took a
    message stays true; whatever else it says has been overtaken.
    """
    rows = _held(tx, results)
    taken: list[tuple[Message, str]] = []
    held_lanes: dict[str, tuple[str, datetime]] = {}
    for result in sorted(results, key=lambda one: one.message.id):
        row = rows[result.message.id]
        if isinstance(result.outcome, Sent):
            taken += _sent(tx, row, result.outcome, now)
        elif row.attempts == result.message.attempts and row.state in _UNSETTLED:
            held_lanes |= _not_sent(tx, result, row, now)
    endings.sent(tx, taken, now)
    for lane, (transport, until) in sorted(held_lanes.items()):
        claims.hold_lane(tx, transport, lane, until)


_UNSETTLED = {Outcome.OPEN, Outcome.DROPPED}


def _held(tx: Tx, results: list[Result]) -> dict[int, Message]:
    """The rows as they stand now, locked in the order in which acts lock: cases, then rows."""
    failed = [one.message for one in results if isinstance(one.outcome, TryLater | Undeliverable)]
    if concerned := {one.case_id for one in failed if one.case_id is not None}:
        cases.lock_all(tx, concerned)
    return outbox.lock(tx, [one.message.id for one in results])


def _not_sent(
    tx: Tx, result: Result, row: Message, now: datetime
) -> dict[str, tuple[str, datetime]]:
    """Write it down; the lanes that are to rest, of which transport and until when."""
    match result.outcome:
        case Moot(why=why) if row.state is Outcome.OPEN:
            _moot(tx, row, why, now)
        case TryLater() as later:
            return _later(tx, row, later, now)
        case Undeliverable() as failure:
            _failed(tx, row, failure, now)
        case Lapsed() if row.state is Outcome.OPEN:
            endings.release(tx, row, now)
    return {}


def _sent(tx: Tx, message: Message, sent: Sent, now: datetime) -> list[tuple[Message, str]]:
    """The row with the vendor's id for it, where it is to be marked as sent."""
    if message.state is Outcome.SENT:
        if message.vendor_id != sent.vendor_id:
            events.about_message(tx, message, "sent_twice", now, {"message": message.id})
        return []
    if message.state is Outcome.FAILED:  # the news that it cannot arrive was quicker
        endings.taken(tx, message, vendor_id=sent.vendor_id, now=now)
        return []
    if message.kind is Kind.POST and message.post_id is not None:
        post = posts.get(tx, message.organisation_id, message.post_id)
        posts.placed(tx, post, place=sent.place or post.address, vendor_id=sent.vendor_id)
    return [(message, sent.vendor_id)]


def _moot(tx: Tx, message: Message, why: str, now: datetime) -> None:
    endings.dropped(tx, message, reason=why)
    if message.step is not None:
        events.about_message(tx, message, "dropped", now, {"messages": 1, "why": why})


def _later(
    tx: Tx, message: Message, later: TryLater, now: datetime
) -> dict[str, tuple[str, datetime]]:
    if message.created_at and now - message.created_at > GIVE_UP_AFTER:
        words = "the service could not be reached for three days"
        _failed(tx, message, Undeliverable(later.reason, words), now)
        return {}
    pause = BACKOFF[min(message.attempts, len(BACKOFF)) - 1]
    at = now + (timedelta(seconds=later.after) if later.after else pause)
    endings.try_again(tx, message, at=at, reason=later.reason, uncertain=later.uncertain)
    if message.attempts == SLOW_AFTER:
        _slow(tx, message, later, now)
    rests = later.lane_too and message.lane
    return {message.lane: (message.transport, at)} if rests and message.lane else {}


def _slow(tx: Tx, message: Message, later: TryLater, now: datetime) -> None:
    """It goes on being tried; meanwhile people are reached another way."""
    if message.step is not None:
        words = "the service is not answering; it is tried again"
        failures.undeliverable(
            tx, message, reason=later.reason, words=words, address_dead=False, now=now
        )
    elif message.case_id is None:
        failures.by_mail(tx, message, now)
    elif message.kind is Kind.POST and message.person_id is None:
        failures.not_shown_yet(tx, message, reason=later.reason, now=now)


def _failed(tx: Tx, message: Message, failure: Undeliverable, now: datetime) -> None:
    endings.failed(tx, message, reason=failure.reason, words=failure.words)
    if failure.taken_away and message.post_id is not None:
        unshown.taken_away(tx, posts.get(tx, message.organisation_id, message.post_id), now)
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
    cases.lock_all(tx, [message.case_id] if message.case_id is not None else [])
    row = outbox.lock(tx, [message.id])[message.id]
    if row.state is not Outcome.FAILED:
        _failed(tx, row, Undeliverable(reason, words, address_dead=address_dead), now)
