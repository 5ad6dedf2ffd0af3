"""The continuous audit: finds broken promises, mends what can be mended, and has people told."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from foxo_bot.escalation import engine
from foxo_bot.model import Way
from foxo_bot.store import alarms, cases, events, messages, outbox, people
from foxo_bot.store.alarms import Alarm, Breach, Broken
from foxo_bot.store.db import Tx

AGAIN = timedelta(hours=1)
"""How long after they were told people are told again of what still is so."""

UNSEEN = AGAIN + timedelta(minutes=5)
"""After so long that nobody was told again, a machine whose clock was off is well, or gone."""

MENDED_AT_ONCE = 100

Key = tuple[int, Broken]


def act(tx: Tx, found: Sequence[Breach], now: datetime, before: Collection[Broken] = ()) -> None:
    """Begin, repeat and end alarms by what was found, and start clocks that are missing.

    `before` is what this machine found when it looked last.
    """
    broken: dict[Key, Breach] = {(one.organisation_id, one.kind): one for one in found}
    standing: dict[Key, Alarm] = {
        (one.organisation_id, one.kind): one for one in alarms.standing(tx, hold=True)
    }
    for key, breach in broken.items():
        if key not in standing:
            _begin(tx, breach, now)
        elif now - standing[key].told_at >= AGAIN:
            alarms.told_again(tx, standing[key], now)
            _tell(tx, standing[key], breach.number, now)
    for key, alarm in standing.items():
        if key not in broken and _is_over(alarm, now, before):
            _end(tx, alarm, now)
    if any(breach.kind is Broken.NO_STEP_DUE for breach in found):
        _start_missing_clocks(tx, now)


def stands_otherwise(
    tx: Tx, found: Sequence[Breach], now: datetime, before: Collection[Broken] = ()
) -> bool:
    """Whether `act` has anything to do: where all is well a look is a read and no more."""
    standing = {(one.organisation_id, one.kind): one for one in alarms.standing(tx)}
    broken = {(one.organisation_id, one.kind) for one in found}
    return bool(
        broken - standing.keys()
        or any(now - standing[key].told_at >= AGAIN for key in broken)
        or any(_is_over(one, now, before) for key, one in standing.items() if key not in broken)
    )


def _is_over(alarm: Alarm, now: datetime, before: Collection[Broken]) -> bool:
    """Whether what is not found now is well again: the clock of a machine only it can tell."""
    if alarm.kind is not Broken.CLOCK_SKEW or alarm.kind in before:
        return True
    return now - alarm.told_at >= UNSEEN


def _begin(tx: Tx, breach: Breach, now: datetime) -> None:
    alarm = alarms.begin(tx, breach, now)
    if alarm is None:
        return
    _note(tx, alarm, "alarm_raised", breach.number, now)
    _tell(tx, alarm, breach.number, now)


def _end(tx: Tx, alarm: Alarm, now: datetime) -> None:
    alarms.end(tx, alarm, now)
    _note(tx, alarm, "alarm_ended", 0, now)
    _tell(tx, alarm, 0, now)


def _tell(tx: Tx, alarm: Alarm, number: int, now: datetime) -> None:
    """The fallback contact hears of it by every way there is; with `number` 0, of its end."""
    person = people.fallback(tx, alarm.organisation_id)
    if person is None:
        return
    data = {"alarm": alarm.kind.value, "number": number, "since": alarm.since.isoformat()}
    told = [messages.about_alarm(person, way, data) for way in Way if person.reachable_by(way)]
    outbox.put(tx, told, now)


def _start_missing_clocks(tx: Tx, now: datetime) -> None:
    for recipient in alarms.without_a_clock(tx, MENDED_AT_ONCE):
        case = cases.get(tx, recipient.organisation_id, recipient.case_id)
        engine.start(tx, recipient, case.triage, now)
        events.about_recipient(tx, recipient, "clock_restarted", now, via="self-check")


def _note(tx: Tx, alarm: Alarm, kind: str, number: int, now: datetime) -> None:
    event = events.Event(
        organisation_id=alarm.organisation_id,
        at=now,
        kind=kind,
        via="self-check",
        data={"alarm": alarm.kind.value, "number": number},
    )
    events.append(tx, event)
