"""What must hold of every case at every moment, looked at from the rows."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from foxo_bot.escalation import policy
from foxo_bot.model import AWAITING, Case, CaseSheet, Recipient, State, Triage
from foxo_bot.model.rules import ALL, FollowUp, Quiet, Rules
from foxo_bot.store import acknowledgements, escalations, events, outbox, recipients, sheets
from foxo_bot.store.acknowledgements import Count
from foxo_bot.store.db import Tx
from foxo_bot.store.escalations import Escalation
from foxo_bot.store.events import Event
from foxo_bot.store.outbox import Message, Outcome

LAG = timedelta(seconds=1)
QUIET = Quiet(time(22), time(7))
RULES = {
    "Radiology": Rules(quiet=QUIET, acknowledged_by={Triage.URGENT: 2}),
    "Wards": Rules(acknowledged_by=dict.fromkeys(Triage, ALL)),
    "Nurses": Rules(follow_up={Triage.HIGH: FollowUp(timedelta(hours=1), timedelta(hours=1))}),
}
_NIGHT = timedelta(hours=9)
LONGEST_SILENCE = {
    Triage.URGENT: timedelta(minutes=35),
    Triage.HIGH: timedelta(hours=3) + _NIGHT,
    Triage.NORMAL: timedelta(hours=96) + _NIGHT,
}
"""No policy here leaves a waiting case without a step for longer. It comes to this where a team of
nobody gets a case: all steps are taken with the first, and repeated from when they were planned,
and a decline or a failure brings the first forward. Quiet hours hold the last of them until the
morning, but never for an Urgent case."""

ARMS = {"acknowledged", "taken_over", "settled", "still_on_it"}
"""From these on, it is asked whether whoever holds the case is on it."""


@dataclass(frozen=True)
class Look:
    """All that is stored of one case."""

    case: Case
    now: datetime
    sheet: CaseSheet
    recipients: list[Recipient]
    clocks: dict[int, Escalation]
    rows: list[Message]
    trail: list[Event]
    counts: dict[int, Count]
    rules: Mapping[int, Rules]

    def open_steps(self, recipient: Recipient) -> list[Message]:
        mine = [row for row in self.rows if row.recipient_id == recipient.id]
        return [row for row in mine if row.step is not None and row.state is Outcome.OPEN]

    def rules_of(self, recipient: Recipient) -> Rules:
        return self.rules.get(recipient.team_id, Rules())


def look(tx: Tx, case: Case, rules: Mapping[int, Rules], now: datetime) -> Look:
    found = recipients.of_case(tx, case.organisation_id, case.id)
    clocks = escalations.of_case(tx, case.organisation_id, case.id)
    return Look(
        case=case,
        now=now,
        sheet=sheets.read(tx, case.organisation_id, case.id),
        recipients=found,
        clocks=clocks,
        rows=outbox.of_case(tx, case.organisation_id, case.id),
        trail=events.of_case(tx, case.organisation_id, case.id),
        counts={one.id: _count(tx, one, clocks[one.id], rules) for one in found},
        rules=rules,
    )


def _count(tx: Tx, one: Recipient, clock: Escalation, rules: Mapping[int, Rules]) -> Count:
    wanted = rules.get(one.team_id, Rules()).must_acknowledge(clock.triage)
    return acknowledgements.count(tx, one, wanted)


def whoever_waits_has_a_clock_that_goes_and_nobody_else_has(look: Look) -> None:
    for recipient in look.recipients:
        clock = look.clocks[recipient.id]
        if recipient.state in AWAITING:
            assert clock.stopped_at is None
            assert clock.triage is look.sheet.case.triage
            assert clock.due_at - look.now <= LONGEST_SILENCE[clock.triage]
        else:
            assert clock.stopped_at is not None
            assert not look.open_steps(recipient)


def where_nobody_answered_it_shows_and_the_sender_was_told(look: Look) -> None:
    for shown in look.sheet.recipients:
        clock = look.clocks[shown.recipient.id]
        end = min(step.after for step in policy.from_json(clock.steps) if step.exhausted)
        if shown.state in AWAITING and (clock.exhausted_at or clock.reached >= end):
            assert clock.exhausted_at is not None
            assert shown.exhausted_at == clock.exhausted_at
            assert any(_tells_the_sender(row, shown.recipient, look.case) for row in look.rows)


def whoever_holds_it_has_acted_since_or_is_asked_in_time(look: Look) -> None:
    for recipient in look.recipients:
        asks = look.rules_of(recipient).asks(look.sheet.case.triage)
        if recipient.state is not State.CLAIMED or asks is None:
            continue
        armed = [event.recipient_id == recipient.id and event.kind in ARMS for event in look.trail]
        since = look.trail[len(armed) - armed[::-1].index(True) :]
        if any(e.actor_id == recipient.claimer_id or e.kind == "retriaged" for e in since):
            continue
        at = look.clocks[recipient.id].follow_up_at
        assert at is not None
        assert look.now - LAG <= at <= look.now + max(asks.ask, asks.lapse)


def nobody_is_asked_twice_without_an_answer(look: Look) -> None:
    for recipient in look.recipients:
        kinds = [event.kind for event in look.trail if event.recipient_id == recipient.id]
        assert ("asked", "asked") not in set(itertools.pairwise(kinds))


def only_whoever_holds_it_is_its_claimer(look: Look) -> None:
    held = {State.PARTLY, State.CLAIMED, State.COMPLETED, State.CLOSED}
    for recipient in look.recipients:
        if recipient.state in held:
            assert recipient.claimer_id is not None
        elif recipient.state in AWAITING:
            assert recipient.claimer_id is None


def as_many_have_acknowledged_as_must(look: Look) -> None:
    for recipient in look.recipients:
        if recipient.state is State.CLAIMED:
            assert look.counts[recipient.id].enough


def _tells_the_sender(row: Message, recipient: Recipient, case: Case) -> bool:
    about = "exhausted" in row.data.values()
    return about and row.recipient_id == recipient.id and row.person_id == case.sender_id


PROMISES = (
    whoever_waits_has_a_clock_that_goes_and_nobody_else_has,
    where_nobody_answered_it_shows_and_the_sender_was_told,
    whoever_holds_it_has_acted_since_or_is_asked_in_time,
    nobody_is_asked_twice_without_an_answer,
    only_whoever_holds_it_is_its_claimer,
    as_many_have_acknowledged_as_must,
)
