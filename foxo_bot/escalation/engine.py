"""Starts, stops and advances the clocks of recipients: the only writer of escalations."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from foxo_bot.escalation import duty, policy, quiet, saying, several, shown
from foxo_bot.escalation.saying import Saying
from foxo_bot.model import (
    AWAITING,
    Case,
    EscalationStopped,
    Recipient,
    StepTaken,
    Triage,
    Way,
)
from foxo_bot.model.rules import Rules
from foxo_bot.store import (
    acknowledgements,
    cases,
    escalations,
    events,
    outbox,
    recipients,
    teams,
)
from foxo_bot.store.db import CLOCK, Tx, retryable
from foxo_bot.store.escalations import BEFORE_THE_FIRST, Escalation
from foxo_bot.store.outbox import Message, Outcome

AT_ONCE = 10
"""Steps taken in one transaction: whoever acknowledges meanwhile may have to wait for its end, and
what the first of them says leaves only then."""

_SECOND = timedelta(seconds=1)
_PUT_OFF = timedelta(minutes=1)


class StepFailed(Exception):
    """A fault of ours in one clock's step; the rest of its transaction was fine."""

    def __init__(self, clock: Escalation) -> None:
        super().__init__(f"recipient {clock.recipient_id}")
        self.clock = clock


@contextmanager
def blamed_on(clock: Escalation) -> Iterator[None]:
    """A fault in here is the step's of this clock, unless the transaction is to be run again."""
    try:
        yield
    except Exception as fault:
        if retryable(fault):
            raise
        raise StepFailed(clock) from fault


def start(tx: Tx, recipient: Recipient, triage: Triage, now: datetime) -> None:
    """Start a recipient's clock, with the team's policy as it is now."""
    team = teams.get(tx, recipient.team_organisation_id, recipient.team_id)
    steps = duty.steps_of(tx, team, triage) if team else policy.DEFAULTS[triage]
    rules = teams.rules(tx, team) if team else Rules()
    first, _ = policy.next_step(steps, reached=BEFORE_THE_FIRST, elapsed=timedelta())
    due_at = quiet.held(tx, recipient, triage, now + first)
    escalations.start(
        tx,
        recipient,
        triage=triage,
        steps=policy.to_json(steps),
        due_at=due_at,
        started_at=due_at - first,
        acknowledged_by=rules.must_acknowledge(triage),
    )


def start_anew(tx: Tx, recipient: Recipient, triage: Triage, now: datetime) -> None:
    """Nobody holds it any more: everybody is asked again, those who had acknowledged too."""
    acknowledgements.forget(tx, recipient)
    start(tx, recipient, triage, now)


def stop(
    tx: Tx, recipient: Recipient, now: datetime, *, why: str, ask_at: datetime | None = None
) -> None:
    """Stop a recipient's clock and drop what it still had to say; `ask_at`: ask its holder then."""
    escalations.stop(tx, recipient, now, ask_at=ask_at)
    tx.happened.append(EscalationStopped(recipient.id))
    dropped = outbox.drop_open_notices(tx, recipient.organisation_id, recipient.id, reason=why)
    if dropped:
        events.about_recipient(
            tx, recipient, "dropped", now, {"messages": len(dropped), "why": why}
        )


def retriage(tx: Tx, recipient: Recipient, triage: Triage, now: datetime, *, raised: bool) -> None:
    """Count anew from now under another triage; a raised one is never due later than before.

    The old clock ends first: what a step of it says in this moment is then there to be dropped.
    """
    before = escalations.of_recipient(tx, recipient)
    start(tx, recipient, triage, now)
    outbox.drop_open_notices(tx, recipient.organisation_id, recipient.id, reason="retriaged")
    tx.happened.append(EscalationStopped(recipient.id))
    after = escalations.of_recipient(tx, recipient)
    if raised and before and after and before.stopped_at is None and before.due_at < after.due_at:
        escalations.advance(
            tx, after, reached=BEFORE_THE_FIRST, due_at=before.due_at, exhausted_at=None
        )


def bring_forward(
    tx: Tx, recipient: Recipient, now: datetime, *, repetitions_too: bool = False
) -> None:
    """Make the next step due now.

    Repetitions keep their time unless asked for: people who have been told are not flooded because
    one of them cannot be reached.
    """
    clock = escalations.of_recipient(tx, recipient)
    if clock is None or clock.stopped_at:
        return
    steps = policy.from_json(clock.steps)
    offset, due = policy.next_step(steps, reached=clock.reached, elapsed=now - clock.started_at)
    if policy.first_time(due, offset) or repetitions_too:
        escalations.bring_forward(tx, recipient.organisation_id, recipient.id, now)


