"""Who would be told, and when, if a case came at some instant: asked before it comes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from foxo_bot.escalation import duty, policy, quiet, reach
from foxo_bot.model import (
    PERSONAL,
    Audience,
    Case,
    Named,
    Person,
    Recipient,
    State,
    Step,
    Team,
    Triage,
    Way,
)
from foxo_bot.store import channels
from foxo_bot.store.db import Tx


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One step: when it comes, for whom by which ways, and whom it would miss.

    `shown` says that it shows the case again in the team's channels, `to_sender` that it tells the
    sender. `held` says that quiet hours hold it, `without_channel` that it comes at once because
    the team has none, `at_once` because the steps before it reach nobody, `off_duty` that it is for
    those on duty and nobody is then.
    """

    step: Step
    at: datetime
    told: tuple[tuple[Person, tuple[Way, ...]], ...]
    gaps: tuple[reach.Gap, ...]
    vanished: tuple[Named, ...]
    shown: bool
    to_sender: bool
    held: bool = False
    without_channel: bool = False
    at_once: bool = False
    off_duty: bool = False

    @property
    def in_vain(self) -> bool:
        return not (self.told or self.shown or self.to_sender)


def foresee(tx: Tx, team: Team, triage: Triage, sent_at: datetime) -> Iterator[Foreseen]:
    """Every step in order of time, as if nobody ever acknowledged, by the engine's own rules.

    Repetitions are not unrolled: one that reaches nobody brings what follows sooner than is said.
    """
    steps = duty.steps_of(tx, team, triage)
    without_channel = not channels.of_team(tx, team)
    in_vain = False
    at, late = sent_at, timedelta()
    for offset in sorted({step.after for step in steps}):
        planned = max(sent_at + late + offset, at)
        if not in_vain:
            late += quiet.held_for(tx, team, triage, planned) - planned
        due_at = at if in_vain or without_channel else planned
        at = quiet.held_for(tx, team, triage, due_at)
        found = [_foreseen(tx, team, triage, step, at) for step in policy.taken_at(steps, offset)]
        yield from (
            replace(one, held=at > due_at, at_once=in_vain, without_channel=without_channel)
            for one in found
            if one.step.after == offset
        )
        in_vain = all(one.in_vain for one in found)
        without_channel = False


def _foreseen(tx: Tx, team: Team, triage: Triage, step: Step, at: datetime) -> Foreseen:
    case, recipient = _stand_ins(team, triage, at)
    ways = tuple(way for way in step.by if way in PERSONAL)
    known = replace(step, to=tuple(whom for whom in step.to if whom is not Audience.SENDER))
    asked = reach.audience(tx, case, recipient, known, at)
    shown = Way.POST in step.by and bool(channels.of_team(tx, team))
    told: dict[int, tuple[Person, tuple[Way, ...]]] = {}
    gaps: list[reach.Gap] = []
    for person in asked.people if ways else ():
        for planned in reach.plan(person, known, triage):
            if isinstance(planned, reach.Gap):
                gaps.append(planned)
            else:
                _, before = told.get(person.id, (person, ()))
                told[person.id] = (person, (*before, planned.way))
    return Foreseen(
        step,
        at,
        tuple(told.values()),
        tuple(gaps),
        asked.vanished if ways else (),
        shown=shown,
        to_sender=bool(ways) and Audience.SENDER in step.to,
        off_duty=bool(ways) and asked.off_duty,
    )


def _stand_ins(team: Team, triage: Triage, at: datetime) -> tuple[Case, Recipient]:
    """A case that nobody sent yet; its sender is not known."""
    case = Case(0, team.organisation_id, 0, 0, "", "", triage, at)
    recipient = Recipient(
        0, team.organisation_id, 0, team.id, team.organisation_id, State.UNCLAIMED, None, at
    )
    return case, recipient
