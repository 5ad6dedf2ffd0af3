"""Whoever holds a case can no longer act on it: the leads are told, and at last it waits again.

They have left the team, or nothing reaches them any more. Nobody else would notice: while somebody
holds a case, nobody is reminded of it.
"""

from datetime import datetime, timedelta

from foxo_bot.cases import lapse
from foxo_bot.escalation import beyond_chat, quiet
from foxo_bot.escalation.shown import redraws
from foxo_bot.model import Case, Person, Recipient, Role, State
from foxo_bot.store import (
    cases,
    escalations,
    events,
    holders,
    memberships,
    messages,
    outbox,
    people,
    recipients,
)
from foxo_bot.store.db import Tx
from foxo_bot.store.outbox import Message

EVERY = timedelta(minutes=5)
"""Between two looks."""

TOLD_AFTER = timedelta(minutes=10)
"""Who leaves a channel for a minute is no news."""

LAPSES_AFTER = timedelta(hours=2)
"""A channel is read at least each hour: what was read wrongly, or empty, is put right before."""

AT_ONCE = 20


def is_anything_due(tx: Tx, now: datetime) -> bool:
    return bool(holders.to_see_to(tx, now, 1))


def see_to(tx: Tx, now: datetime, *, limit: int = AT_ONCE) -> int:
    """Note who can no longer act, tell of them, and take cases from them; how many were seen to."""
    found = holders.to_see_to(tx, now, limit)
    for one in found:
        case = cases.lock(tx, one.organisation_id, one.case_id)
        recipient = recipients.get(tx, one.organisation_id, one.id)
        if recipient is not None and recipient.state is State.CLAIMED:
            _see_to(tx, case, recipient, now)
    return len(found)


def _see_to(tx: Tx, case: Case, recipient: Recipient, now: datetime) -> None:
    clock = escalations.of_recipient(tx, recipient)
    if clock is None:
        return
    if not holders.absent(tx, recipient):
        _is_back(tx, case, recipient, now, told=clock.absent_told_at is not None)
    elif clock.absent_due_at is None:
        holders.note(tx, recipient, quiet.held(tx, recipient, case.triage, now + TOLD_AFTER))
    elif clock.absent_due_at > now:
        return  # another process has seen to it meanwhile
    elif clock.absent_told_at is None:
        _tell(tx, case, recipient, now)
    elif not _others(tx, recipient):  # nobody would be asked: rather a fault than the truth
        holders.note(tx, recipient, now + LAPSES_AFTER, told_at=clock.absent_told_at)
    else:
        _take_from_them(tx, case, recipient, now)


def _is_back(tx: Tx, case: Case, recipient: Recipient, now: datetime, *, told: bool) -> None:
    holders.note(tx, recipient, None)
    if told:
        events.about_recipient(tx, recipient, "holder_back", now)
        outbox.put(tx, redraws(tx, case), now)


def _tell(tx: Tx, case: Case, recipient: Recipient, now: datetime) -> None:
    """The team's leads, or where none can be told the fallback contact; every copy says it too."""
    holders.note(tx, recipient, now + LAPSES_AFTER, told_at=now)
    events.about_recipient(
        tx, recipient, messages.HOLDER_ABSENT, now, {"person": recipient.claimer_id}
    )
    last_resort = people.fallback(tx, recipient.team_organisation_id)
    leads = _others(tx, recipient, Role.LEAD)
    rows = _news(case, recipient, leads, now)
    if not any(rows) and last_resort:
        rows = _news(case, recipient, [last_resort], now)
    outbox.put(tx, [*rows, *redraws(tx, case)], now)


def _take_from_them(tx: Tx, case: Case, recipient: Recipient, now: datetime) -> None:
    told = _news(case, recipient, [people.find(tx, case.sender_id)], now)
    lapse.wait_again(tx, case, recipient, now, event="waits_again", told=told)


def _others(tx: Tx, recipient: Recipient, *roles: Role) -> list[Person]:
    team = memberships.of_team(tx, recipient.team_organisation_id, recipient.team_id)
    return [
        member.person
        for member in team
        if member.person.id != recipient.claimer_id and (not roles or member.role in roles)
    ]


def _news(
    case: Case, recipient: Recipient, readers: list[Person], now: datetime
) -> list[Message | None]:
    holder_id = recipient.claimer_id or 0
    what, about = messages.HOLDER_ABSENT, {messages.WHO: holder_id}
    rows: list[Message | None] = []
    for person in readers:
        key = f"absent:{recipient.id}:{now.timestamp()}:{person.id}"
        row = messages.told(case, recipient.id, person, what, about, key=key)
        rows.append(row or beyond_chat.news(recipient, person, what, key=key, who=holder_id))
    return rows
