"""The pieces that the copies of a case are put together from. Pure."""

from collections.abc import Iterable
from datetime import date, datetime

from foxo_bot import access
from foxo_bot.cards.card import (
    Block,
    Bold,
    Button,
    Buttons,
    Confirm,
    Line,
    Link,
    Moment,
    Paragraph,
    Span,
    Tone,
)
from foxo_bot.cards.notice import Notice, Occasion, Reader
from foxo_bot.cards.words import counted, cut, day, joined, years
from foxo_bot.model import (
    AWAITING,
    Attachment,
    CaseSheet,
    PatientCard,
    RecipientSheet,
    Relation,
    SaidLine,
    State,
    Verb,
)

REASON, NEWEST, FILE_NAME, FILES_NAMED = 300, 280, 60, 6

_CONFIRMS = {
    Verb.WITHDRAW: Confirm(
        title="Withdraw this case?",
        text="Every team is told that it no longer needs to be done. This cannot be undone.",
        yes="Withdraw it",
    ),
    Verb.CLOSE: Confirm(
        title="Close this case?",
        text="It is finished for everybody. It can be reopened if something turns out missing.",
        yes="Close it",
    ),
}
_TONES = {Verb.ACKNOWLEDGE: Tone.GOOD, Verb.WITHDRAW: Tone.DANGER}
_OCCASIONS = {
    State.UNCLAIMED: Occasion.NEW_CASE,
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
        who="" if waits else _actor(recipient) or "",
    )


def case_buttons(
    recipients: Iterable[RecipientSheet], relation: Relation, *, post_id: int
) -> Buttons:
    """The buttons that the tables of moves and rights leave for such a reader."""
    standing = tuple(recipients)
    verbs = access.buttons(
        (recipient.state for recipient in standing),
        frozenset({relation}),
        sender_confirms_close=all(recipient.confirms_close for recipient in standing),
    )
    return verb_buttons(verbs, post_id=post_id)


def verb_buttons(verbs: Iterable[Verb], *, post_id: int) -> Buttons:
    """One button per verb; what comes back with a press is the copy's post id."""
    return Buttons(
        tuple(
            Button(
                action=verb.value,
                label=access.WORDS[verb],
                value=str(post_id),
                tone=_TONES.get(verb, Tone.PLAIN),
                confirm=_CONFIRMS.get(verb),
            )
            for verb in verbs
        )
    )


def status(recipient: RecipientSheet) -> Line:
    """Where the case stands, for the receiving team: what happened, then what to do."""
    since = Moment(recipient.recipient.state_changed_at)
    who = _actor(recipient) or "someone"
    match recipient.state:
        case State.UNCLAIMED if recipient.exhausted_at:
            told: Line = (" The sender and the leads were told ", Moment(recipient.exhausted_at))
            return (Bold("Nobody has answered."), *told, ". Please acknowledge now.")
        case State.UNCLAIMED:
            line: Line = (Bold("Waiting for someone to acknowledge."),)
        case State.CLAIMED:
            line = (Bold(f"Acknowledged by {who}"), ", ", since)
        case State.DECLINED:
            still = "Still waiting for someone else to acknowledge."
            line = (Bold(f"Declined by {who}"), f": {_reason(recipient)}\n", Bold(still))
        case State.COMPLETED:
            line = (Bold(f"Completed by {who}"), ", ", since, f". {_who_closes(recipient)}")
        case State.CLOSED:
            line = (Bold(f"Closed by {who}"), ", ", since)
        case State.WITHDRAWN:
            line = (Bold(f"Withdrawn by {who}"), ", ", since, ". Nothing more to do.")
    return line


def status_for_sender(recipient: RecipientSheet) -> Line:
    """One team's line on the sender's copy; of the team it names only who answered."""
    since = Moment(recipient.recipient.state_changed_at)
    who = _actor(recipient) or "someone"
    match recipient.state:
        case State.UNCLAIMED:
            line: Line = ("waiting for someone to acknowledge",)
        case State.CLAIMED:
            line = (Bold(f"acknowledged by {who}"), ", ", since)
        case State.DECLINED:
            line = (Bold(f"declined by {who}"), f": {_reason(recipient)}. Others are still asked")
        case State.COMPLETED:
            line = (Bold(f"completed by {who}"), ", ", since, ". Please close it, or reopen it")
        case State.CLOSED:
            line = (f"closed by {who}, ", since)
        case State.WITHDRAWN:
            line = (f"withdrawn by {who}, ", since)
    return (Bold(recipient.team_name), ": ", *line, ".", *_sender_advice(recipient))


def patient_banner(patient: PatientCard, today: date) -> Paragraph:
    """Who it is about on one glance line; nothing in it is ever cut."""
    facts = [f"born {day(patient.born)} ({years(patient.born, today)} y)"] if patient.born else []
    facts += [patient.sex] if patient.sex else []
    facts += [f"{system} {value}" for system, value in patient.identifiers]
    rest = "".join(f" · {fact}" for fact in facts)
    return Paragraph(("Patient: ", Bold(patient.name), rest))


def attachments_line(attachments: tuple[Attachment, ...]) -> tuple[Block, ...]:
    if not attachments:
        return ()
    spans: list[Span] = ["Attached: "]
    for position, attachment in enumerate(attachments[:FILES_NAMED]):
        spans += [", "] if position else []
        spans.append(Link(cut(attachment.name, FILE_NAME), attachment.url))
    more = len(attachments) - FILES_NAMED
    return (Paragraph((*spans, f" and {more} more" if more > 0 else "")),)


def newest_reply(replies: tuple[SaidLine, ...]) -> tuple[Block, ...]:
    if not replies:
        return ()
    newest = replies[-1]
    said = cut(newest.body, NEWEST)
    count = f"{counted(len(replies), 'reply', 'replies')}. Newest: "
    return (Paragraph((count, Bold(newest.who), ", ", Moment(newest.at), f"\n{said}")),)


def _actor(recipient: RecipientSheet) -> str | None:
    if recipient.state is State.CLAIMED:
        return recipient.claimer_name
    return recipient.changed_by


def _reason(recipient: RecipientSheet) -> str:
    return cut(recipient.recipient.decline_reason or "no reason given", REASON).rstrip(".")


def _who_closes(recipient: RecipientSheet) -> str:
    who = ["the sender"] if recipient.confirms_close else ["the sender", "a member"]
    return f"Waiting for {joined(who, 'or')} to close it."


def _sender_advice(recipient: RecipientSheet) -> Line:
    """What the sender can do where the team may not know of the case."""
    if recipient.state not in AWAITING:
        return ()
    if recipient.exhausted_at:
        return (Bold(" Nobody has answered: please phone the team."),)
    if recipient.trouble:
        return (" Its channel cannot be reached just now: phone the team if it cannot wait.",)
    return ()
