"""What must hold of every case at every moment, looked at from the rows."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from foxo_bot.escalation import policy
from foxo_bot.model import AWAITING, Case, CaseSheet, Recipient, State, Triage
from foxo_bot.model.rules import ALL, FollowUp, Quiet, Rules
from foxo_bot.store import escalations, events, memberships, outbox, recipients, sheets
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
_ORDER = list(Triage)
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

ANEW = {"lapsed", "waits_again", "handed_back", "reopened"}
"""From these on, everybody is asked to acknowledge again."""


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
    members: dict[int, set[int]]
    rules: Mapping[int, Rules]

    def open_steps(self, recipient: Recipient) -> list[Message]:
        mine = [row for row in self.rows if row.recipient_id == recipient.id]
        return [row for row in mine if row.step is not None and row.state is Outcome.OPEN]

    def rules_of(self, recipient: Recipient) -> Rules:
        return self.rules.get(recipient.team_id, Rules())


def look(tx: Tx, case: Case, rules: Mapping[int, Rules], now: datetime) -> Look:
    found = recipients.of_case(tx, case.organisation_id, case.id)
    return Look(
        case=case,
        now=now,
        sheet=sheets.read(tx, case.organisation_id, case.id),
        recipients=found,
        clocks=escalations.of_case(tx, case.organisation_id, case.id),
        rows=outbox.of_case(tx, case.organisation_id, case.id),
        trail=events.of_case(tx, case.organisation_id, case.id),
        members={one.id: _members(tx, one) for one in found},
        rules=rules,
    )


def _members(tx: Tx, one: Recipient) -> set[int]:
    found = memberships.of_team(tx, one.team_organisation_id, one.team_id)
    return {member.person.id for member in found}


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


def a_step_that_reached_nobody_is_passed_at_once(look: Look) -> None:
    for recipient in look.recipients:
        clock = look.clocks[recipient.id]
        steps = [e for e in look.trail if e.recipient_id == recipient.id and e.kind == "escalated"]
        taken = [step for step in steps if step.at > clock.started_at]
        if recipient.state in AWAITING and taken and not (taken[-1].data or {}).get("people"):
            assert clock.exhausted_at or clock.due_at <= taken[-1].at + LAG


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
        armed = [_arms(event, recipient) for event in look.trail]
        since = look.trail[len(armed) - armed[::-1].index(True) :]
        at, asked = look.clocks[recipient.id].follow_up_at, [e for e in since if e.kind == "asked"]
        if any(e.kind == "retriaged" for e in since):
            continue
        if any(e.actor_id == recipient.claimer_id for e in since):
            assert at is None
            continue
        assert at is not None
        assert look.now - LAG <= at <= look.now + max(asks.ask, asks.lapse)
        assert not asked or at <= asked[0].at + asks.lapse


def _arms(event: Event, recipient: Recipient) -> bool:
    if event.kind == "retriaged" and event.actor_id != recipient.claimer_id:
        was, now = (Triage(str((event.data or {})[key])) for key in ("before", "now"))
        return _ORDER.index(now) > _ORDER.index(was)
    return event.recipient_id == recipient.id and event.kind in ARMS


def nobody_is_asked_after_what_they_do_not_hold(look: Look) -> None:
    for recipient in look.recipients:
        clock = look.clocks[recipient.id]
        assert clock.follow_up_at is None or recipient.state is State.CLAIMED


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


def it_is_held_by_all_once_enough_have_acknowledged_and_not_before(look: Look) -> None:
    for recipient in look.recipients:
        wanted = look.rules_of(recipient).must_acknowledge(look.clocks[recipient.id].triage)
        have, team = _acknowledged(look, recipient), look.members[recipient.id]
        if wanted == ALL:
            enough = have >= team if team else bool(have)
        else:
            enough = len(have) >= max(1, min(wanted, len(team)))
        if recipient.state in {State.CLAIMED, State.PARTLY}:
            assert enough is (recipient.state is State.CLAIMED)
            told_no_more = have - {look.case.sender_id}
            assert not {row.person_id for row in look.open_steps(recipient)} & told_no_more


def _acknowledged(look: Look, recipient: Recipient) -> set[int | None]:
    """By what the trail says of them; nobody, where everybody was asked anew since."""
    have: set[int | None] = set()
    for event in look.trail:
        if event.recipient_id == recipient.id and event.kind in ANEW:
            have = set()
        elif event.recipient_id == recipient.id and event.kind in {"acknowledged", "taken_over"}:
            have.add(event.actor_id)
    return have


def _tells_the_sender(row: Message, recipient: Recipient, case: Case) -> bool:
    about = "exhausted" in row.data.values()
    return about and row.recipient_id == recipient.id and row.person_id == case.sender_id


PROMISES = (
    whoever_waits_has_a_clock_that_goes_and_nobody_else_has,
    a_step_that_reached_nobody_is_passed_at_once,
    where_nobody_answered_it_shows_and_the_sender_was_told,
    whoever_holds_it_has_acted_since_or_is_asked_in_time,
    nobody_is_asked_after_what_they_do_not_hold,
    nobody_is_asked_twice_without_an_answer,
    only_whoever_holds_it_is_its_claimer,
    it_is_held_by_all_once_enough_have_acknowledged_and_not_before,
)
