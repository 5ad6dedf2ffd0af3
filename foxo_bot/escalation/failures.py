"""What follows when a message can never arrive: the next way, the next step, and people told."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from foxo_bot.escalation import beyond_chat, engine, marks, other_chat, reach, saying, unshown
from foxo_bot.escalation.reach import Attempt
from foxo_bot.escalation.saying import Saying
from foxo_bot.model import AWAITING, Person, Recipient, Way
from foxo_bot.store import (
    attempts,
    cases,
    endings,
    events,
    messages,
    outbox,
    people,
    posts,
    recipients,
    replies,
)
from foxo_bot.store.db import Tx
from foxo_bot.store.outbox import Kind, Message, Outcome

TRIED = "tried"
"""Stands in `data` of news that is told another way: by which ways it could not be told."""


def undeliverable(
    tx: Tx, message: Message, *, reason: str, words: str, address_dead: bool, now: datetime
) -> None:
    """Act on a permanent failure, in the transaction that records it."""
    recipient = _recipient(tx, message)
    elsewhere = other_chat.takes(tx, message, words, now)
    missing = reason == messages.NOT_SET_UP
    if missing and (elsewhere or unshown.another_is_enough(tx, message, recipient, now)):
        return  # what a platform would show that is not served here, another one does
    _note(tx, message, reason, words, now)
    if elsewhere:
        return
    if message.kind is Kind.POST and message.post_id is not None and recipient is None:
        _own_copy_not_shown(tx, message, words, now)
    elif message.person_id is not None:
        _person_not_reached(tx, message, recipient, words, address_dead=address_dead, now=now)
    elif message.kind is Kind.POST and message.post_id is not None:
        unshown.in_channel(tx, message, recipient, words, now)


def turned_away(tx: Tx, person: Person, way: Way, words: str, now: datetime, *, own: bool) -> None:
    """A person will not be reached this way: what an escalation said by it takes the next at once.

    What still waits to be sent fails; what has been sent stays as it is.
    """
    for message in attempts.newest_to_person(tx, person.id, messages.TRANSPORT[way]):
        recipient = _recipient(tx, message)
        if bool(message.data.get(messages.OWN)) is not own:
            continue
        if recipient is None or recipient.state not in AWAITING:
            continue
        if message.state is Outcome.OPEN:
            endings.failed(tx, message, reason="turned_away", words=words)
            _note(tx, message, "turned_away", words, now)
        _next_way(tx, message, recipient, person, way, now)


def not_shown_yet(tx: Tx, message: Message, *, reason: str, now: datetime) -> None:
    """A team's channel has not shown a case after several attempts: its platform may be down.

    SMS and email start at once, for the steps that go to the platform would be waited for in vain.
    """
    recipient = _recipient(tx, message)
    if recipient is None or recipient.state not in AWAITING or unshown.stands(tx, recipient):
        return
    if engine.reach_beyond_chat(tx, recipient, now):
        _note(tx, message, reason, "", now, kind="not_shown_yet")


def _person_not_reached(
    tx: Tx,
    message: Message,
    recipient: Recipient | None,
    words: str,
    *,
    address_dead: bool,
    now: datetime,
) -> None:
    person = people.find(tx, message.person_id or 0)
    way = messages.way_of(message.transport)
    if _occasion(message) == messages.NUMBER_CHECK:
        _check_not_sent(tx, person, words, now, dead=address_dead)
        return
    if message.case_id is None:
        by_mail(tx, message, now)
    if address_dead and way is not Way.DM:
        marks.mark(tx, person, way, words, now, own=bool(message.data.get(messages.OWN)))
    if recipient is None or not _must_arrive(tx, message, recipient, person):
        return
    _next_way(tx, message, recipient, person, way, now)


def _next_way(
    tx: Tx, message: Message, recipient: Recipient, person: Person, way: Way, now: datetime
) -> None:
    """Reach the person another way, or where they were the last, the next people."""
    tried = _tried(tx, message) | {way}
    other = reach.instead(person, way, tried)
    if other is not None:
        _say_instead(tx, message, recipient, Attempt(person, other), tried, now)
    elif message.step is not None and not attempts.step_reached_anybody(tx, message):
        engine.bring_forward(tx, recipient, now)


def _tried(tx: Tx, message: Message) -> set[Way]:
    """By which ways the same has been said before: a step's rows say it, of other news its own."""
    if message.step is None:
        return {Way(name) for name in message.data.get(TRIED, ())}
    return {messages.way_of(name) for name in attempts.tried_ways(tx, message)}


