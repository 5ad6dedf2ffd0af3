"""Invented cases in every state, for the examples. Nobody in them exists. Pure."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from foxo_bot.model import (
    Attachment,
    Case,
    CaseSheet,
    HistoryLine,
    PatientCard,
    Recipient,
    RecipientSheet,
    SaidLine,
    State,
    Triage,
    TriedLine,
    Way,
)

SENT = datetime(2026, 3, 14, 3, 2, tzinfo=UTC)
NOW = SENT + timedelta(minutes=31)
TEAM, OTHER = 21, 22

PATIENT = PatientCard(
    id=4,
    organisation_id=1,
    name="SPECIMEN, Robin",
    born=date(1961, 2, 28),
    sex="female",
    identifiers=(("MRN Northside", "000123"), ("IHI", "8003 6000 0000 0000")),
)
CASE = Case(
    id=7,
    organisation_id=1,
    number=482913,
    sender_id=3,
    subject="Possible aortic dissection on CT",
    details=(
        "65 y, sudden tearing chest pain since 01:30, BP 90/60 right, 130/70 left.\n"
        "CT just done: flap from the left subclavian, please look now.\n\n"
        "I am in resus 2, extension 4410."
    ),
    triage=Triage.URGENT,
    created_at=SENT,
    patient_id=4,
)
ATTACHED = (
    Attachment(
        "T1/F1", "ct-chest_series 3.pdf", "application/pdf", 412_000, "https://files.example/1"
    ),
    Attachment(
        "T1/F2", "gait.mov", "video/quicktime", 31_000_000, "https://files.example/2", via="slack"
    ),
    Attachment("", "wrist.heic", "image/heic", 1_900_000, "", id=3, kept=True, via="teams"),
)
REPLIES = (
    SaidLine("Sam Sample", "Bloods are running.", SENT + timedelta(minutes=3)),
    SaidLine("Alex Invented", "Is there an older CT?\nLooking now.", SENT + timedelta(minutes=6)),
)
HISTORY = (
    HistoryLine(SENT, "Sam Sample sent the case to Radiology Concierge and Cardiac Surgery."),
    HistoryLine(SENT + timedelta(minutes=2), "DM sent to Alex Invented."),
    HistoryLine(SENT + timedelta(minutes=6), "Alex Invented acknowledged for Radiology Concierge."),
)
TRIED = (
    TriedLine(
        SENT + timedelta(minutes=2), "Alex Invented", Way.DM, "Radiology Concierge", "delivered"
    ),
    TriedLine(
        SENT + timedelta(minutes=5),
        "Kim Fiction",
        Way.SMS,
        "Radiology Concierge",
        "not delivered: the number does not exist",
        in_vain=True,
    ),
)


def recipient(state: State = State.UNCLAIMED, **facts: object) -> RecipientSheet:
    """Radiology Concierge's line; `facts` replace fields of the sheet."""
    moved = SENT if state is State.UNCLAIMED else SENT + timedelta(minutes=6)
    held = state in {State.PARTLY, State.CLAIMED, State.COMPLETED, State.CLOSED}
    sheet = RecipientSheet(
        recipient=Recipient(
            id=TEAM,
            organisation_id=1,
            case_id=7,
            team_id=5,
            team_organisation_id=1,
            state=state,
            claimer_id=9 if held else None,
            state_changed_at=moved,
            decline_reason="No scanner tonight" if state is State.DECLINED else None,
        ),
        team_name="Radiology Concierge",
        claimer_name="Alex Invented" if held else None,
        changed_by=_MOVERS.get(state),
        acknowledged=1 if state is State.PARTLY else 0,
        must_acknowledge=2 if state is State.PARTLY else 1,
    )
    return replace(sheet, **facts)  # type: ignore[arg-type]  # fields by name, for short examples


def sheet(*recipients: RecipientSheet, triage: Triage = Triage.URGENT) -> CaseSheet:
    """The case with these receiving teams, without patient, files and replies."""
    return CaseSheet(
        case=replace(CASE, triage=triage),
        sender_name="Sam Sample",
        sender_organisation="Northside Emergency",
        recipients=recipients or (recipient(),),
    )


def full_sheet(*recipients: RecipientSheet) -> CaseSheet:
    """The case with everything that a case may have."""
    return replace(sheet(*recipients), patient=PATIENT, attachments=ATTACHED, replies=REPLIES)


def other_team(state: State = State.CLAIMED) -> RecipientSheet:
    """A second receiving team."""
    first = recipient(state)
    return replace(first, recipient=replace(first.recipient, id=OTHER), team_name="Cardiac Surgery")


_MOVERS = {
    State.PARTLY: "Alex Invented",
    State.CLAIMED: "Alex Invented",
    State.COMPLETED: "Alex Invented",
    State.DECLINED: "Kim Fiction",
    State.CLOSED: "Sam Sample",
    State.WITHDRAWN: "Sam Sample",
}
