"""A case as it stands in a team's channel, in a member's DM and with its sender. Pure."""

from dataclasses import replace
from datetime import datetime

from foxo_bot.cards.card import (
    Block,
    Bold,
    Card,
    Facts,
    Heading,
    Line,
    Moment,
    Note,
    Paragraph,
    UserText,
)
from foxo_bot.cards.case_buttons import case_buttons
from foxo_bot.cards.case_parts import attachments_line, newest_reply, notice_of, patient_banner
from foxo_bot.cards.case_status import status, status_for_sender
from foxo_bot.cards.notice import Occasion, Reader, headline
from foxo_bot.cards.words import STATES, marked
from foxo_bot.model import AWAITING, ENDED, CaseSheet, RecipientSheet, Relation, State, spoken

DETAILS = 700
"""So much of the details stands on a copy; the details button shows them whole."""


def team_post(sheet: CaseSheet, recipient_id: int, *, post_id: int, now: datetime) -> Card:
    """The case as one receiving team sees it in its channel."""
    recipient = sheet.of(recipient_id)
    return Card(
        preview=headline(notice_of(sheet, recipient, now=now, occasion=_unanswered(recipient))),
        blocks=_for_team(sheet, recipient, status(recipient), post_id=post_id, now=now),
        personal=str(post_id),
    )


def view_of(
    sheet: CaseSheet,
    recipient_id: int,
    held: frozenset[Relation],
    *,
    post_id: int,
    now: datetime,
) -> Card:
    """The post in a team's channel for one reader: it offers them what they may do, no more."""
    shown = team_post(sheet, recipient_id, post_id=post_id, now=now)
    recipient = sheet.of(recipient_id)
    *said, _ = shown.blocks
    buttons = case_buttons((recipient,), *held, post_id=post_id)
    who = f"Only members of {recipient.team_name} and the sender can act on this case."
    return replace(shown, blocks=(*said, buttons if buttons.buttons else Note((who,))))


def personal_copy(sheet: CaseSheet, recipient_id: int, *, post_id: int, now: datetime) -> Card:
    """The case as a member is sent it; why they get it stands first while nobody has it."""
    recipient = sheet.of(recipient_id)
    waits = recipient.state in AWAITING
    occasion = Occasion.WAITING if waits else None
    why = (Bold(f"Nobody in {recipient.team_name} has acknowledged this yet."), " Can you?")
    line = why if recipient.state is State.UNCLAIMED else status(recipient)
    return Card(
        preview=headline(notice_of(sheet, recipient, now=now, occasion=occasion)),
        blocks=_for_team(sheet, recipient, line, post_id=post_id, now=now),
    )


def sender_copy(sheet: CaseSheet, *, post_id: int, now: datetime) -> Card:
    """The case as its sender sees it: every receiving team with where it stands there."""
    recipients = sheet.recipients
    ended = all(recipient.state in ENDED for recipient in recipients)
    body = () if ended else _body(sheet, now=now)
    lines = tuple(Paragraph(status_for_sender(recipient)) for recipient in recipients)
    buttons = case_buttons(recipients, Relation.SENDER, post_id=post_id)
    return Card(
        preview=_sender_preview(sheet, now=now),
        blocks=(
            _heading(sheet, ended=ended),
            *lines,
            _subject(sheet),
            *body,
            Note(("Your copy. You sent this ", Moment(sheet.case.created_at), ".")),
            buttons,
        ),
    )


def _for_team(
    sheet: CaseSheet, recipient: RecipientSheet, line: Line, *, post_id: int, now: datetime
) -> tuple[Block, ...]:
    heading = _heading(sheet, ended=recipient.state in ENDED)
    buttons = case_buttons((recipient,), Relation.MEMBER, post_id=post_id)
    if recipient.state is State.WITHDRAWN:
        # A case sent to the wrong team is withdrawn: nothing of it stays in the channel.
        return (heading, Paragraph(line), buttons)
    if recipient.state is State.CLOSED:
        return (heading, Paragraph(line), _subject(sheet), buttons)
    why = f"A channel of this team does not show it. {recipient.trouble}"
    trouble = (Note((why,)),) if recipient.trouble else ()
    return (
        heading,
        Paragraph(line),
        _subject(sheet),
        *_body(sheet, now=now),
        _facts(sheet, recipient),
        *trouble,
        buttons,
    )


def _heading(sheet: CaseSheet, *, ended: bool) -> Heading:
    """A case that has ended calls nobody's eye with a colour."""
    number, triage = sheet.case.number, sheet.case.triage
    return Heading(f"Case {spoken(number)}") if ended else Heading(marked(triage, number), triage)


def _subject(sheet: CaseSheet) -> Paragraph:
    return Paragraph((Bold(sheet.case.subject),))


def _body(sheet: CaseSheet, *, now: datetime) -> tuple[Block, ...]:
    banner = (patient_banner(sheet.patient, now.date()),) if sheet.patient else ()
    return (
        *banner,
        UserText(sheet.case.details, limit=DETAILS),
        *attachments_line(sheet.attachments),
        *newest_reply(sheet.replies),
    )


def _facts(sheet: CaseSheet, recipient: RecipientSheet) -> Facts:
    others = [
        f"{other.team_name} ({STATES[other.state]})"
        for other in sheet.recipients
        if other.recipient.id != recipient.recipient.id
    ]
    pairs: list[tuple[str, Line]] = [
        ("From", (f"{sheet.sender_name}, {sheet.sender_organisation}",)),
        ("Sent", (Moment(sheet.case.created_at),)),
        ("To", (recipient.team_name,)),
    ]
    return Facts((*pairs, *([("Also sent to", (", ".join(others),))] if others else [])))


def _sender_preview(sheet: CaseSheet, *, now: datetime) -> str:
    """The team that most needs the sender's eye speaks for all of them."""
    first = min(sheet.recipients, key=_urgency)
    occasion = _unanswered(first)
    return headline(notice_of(sheet, first, now=now, occasion=occasion, reader=Reader.SENDER))


def _unanswered(recipient: RecipientSheet) -> Occasion | None:
    waits = recipient.exhausted_at and recipient.state in AWAITING
    return Occasion.EXHAUSTED if waits else None


def _urgency(recipient: RecipientSheet) -> int:
    if _unanswered(recipient):
        return 0
    order = [State.COMPLETED, State.DECLINED, State.UNCLAIMED, State.PARTLY, State.CLAIMED]
    return order.index(recipient.state) + 1 if recipient.state in order else len(order) + 1