def by_mail(tx: Tx, message: Message, now: datetime) -> None:
    """News that is about no case, and that a chat does not take, goes by email as well."""
    outbox.put(tx, [messages.by_mail_too(message, people.find(tx, message.person_id or 0))], now)


def _check_not_sent(tx: Tx, person: Person, words: str, now: datetime, *, dead: bool) -> None:
    """Who waits for a code is told that it will not come; their number is not judged by it."""
    data: dict[str, int | str] = {"words": words[:300], "dead": int(dead)}
    told = messages.told_of_address(person, person, messages.NUMBER_CHECK_FAILED, data)
    outbox.put(tx, [told], now)


OUTCOMES = {
    *("acknowledged", "taken_over", "declined", "completed", "closed"),
    *("handed_back", "lapsed", "reopened", beyond_chat.REPLIED),
}
"""News of what became of a case."""


def _must_arrive(tx: Tx, message: Message, recipient: Recipient, person: Person) -> bool:
    """What an escalation says, that a team cannot see the case or its holder cannot act, what
    became of it for whoever sent it, and what is asked or told of it to whoever holds it; other
    news may stay unheard."""
    if message.step is not None or _occasion(message) == unshown.UNDELIVERABLE:
        return recipient.state in AWAITING
    if _occasion(message) == messages.HOLDER_ABSENT:
        return True
    case = cases.get(tx, recipient.organisation_id, recipient.case_id)
    if case.sender_id == person.id:
        return _occasion(message) in OUTCOMES
    return _occasion(message) in {*beyond_chat.TO_ITS_HOLDER, messages.ASKED}


def _occasion(message: Message) -> str:
    return str(message.data.get("occasion") or message.data.get("what") or "waiting")


def _say_instead(
    tx: Tx,
    message: Message,
    recipient: Recipient,
    attempt: Attempt,
    tried: set[Way],
    now: datetime,
) -> None:
    case = cases.get(tx, recipient.organisation_id, recipient.case_id)
    news = Saying(case, recipient, message.step, _occasion(message))
    number = reach.number_for(attempt.person) if attempt.way is Way.SMS else None
    attempt = replace(attempt, own=number is not None and number.own)
    row = saying.say(tx, news, attempt, f"instead:{message.id}:{attempt.way.value}")
    if row is not None:
        more: dict[str, Any] = {TRIED: sorted(way.value for way in tried)}
        if messages.WHO in message.data:
            more[messages.WHO] = message.data[messages.WHO]
        outbox.put(tx, [replace(row, data={**row.data, **more})], now)


def _own_copy_not_shown(tx: Tx, message: Message, words: str, now: datetime) -> None:
    """The sender's own copy; what was replied meanwhile, they have not heard of."""
    post = posts.get(tx, message.organisation_id, message.post_id or 0)
    posts.set_problem(tx, post, words)
    case = cases.get(tx, post.organisation_id, post.case_id)
    first = recipients.of_case(tx, case.organisation_id, case.id)[0]
    for said in replies.of_case(tx, case.organisation_id, case.id):
        beyond_chat.of_reply(tx, case, first, said, now)


def _recipient(tx: Tx, message: Message) -> Recipient | None:
    if message.recipient_id is None:
        return None
    return recipients.get(tx, message.organisation_id, message.recipient_id)


def _note(
    tx: Tx,
    message: Message,
    reason: str,
    words: str,
    now: datetime,
    *,
    kind: str = "undeliverable",
) -> None:
    facts = {
        "message": message.id,
        "kind": message.kind.value,
        "reason": reason,
        "words": words,
        "person": message.person_id,
    }
    events.about_message(tx, message, kind, now, facts)
