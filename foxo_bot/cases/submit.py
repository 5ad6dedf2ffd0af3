"""Send a case: a recipient, posts and a running clock for each receiving team."""

from dataclasses import dataclass

from foxo_bot import access
from foxo_bot.cases.target import Act
from foxo_bot.escalation import engine, shown
from foxo_bot.model import (
    Attachment,
    Case,
    CaseSent,
    NoSuchTeam,
    Person,
    PostRole,
    Recipient,
    Team,
    Triage,
)
from foxo_bot.store import (
    cases,
    events,
    files,
    messages,
    outbox,
    posts,
    recipients,
    teams,
)
from foxo_bot.store.db import Tx


@dataclass(frozen=True, slots=True)
class Draft:
    """What the sender filled in, already validated.

    `files` are those that the platform holds, `tray` names those that were given to us.
    """

    team_ids: tuple[int, ...]
    subject: str
    details: str
    triage: Triage
    patient_id: int | None = None
    files: tuple[Attachment, ...] = ()
    tray: str = ""


def submit(tx: Tx, act: Act, draft: Draft) -> Case:
    """Make the case; NoSuchTeam where a team is gone or closed to this sender meanwhile."""
    receiving = [_open_team(tx, act.person, team_id) for team_id in dict.fromkeys(draft.team_ids)]
    case = cases.insert_one(
        tx,
        organisation_id=act.person.organisation_id,
        sender_id=act.person.id,
        subject=draft.subject,
        details=draft.details,
        triage=draft.triage,
        patient_id=draft.patient_id,
        now=act.now,
    )
    files.attach(tx, case, act.via, draft.files)
    given = files.hand_over(tx, case, act.person, draft.tray, act.via) if draft.tray else []
    events.append(
        tx,
        events.Event(
            organisation_id=case.organisation_id,
            at=act.now,
            kind="submitted",
            via=act.via,
            case_id=case.id,
            actor_id=act.person.id,
            data={"triage": draft.triage.value, "files": len(draft.files) + len(given)},
        ),
    )
    for team in receiving:
        add_recipient(tx, act, case, team)
    _post_to_sender(tx, act, case)
    tx.happened.append(CaseSent(case.triage))
    return case


def add_recipient(tx: Tx, act: Act, case: Case, team: Team) -> Recipient:
    """Bring a case to one more team: its posts, and its own clock from now."""
    recipient = recipients.insert_one(tx, case, team, act.now)
    engine.start(tx, recipient, case.triage, act.now)
    standing = shown.in_channels(tx, case, recipient, team)
    outbox.put(tx, [messages.post(post) for post in standing], act.now)
    events.append(
        tx,
        events.Event(
            organisation_id=case.organisation_id,
            at=act.now,
            kind="received",
            via=act.via,
            case_id=case.id,
            recipient_id=recipient.id,
            actor_id=act.person.id,
            data={"team": team.id, "channels": len(standing)},
        ),
    )
    if not standing:
        engine.bring_forward(tx, recipient, act.now)
    return recipient


def _open_team(tx: Tx, person: Person, team_id: int) -> Team:
    team = teams.find(tx, team_id)
    if team is None or not access.may_send_to(person, team):
        raise NoSuchTeam
    return team


def _post_to_sender(tx: Tx, act: Act, case: Case) -> None:
    chat = messages.chat_of(act.person)
    if chat is None:
        return
    post = posts.insert_one(
        tx, case, PostRole.SENDER, chat, recipient_id=None, person_id=act.person.id
    )
    outbox.put(tx, [messages.post(post)], act.now)
