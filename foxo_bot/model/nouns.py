"""The nouns of a hand-over. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum


class Triage(StrEnum):
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class State(StrEnum):
    """Where one recipient (one case in one receiving team) stands.

    PARTLY: somebody holds it, but not all who must have acknowledged, so the clock goes on.
    """

    UNCLAIMED = "unclaimed"
    PARTLY = "partly"
    CLAIMED = "claimed"
    COMPLETED = "completed"
    CLOSED = "closed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Verb(StrEnum):
    """What a person may do with a case; the values are the action ids on every platform.

    LAPSE is done by the clock alone.
    """

    ACKNOWLEDGE = "acknowledge"
    TAKE_OVER = "take_over"
    REPLY = "reply"
    SHARE = "share"
    DECLINE = "decline"
    COMPLETE = "complete"
    CLOSE = "close"
    REOPEN = "reopen"
    RETRIAGE = "retriage"
    WITHDRAW = "withdraw"
    DETAILS = "details"
    STILL_ON_IT = "still_on_it"
    HAND_BACK = "hand_back"
    LAPSE = "lapse"


class Role(StrEnum):
    MEMBER = "member"
    LEAD = "lead"


class Way(StrEnum):
    """One way of telling: a person, or (POST) everybody in the team's channels once more."""

    DM = "dm"
    SMS = "sms"
    EMAIL = "email"
    POST = "post"


PERSONAL = (Way.DM, Way.SMS, Way.EMAIL)
"""The ways that reach one person."""


class Audience(StrEnum):
    """Who a step of an escalation reaches. Leads are members too, so MEMBERS includes them.

    ON_DUTY are the members on duty when the step is due; all members where nobody is.
    """

    MEMBERS = "members"
    LEADS = "leads"
    ON_DUTY = "on_duty"
    SENDER = "sender"
    FALLBACK = "fallback"


class Naming(StrEnum):
    PERSON = "person"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class Named:
    """A person (by name or email) or a team of the organisation that a step names.

    `id` is 0 until it has been found there.
    """

    what: Naming
    name: str
    id: int = 0


Whom = Audience | Named


class Relation(StrEnum):
    """What a person is to one recipient of a case."""

    SENDER = "sender"
    MEMBER = "member"
    CLAIMER = "claimer"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an escalation, due `after` the case reached the team.

    `to` says who is told by those of `by` that reach people; a post is for the team's channels.
    With `every` it repeats at that interval until someone acknowledges. `exhausted` marks the step
    that tells sender, leads and the organisation's fallback contact that nobody answered.
    """

    after: timedelta
    by: tuple[Way, ...]
    to: tuple[Whom, ...] = (Audience.MEMBERS,)
    every: timedelta | None = None
    exhausted: bool = False


@dataclass(frozen=True, slots=True)
class Organisation:
    """`timezone` is an IANA name; a team's own wins, and UTC counts where neither says one."""

    id: int
    name: str
    sender_confirms_close: bool = True
    country: str | None = None
    fallback_person_id: int | None = None
    timezone: str | None = None


@dataclass(frozen=True, slots=True)
class Team:
    id: int
    organisation_id: int
    name: str
    accepts_external: bool = False
    integrations: bool = False
    members_listed: bool = False
    active: bool = True
    timezone: str | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """Where a team stands on a chat platform; `problem` says why the bot cannot post there.

    `shared`: people of other organisations are in it, as far as the platform has told.
    """

    id: int
    organisation_id: int
    team_id: int
    transport: str
    workspace: str
    address: str
    problem: str | None = None
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Shift:
    """Hours in which a member of a team is on duty: from `starts_at` until before `ends_at`."""

    team_id: int
    team_name: str
    person_id: int
    person_name: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class PatientCard:
    """Patient data: never leaves by SMS, email, preview text, log or URL."""

    id: int
    organisation_id: int
    name: str
    born: date | None = None
    sex: str | None = None
    identifiers: tuple[tuple[str, str], ...] = ()
    source: str = "entered by hand"


@dataclass(frozen=True, slots=True)
class Case:
    id: int
    organisation_id: int
    number: int
    sender_id: int
    subject: str
    details: str
    triage: Triage
    created_at: datetime
    patient_id: int | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """One case in one receiving team; state, claimer and escalation belong to it."""

    id: int
    organisation_id: int
    case_id: int
    team_id: int
    team_organisation_id: int
    state: State
    claimer_id: int | None
    state_changed_at: datetime
    decline_reason: str | None = None


class PostRole(StrEnum):
    """For whom a copy of the case stands where it stands."""

    TEAM = "team"
    SENDER = "sender"
    PERSONAL = "personal"


TAKEN_AWAY = "Somebody deleted its message."
"""The problem of a post that was deleted where it stood."""


@dataclass(frozen=True, slots=True)
class Post:
    """One place where a case is shown. The sender's copy has no recipient: it shows them all.

    `problem` says in words for people why it shows nothing; such a post is not redrawn.
    """

    id: int
    organisation_id: int
    case_id: int
    recipient_id: int | None
    role: PostRole
    transport: str
    workspace: str
    address: str
    person_id: int | None = None
    vendor_place: str | None = None
    vendor_id: str | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A reply in a case's thread."""

    id: int
    organisation_id: int
    case_id: int
    person_id: int
    body: str
    at: datetime
    post_id: int | None


def spoken(number: int) -> str:
    """A case number as people read it aloud: 482913 -> "482-913"."""
    digits = f"{number:06d}"
    return f"{digits[:3]}-{digits[3:]}"
