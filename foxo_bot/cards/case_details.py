"""The whole of a case in one window: what it says, what was tried for whom, what happened. Pure.

Longest parts are grouped and cut oldest first, so that every platform's window holds them.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from foxo_bot.cards.card import (
    Block,
    Bold,
    Divider,
    Facts,
    Form,
    Heading,
    Line,
    Link,
    Moment,
    Note,
    Paragraph,
    Span,
    UserText,
)
from foxo_bot.cards.case_parts import patient_banner
from foxo_bot.cards.case_status import status, status_for_sender
from foxo_bot.cards.policy_words import WAYS
from foxo_bot.cards.words import counted, cut, triage_word
from foxo_bot.model import (
    Attachment,
    CaseSheet,
    HistoryLine,
    RecipientSheet,
    SaidLine,
    TriedLine,
    in_words,
    spoken,
)

REPLIES, TRIED, HISTORY, GROUP, LINE = 15, 60, 80, 10, 240


def details(
    sheet: CaseSheet,
    *,
    shown: Sequence[RecipientSheet],
    history: Sequence[HistoryLine],
    tried: Sequence[TriedLine],
    now: datetime,
    for_sender: bool = False,
) -> Form:
    """A window without an answer. `shown` are the teams that the reader may see.

    History and attempts are oldest first; an outside sender is passed neither.
    """
    return Form(
        id="details",
        title=f"Case {spoken(sheet.case.number)}",
        content=(
            *_said_in_full(sheet, now=now),
            *_standing(shown, for_sender=for_sender),
            *_replies(sheet.replies),
            *_listed("Who was told", [_tried(line) for line in tried], TRIED),
            *_listed("What happened", [_event(line) for line in history], HISTORY),
        ),
        close="Close",
    )


def _said_in_full(sheet: CaseSheet, *, now: datetime) -> tuple[Block, ...]:
    case = sheet.case
    facts: list[tuple[str, Line]] = [
        ("Triage", (triage_word(case.triage),)),
        ("Sent", (Moment(case.created_at),)),
        ("From", (f"{sheet.sender_name}, {sheet.sender_organisation}",)),
    ]
    patient: tuple[Block, ...] = ()
    if sheet.patient:
        source = Note((f"Patient Card: {sheet.patient.source}.",))
        patient = (patient_banner(sheet.patient, now.date()), source)
    return (
        Facts(tuple(facts)),
        Paragraph((Bold(case.subject),)),
        *patient,
        UserText(case.details, limit=3000),
        *_attachments(sheet),
    )


def _attachments(sheet: CaseSheet) -> tuple[Block, ...]:
    if not sheet.attachments:
        return ()
    spans: list[Span] = [Bold("Attached")]
    for attachment in sheet.attachments:
        spans += ["\n", Link(attachment.name, attachment.url), f" ({_about(attachment)})"]
    return (Paragraph(tuple(spans)),)


def _about(file: Attachment) -> str:
    """Its size if known, and where it lies if we cannot give it: there one has to sign in."""
    size = in_words(file.size) if file.size else "size unknown"
    return size if file.given_here else f"{size}, in {file.via.capitalize()}"


def _standing(shown: Sequence[RecipientSheet], *, for_sender: bool) -> tuple[Block, ...]:
    if for_sender:
        return (Divider(), *_grouped([status_for_sender(recipient) for recipient in shown]))
    lines = [(Bold(recipient.team_name), ": ", *status(recipient)) for recipient in shown]
    due = [
        (f"{recipient.team_name}: next reminder ", Moment(recipient.next_due))
        for recipient in shown
        if recipient.next_due
    ]
    trouble = [
        (f"{recipient.team_name}, channel: {recipient.trouble}",)
        for recipient in shown
        if recipient.trouble
    ]
    return (Divider(), *_grouped([*lines, *due, *trouble]))


def _replies(replies: Sequence[SaidLine]) -> tuple[Block, ...]:
    if not replies:
        return ()
    kept = replies[-REPLIES:]
    older = _older(len(replies) - len(kept), "reply", "replies")
    said = [
        part
        for reply in kept
        for part in (Paragraph((Bold(reply.who), ", ", Moment(reply.at))), UserText(reply.body))
    ]
    return (Heading("Replies"), *older, *said)


def _listed(title: str, lines: list[Line], most: int) -> tuple[Block, ...]:
    if not lines:
        return ()
    kept = lines[-most:]
    return (Heading(title), *_older(len(lines) - len(kept), "line"), *_grouped(kept))


def _older(left_out: int, one: str, several: str = "") -> tuple[Block, ...]:
    if left_out <= 0:
        return ()
    older = counted(left_out, f"older {one}", f"older {several or f'{one}s'}")
    return (Note((f"{older} not shown.",)),)


def _grouped(lines: list[Line]) -> Iterable[Paragraph]:
    for start in range(0, len(lines), GROUP):
        spans: list[Span] = []
        for line in lines[start : start + GROUP]:
            spans += ["\n"] if spans else []
            spans += line
        yield Paragraph(tuple(spans))


def _tried(line: TriedLine) -> Line:
    way = f"{WAYS[line.way]} to their own number" if line.own_number else WAYS[line.way]
    said = f" {cut(line.who, LINE)} by {way} ({line.team_name}): "
    return (Moment(line.at), said, cut(line.outcome, LINE))


def _event(line: HistoryLine) -> Line:
    return (Moment(line.at), " ", cut(line.words, LINE))