def reach_beyond_chat(tx: Tx, recipient: Recipient, now: datetime) -> bool:
    """Make the first step that has an SMS or email due now; whether there was one still to come.

    What it passes over would have gone to the chat platform that does not answer.
    """
    clock = escalations.of_recipient(tx, recipient)
    if clock is None or clock.stopped_at:
        return False
    steps = policy.from_json(clock.steps)
    offset = policy.first_beyond_chat(steps)
    if offset is None or offset <= clock.reached:
        return False
    escalations.advance(tx, clock, reached=offset - _SECOND, due_at=now, exhausted_at=None)
    tx.wakes.add(CLOCK)
    return True


def run_due(tx: Tx, now: datetime, *, limit: int = AT_ONCE) -> int:
    """Take steps that are due, most overdue first; how many were taken. Raises StepFailed."""
    taken = 0
    for clock in escalations.claim_due(tx, now, limit):
        recipient = recipients.get(tx, clock.organisation_id, clock.recipient_id)
        if recipient is None or recipient.state not in AWAITING:
            continue
        with blamed_on(clock):
            _take_step(tx, clock, recipient, now)
        tx.happened.append(StepTaken(clock.triage, (now - clock.due_at).total_seconds()))
        taken += 1
    return taken


def put_off(tx: Tx, clock: Escalation, now: datetime) -> None:
    """Try a failed step again in a minute, so that it does not hold up everybody else's.

    The self-check sees for how long it has failed.
    """
    escalations.put_off(tx, clock, now, now + _PUT_OFF)


def _take_step(tx: Tx, clock: Escalation, recipient: Recipient, now: datetime) -> None:
    if several.settle(tx, recipient, now):
        return
    steps = policy.from_json(clock.steps)
    if (ends := quiet.held(tx, recipient, clock.triage, now)) > now:
        escalations.advance(
            tx,
            clock,
            reached=clock.reached,
            due_at=ends,
            exhausted_at=clock.exhausted_at,
            later=_later(clock, steps, clock.reached, now, ends),
        )
        return
    case = cases.get(tx, recipient.organisation_id, recipient.case_id)
    elapsed = now - clock.started_at
    offset, due = policy.next_step(steps, reached=clock.reached, elapsed=elapsed)
    told = _say(tx, clock, recipient, case, offset, due, now)
    ended = any(step.exhausted for step in due)
    exhausted_at = clock.exhausted_at or (now if ended else None)
    reached, due_at = _next(clock, steps, offset, now, in_vain=not told)
    held = quiet.held(tx, recipient, clock.triage, due_at)
    later = _later(clock, steps, reached, due_at, held)
    escalations.advance(
        tx, clock, reached=reached, due_at=held, exhausted_at=exhausted_at, later=later
    )
    if exhausted_at == now:
        outbox.put(tx, shown.redraws(tx, case), now)


def _later(
    clock: Escalation, steps: policy.Steps, reached: timedelta, at: datetime, ends: datetime
) -> timedelta:
    """By how long what is still to come moves on, where `at` falls into hours that end at `ends`.

    By as long as they hold the next step that is no repetition, from when it was planned: what was
    brought forward, or only repeats, makes nobody hear later who has not heard yet.
    """
    offset = policy.next_new(steps, reached)
    if offset is None:
        offset, _ = policy.next_step(steps, reached=reached, elapsed=at - clock.started_at)
    return max(ends - max(clock.started_at + offset, at), timedelta())


def _say(
    tx: Tx,
    clock: Escalation,
    recipient: Recipient,
    case: Case,
    offset: timedelta,
    due: policy.Steps,
    now: datetime,
) -> list[Message]:
    """Write what these steps say, and note it; the rows that are on their way."""
    at = int(offset.total_seconds())
    by_now: saying.Told = set()
    said = [
        saying.of_step(tx, clock, Saying.of(case, recipient, at, step), step, by_now, now)
        for step in sorted(due, key=lambda step: not step.exhausted)  # the gravest news goes first
    ]
    written = [row for one in said for row in one.rows]
    outbox.put(tx, written, now)
    told = [row for row in written if row.state is Outcome.OPEN]
    vanished = {whom.name for one in said for whom in one.vanished}
    events.about_recipient(
        tx,
        recipient,
        "exhausted" if any(step.exhausted for step in due) else "escalated",
        now,
        {
            "after": int((now - clock.started_at).total_seconds()),
            "step": at,
            "people": len({row.person_id for row in told} - {None}),
            "ways": ",".join(way.value for way in Way if any(way in step.by for step in due)),
            **({"gone": ", ".join(sorted(vanished))} if vanished else {}),
            **({"off_duty": True} if any(one.off_duty for one in said) else {}),
        },
    )
    return told


def _next(
    clock: Escalation, steps: policy.Steps, offset: timedelta, now: datetime, *, in_vain: bool
) -> tuple[timedelta, datetime]:
    """How far the clock has come after the step at `offset`, and when it is due again.

    A step that found nobody to tell is followed at once by the next that is no repetition.
    """
    if in_vain and (new := policy.next_new(steps, offset)) is not None:
        return new - _SECOND, now
    following, _ = policy.next_step(steps, reached=offset, elapsed=now - clock.started_at)
    return offset, max(clock.started_at + following, now + _SECOND)
