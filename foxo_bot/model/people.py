"""People: how each is reached, and how they wish to be. Pure."""

from dataclasses import dataclass
from datetime import datetime

from foxo_bot.model.nouns import Role, Triage, Way


@dataclass(frozen=True, slots=True)
class Wishes:
    """How somebody wishes to be reached.

    `ways` are those they chose for a triage; where they chose none the team's policy says. `first`
    is tried before others when one way cannot work.
    """

    ways: tuple[tuple[Triage, tuple[Way, ...]], ...] = ()
    first: Way | None = None

    def of(self, triage: Triage) -> tuple[Way, ...]:
        return dict(self.ways).get(triage, ())


@dataclass(frozen=True, slots=True)
class Number:
    """A mobile number of a person; `own` where they added it themselves.

    `problem` says why no SMS arrives there. `verified` says that it is surely theirs: the directory
    file lists it, or they entered a code sent to it, at `verified_at`.
    """

    phone: str
    own: bool = False
    problem: str | None = None
    verified: bool = False
    verified_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A human. `slack_via` is the workspace whose installation of the bot can reach them,
    `last_chat` the platform where they last did something.

    `phone` is the number that the directory file lists (`phone_listed`) or their profile tells;
    `own_phone` another that they added and verified themselves.
    """

    id: int
    organisation_id: int
    name: str
    external: bool = False
    slack_workspace: str | None = None
    slack_user: str | None = None
    slack_via: str | None = None
    teams_user: str | None = None
    last_chat: str | None = None
    email: str | None = None
    phone: str | None = None
    email_problem: str | None = None
    phone_problem: str | None = None
    phone_listed: bool = False
    phone_verified_at: datetime | None = None
    own_phone: str | None = None
    own_phone_problem: str | None = None
    own_phone_verified_at: datetime | None = None
    wishes: Wishes = Wishes()

    @property
    def numbers(self) -> tuple[Number, ...]:
        """Every number that is known, the listed one first."""
        verified = self.phone_listed or self.phone_verified_at is not None
        known = (
            Number(self.phone or "", False, self.phone_problem, verified, self.phone_verified_at),
            Number(
                self.own_phone or "",
                True,
                self.own_phone_problem,
                self.own_phone_verified_at is not None,
                self.own_phone_verified_at,
            ),
        )
        return tuple(number for number in known if number.phone)

    @property
    def working_numbers(self) -> tuple[Number, ...]:
        """The numbers at which SMS are thought to arrive."""
        return tuple(number for number in self.numbers if not number.problem)

    def number(self, *, own: bool) -> Number | None:
        """One of the two numbers; the other where that one is gone."""
        chosen = sorted(self.numbers, key=lambda number: number.own is not own)
        return chosen[0] if chosen else None

    def verified(self, phone: str) -> bool:
        """Whether what comes from this number counts as said by this person."""
        return any(number.phone == phone and number.verified for number in self.numbers)

    def reachable_by(self, way: Way) -> bool:
        """Whether there is an address for this way that has not been found dead."""
        match way:
            case Way.DM:
                return bool((self.slack_user and self.slack_via) or self.teams_user)
            case Way.SMS:
                return bool(self.working_numbers)
            case Way.EMAIL:
                return bool(self.email) and not self.email_problem
            case Way.POST:
                return False


@dataclass(frozen=True, slots=True)
class Member:
    person: Person
    role: Role
