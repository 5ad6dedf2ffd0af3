"""Which step of an escalation comes when. Pure.

The default times are the customer's: Urgent by SMS after 5 minutes, High by email after 10,
Normal by email after 24 hours.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from foxo_bot.model import PERSONAL, Audience, Named, Naming, Step, Triage, Way, Whom

Steps = tuple[Step, ...]

_SECOND = timedelta(seconds=1)
_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_NOBODY_ANSWERED = (Audience.SENDER, Audience.LEADS, Audience.FALLBACK)


def _exhausted(after: timedelta, every: timedelta) -> Step:
    return Step(after, by=PERSONAL, to=_NOBODY_ANSWERED, every=every, exhausted=True)


DEFAULTS: Mapping[Triage, Steps] = {
    Triage.URGENT: (
        Step(2 * _MINUTE, by=(Way.DM,)),
        Step(5 * _MINUTE, by=(Way.SMS,)),
        Step(
            10 * _MINUTE,
            by=(Way.SMS,),
            to=(Audience.MEMBERS, Audience.LEADS),
            every=5 * _MINUTE,
        ),
        _exhausted(30 * _MINUTE, every=30 * _MINUTE),
    ),
    Triage.HIGH: (
        Step(10 * _MINUTE, by=(Way.EMAIL, Way.DM)),
        Step(60 * _MINUTE, by=(Way.EMAIL, Way.SMS), to=(Audience.LEADS,)),
        _exhausted(2 * _HOUR, every=_HOUR),
    ),
    Triage.NORMAL: (
        Step(24 * _HOUR, by=(Way.EMAIL,)),
        Step(48 * _HOUR, by=(Way.EMAIL,), to=(Audience.LEADS,)),
        _exhausted(72 * _HOUR, every=24 * _HOUR),
    ),
}

BY_DUTY: Mapping[Triage, Steps] = {
    Triage.URGENT: (
        Step(2 * _MINUTE, by=(Way.DM,), to=(Audience.ON_DUTY,)),
        Step(5 * _MINUTE, by=(Way.SMS,), to=(Audience.ON_DUTY,)),
        *DEFAULTS[Triage.URGENT][2:],
    ),
    Triage.HIGH: (
        Step(10 * _MINUTE, by=(Way.EMAIL, Way.DM), to=(Audience.ON_DUTY,)),
        Step(60 * _MINUTE, by=(Way.EMAIL, Way.DM)),
        *DEFAULTS[Triage.HIGH][1:],
    ),
    Triage.NORMAL: (
        Step(24 * _HOUR, by=(Way.EMAIL,), to=(Audience.ON_DUTY,)),
        Step(48 * _HOUR, by=(Way.EMAIL,)),
        *DEFAULTS[Triage.NORMAL][2:],
    ),
}
"""The same times for a team with a roster: first who is on duty, then everybody."""

NEEDED: Mapping[Triage, Way] = {
    Triage.URGENT: Way.SMS,
    Triage.HIGH: Way.EMAIL,
    Triage.NORMAL: Way.EMAIL,
}
"""The way by which each triage reaches people who do not look at chat."""


def default_for(triage: Triage, *, by_duty: bool) -> Steps:
    """The steps of a team without own ones; `by_duty` says whether it has a roster."""
    return BY_DUTY[triage] if by_duty else DEFAULTS[triage]


def for_triage(
    triage: Triage, stored: Mapping[str, Sequence[Mapping[str, Any]]], *, by_duty: bool
) -> Steps:
    """A team's steps for a triage: its own where it has any, and never without an end.

    `by_duty` says whether it has a roster, which changes whom the default tells first.
    Own steps that do not repeat keep the default's repetition behind them, and the step that says
    that nobody answered always comes and tells the sender, so that no policy can end in silence.
    """
    own = from_json(stored.get(triage.value, ()))
    if not own:
        return default_for(triage, by_duty=by_duty)
    own = tuple(_tells_the_sender(step) if step.exhausted else step for step in own)
    default = DEFAULTS[triage]
    end = next(step for step in default if step.exhausted)
    last = max(step.after for step in own)
    steps = list(own)
    if not any(step.every for step in own):
        steps += [_behind(step, last) for step in default if step.every and not step.exhausted]
    if not any(step.exhausted for step in own):
        steps.append(_behind(end, last))
    if not any(step.every for step in steps):
        steps = [replace(step, every=end.every) if step.exhausted else step for step in steps]
    return tuple(sorted(steps, key=lambda step: step.after))


def next_step(steps: Steps, *, reached: timedelta, elapsed: timedelta) -> tuple[timedelta, Steps]:
    """The offset of the step after `reached`, and all that is to be done then.

    `elapsed` is the time since the escalation started: repetitions that were missed while nothing
    ran are taken once, not one by one. There is always a next step.
    """
    upcoming = [
        (occurrence, step)
        for step in steps
        if (occurrence := _occurrence(step, reached, elapsed)) is not None
    ]
    offset = min(occurrence for occurrence, _ in upcoming)
    return offset, tuple(step for occurrence, step in upcoming if occurrence == offset)


def taken_at(steps: Steps, offset: timedelta) -> Steps:
    """All that is done at an offset when everything runs on time."""
    return next_step(steps, reached=offset - _SECOND, elapsed=offset)[1]


def first_time(steps: Iterable[Step], offset: timedelta) -> bool:
    """Whether one of these steps, taken at the offset, is not a repetition."""
    return any(step.after == offset for step in steps)


def next_new(steps: Steps, offset: timedelta) -> timedelta | None:
    """When the next step after `offset` comes that is no repetition; None after the last."""
    return min((step.after for step in steps if step.after > offset), default=None)


def first_beyond_chat(steps: Steps) -> timedelta | None:
    """When the first step comes that tells the team by SMS or email; None where none does."""
    beyond = {Way.SMS, Way.EMAIL}
    found = (step.after for step in steps if beyond & set(step.by) and not step.exhausted)
    return min(found, default=None)


def to_json(steps: Steps) -> list[dict[str, Any]]:
    return [
        {
            "after": int(step.after.total_seconds()),
            "by": [way.value for way in step.by],
            "to": [_stored(whom) for whom in step.to],
            "every": int(step.every.total_seconds()) if step.every else None,
            "exhausted": step.exhausted,
        }
        for step in steps
    ]


def from_json(stored: Sequence[Mapping[str, Any]]) -> Steps:
    return tuple(
        Step(
            after=timedelta(seconds=entry["after"]),
            by=tuple(Way(way) for way in entry["by"]),
            to=tuple(_whom(stored) for stored in entry["to"]),
            every=timedelta(seconds=entry["every"]) if entry["every"] else None,
            exhausted=entry["exhausted"],
        )
        for entry in stored
    )


def _stored(whom: Whom) -> str | dict[str, str | int]:
    """An audience is its word; somebody named is {"person" or "team": id, "name": …}."""
    if isinstance(whom, Named):
        return {whom.what.value: whom.id, "name": whom.name}
    return whom.value


def _whom(stored: str | Mapping[str, Any]) -> Whom:
    if isinstance(stored, str):
        return Audience(stored)
    what = next(naming for naming in Naming if naming.value in stored)
    return Named(what, stored["name"], stored[what.value])


def _tells_the_sender(step: Step) -> Step:
    personal = any(way in PERSONAL for way in step.by)
    return replace(
        step,
        by=step.by if personal else (*step.by, *PERSONAL),
        to=step.to if Audience.SENDER in step.to else (Audience.SENDER, *step.to),
    )


def _behind(step: Step, last: timedelta) -> Step:
    """The step at its own time; where the team's own go on until then, one interval behind them."""
    return step if step.after > last else replace(step, after=last + (step.every or _MINUTE))


def _occurrence(step: Step, reached: timedelta, elapsed: timedelta) -> timedelta | None:
    if step.after > reached:
        return step.after
    if not step.every:
        return None
    done = (reached - step.after) // step.every
    missed = (elapsed - step.after) // step.every
    return step.after + max(done + 1, missed) * step.every
