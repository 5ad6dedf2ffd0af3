"""Who would be told, and when, if a case came at some instant: asked before it comes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from foxo_bot.escalation import duty, quiet, reach
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
from foxo_bot.store.db import Tx


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One step: when it comes, for whom by which ways, and whom it would miss.

    `held` says that quiet hours hold it, `at_once` that the step before it reaches nobody.
    """

    step: Step
    at: datetime
    told: tuple[tuple[Person, tuple[Way, ...]], ...]
    gaps: tuple[reach.Gap, ...]
    vanished: tuple[Named, ...]
    held: bool = False
    at_once: bool = False

    @property
    def in_vain(self) -> bool:
        """Whether it reaches nobody, so that the next step comes at once."""
        says = Way.POST in self.step.by or Audience.SENDER in self.step.to
        return not self.told and not says


def foresee(tx: Tx, team: Team, triage: Triage, sent_at: datetime) -> Iterator[Foreseen]:
    """Every step in order of time, as if nobody ever acknowledged; repetitions are not unrolled."""
    before: Foreseen | None = None
    late = timedelta()
    for step in duty.steps_of(tx, team, triage):
        at_once = before is not None and before.in_vain
        planned = before.at if before is not None and at_once else sent_at + late + step.after
        planned = max(planned, before.at) if before else planned
        at = quiet.held_for(tx, team, triage, planned)
        late += at - planned
        found = _foreseen(tx, team, triage, step, at)
        before = replace(found, held=at > planned, at_once=at_once)
        yield before


def _foreseen(tx: Tx, team: Team, triage: Triage, step: Step, at: datetime) -> Foreseen:
    case, recipient = _stand_ins(team, triage, at)
    ways = tuple(way for way in step.by if way in PERSONAL)
    known = replace(step, to=tuple(whom for whom in step.to if whom is not Audience.SENDER))
    asked = reach.audience(tx, case, recipient, known, at)
    told: dict[int, tuple[Person, tuple[Way, ...]]] = {}
    gaps: list[reach.Gap] = []
    for person in asked.people if ways else ():
        for planned in reach.plan(person, known, triage):
            if isinstance(planned, reach.Gap):
                gaps.append(planned)
            else:
                _, before = told.get(person.id, (person, ()))
                told[person.id] = (person, (*before, planned.way))
    return Foreseen(step, at, tuple(told.values()), tuple(gaps), asked.vanished)


def _stand_ins(team: Team, triage: Triage, at: datetime) -> tuple[Case, Recipient]:
    """A case that nobody sent yet; its sender is not known."""
    case = Case(0, team.organisation_id, 0, 0, "", "", triage, at)
    recipient = Recipient(
        0, team.organisation_id, 0, team.id, team.organisation_id, State.UNCLAIMED, None, at
    )
    return case, recipient
