"""The pieces that the copies of a case are put together from. Pure."""

from datetime import date, datetime

from foxo_bot.cards.card import (
    Block,
    Bold,
    Line,
    Moment,
    Paragraph,
    Span,
)
from foxo_bot.cards.case_status import actor
from foxo_bot.cards.notice import Notice, Occasion, Reader
from foxo_bot.cards.words import counted, cut, day, years
from foxo_bot.model import (
    Attachment,
    CaseSheet,
    PatientCard,
    RecipientSheet,
    SaidLine,
    State,
)

NEWEST, FILE_NAME, FILES_NAMED = 280, 60, 6

_OCCASIONS = {
    State.UNCLAIMED: Occasion.NEW_CASE,
    State.PARTLY: Occasion.ACKNOWLEDGED,
    State.CLAIMED: Occasion.ACKNOWLEDGED,
    State.COMPLETED: Occasion.COMPLETED,
    State.CLOSED: Occasion.CLOSED,
    State.DECLINED: Occasion.DECLINED,
    State.WITHDRAWN: Occasion.WITHDRAWN,
}


def notice_of(
    sheet: CaseSheet,
    recipient: RecipientSheet,
    *,
    now: datetime,
    occasion: Occasion | None = None,
    reader: Reader = Reader.TEAM,
) -> Notice:
    """What a preview may say of one team's line; without an occasion, where it stands."""
    occasion = occasion or _OCCASIONS[recipient.state]
    waits = occasion in {Occasion.NEW_CASE, Occasion.WAITING, Occasion.EXHAUSTED}
    return Notice(
        occasion=occasion,
        number=sheet.case.number,
        triage=sheet.case.triage,
        team=recipient.team_name,
        age=now - sheet.case.created_at,
        reader=reader,
        who="" if waits else actor(recipient) or "",
        given=recipient.acknowledged,
        needed=recipient.must_acknowledge,
    )


def patient_line(patient: PatientCard, today: date) -> Line:
    """Who it is about on one glance line; nothing in it is ever cut."""
    facts = [f"born {day(patient.born)} ({years(patient.born, today)} y)"] if patient.born else []
    facts += [patient.sex] if patient.sex else []
    facts += [f"{system} {value}" for system, value in patient.identifiers]
    return (Bold(patient.name), "".join(f" · {fact}" for fact in facts))


def patient_banner(patient: PatientCard, today: date) -> Paragraph:
    return Paragraph(("Patient: ", *patient_line(patient, today)))


def attachments_line(attachments: tuple[Attachment, ...]) -> tuple[Block, ...]:
    """Their names: links are for one reader each, and a card has many."""
    if not attachments:
        return ()
    spans: list[Span] = ["Attached: "]
    for position, attachment in enumerate(attachments[:FILES_NAMED]):
        spans += [", "] if position else []
        spans.append(cut(attachment.name, FILE_NAME))
    more = f" and {len(attachments) - FILES_NAMED} more" if len(attachments) > FILES_NAMED else ""
    return (Paragraph((*spans, f"{more} (open them in Details)")),)


def newest_reply(replies: tuple[SaidLine, ...]) -> tuple[Block, ...]:
    if not replies:
        return ()
    newest = replies[-1]
    said = cut(newest.body, NEWEST)
    count = f"{counted(len(replies), 'reply', 'replies')}. Newest: "
    return (Paragraph((count, Bold(newest.who), ", ", Moment(newest.at), f"\n{said}")),)
