"""One guarded move of one recipient: access, state, event and redraw together."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from foxo_bot import access
from foxo_bot.cases.target import Act, Target, confirms_close, relations
from foxo_bot.escalation import beyond_chat
from foxo_bot.escalation.shown import redraws
from foxo_bot.model import (
    MOVES,
    NOT_ENOUGH_YET,
    AlreadyClaimed,
    AlreadyEnded,
    AlreadyYours,
    Case,
    NotAllowed,
    NotPossibleNow,
    Recipient,
    Refusal,
    State,
    Verb,
    spoken,
)
from foxo_bot.store import cases, escalations, events, messages, outbox, people, recipients
from foxo_bot.store.db import Tx
from foxo_bot.store.outbox import Message

PAST: dict[Verb, str] = {
    Verb.ACKNOWLEDGE: "acknowledged",
    Verb.TAKE_OVER: "taken_over",
    Verb.REPLY: "replied",
    Verb.SHARE: "shared",
    Verb.DECLINE: "declined",
    Verb.COMPLETE: "completed",
    Verb.CLOSE: "closed",
    Verb.REOPEN: "reopened",
    Verb.RETRIAGE: "retriaged",
    Verb.WITHDRAW: "withdrawn",
    Verb.DETAILS: "viewed",
    Verb.STILL_ON_IT: "still_on_it",
    Verb.HAND_BACK: "handed_back",
    Verb.LAPSE: "lapsed",
}
"""The name of the event that each verb leaves in the trail."""


def permitted(tx: Tx, act: Act, target: Target, verb: Verb) -> list[Recipient]:
    """The target's recipients for which the person may do the verb now; a Refusal when none."""
    fine, refusals = [], []
    for recipient in target.recipients:
        try:
            _check(tx, act, target.case, recipient, verb)
            fine.append(recipient)
        except Refusal as refusal:
            refusals.append(refusal)
    if not fine:
        raise next((r for r in refusals if not isinstance(r, NotAllowed)), refusals[0])
    return fine


def _check(tx: Tx, act: Act, case: Case, recipient: Recipient, verb: Verb) -> None:
    """Raise the refusal that fits best, where there is one."""
    held = relations(tx, act.person, case, recipient)
    asks_sender = access.has_setting(verb) and confirms_close(tx, recipient)
    try:
        access.check(verb, state=recipient.state, held=held, sender_confirms_close=asks_sender)
    except NotPossibleNow as refusal:
        raise _explained(tx, act, recipient, verb, refusal) from None


def move(  # noqa: PLR0913 - who moves what where, and why
    tx: Tx,
    act: Act,
    case: Case,
    recipient: Recipient,
    verb: Verb,
    *,
    claimer_id: int | None,
    reason: str | None = None,
    enough: bool = True,
) -> Recipient:
    """Move a recipient that `permitted` gave, with an event; the recipient as it stands then.

    The update is guarded by the state that was read: whoever was first wins. `enough`: false for
    an acknowledgement while more people must acknowledge.
    """
    to = (MOVES if enough else NOT_ENOUGH_YET)[recipient.state, verb]
    moved = recipients.move(
        tx,
        recipient,
        to=to,
        by=act.person.id,
        claimer_id=claimer_id,
        now=act.now,
        reason=reason,
    )
    if not moved:
        fresh = recipients.get(tx, recipient.organisation_id, recipient.id) or recipient
        raise _explained(tx, act, fresh, verb, NotPossibleNow(verb=verb, state=fresh.state))
    note(tx, act, case, recipient, verb)
    return replace(
        recipient,
        state=to,
        claimer_id=claimer_id,
        state_changed_at=act.now,
        decline_reason=reason,
    )


def note(
    tx: Tx,
    act: Act,
    case: Case,
    recipient: Recipient | None,
    verb: Verb,
    **data: str | int | bool | None,
) -> None:
    """Write the verb into the audit trail. What somebody holds and acts on is not asked after."""
    escalations.acted(tx, case.organisation_id, case.id, act.person.id)
    events.append(
        tx,
        events.Event(
            organisation_id=case.organisation_id,
            at=act.now,
            kind=PAST[verb],
            via=act.via,
            case_id=case.id,
            recipient_id=recipient.id if recipient else None,
            actor_id=act.person.id,
            data=data,
        ),
    )


def redraw(tx: Tx, act: Act, case: Case) -> None:
    """Draw every copy of the case anew, on every platform."""
    outbox.put(tx, redraws(tx, case), act.now)


def tell(
    tx: Tx,
    act: Act,
    case: Case,
    recipient: Recipient | None,
    verb: Verb,
    *person_ids: int | None,
    **about: int | str | None,
) -> None:
    """Tell people (not the one who acted) by direct message what was done.

    `about` is what some news has besides: `held_by` (a person's id), `with_team` (a team's id),
    `was` (a triage).
    """
    outbox.put(tx, _told(tx, act, case, recipient, verb, person_ids, about), act.now)


def announce(
    tx: Tx,
    act: Act,
    case: Case,
    recipient: Recipient,
    verb: Verb,
    *person_ids: int | None,
    **about: int | str | None,
) -> None:
    """Redraw and tell, in one statement."""
    told = _told(tx, act, case, recipient, verb, person_ids, about)
    outbox.put(tx, [*redraws(tx, case), *told], act.now)


def _told(
    tx: Tx,
    act: Act,
    case: Case,
    recipient: Recipient | None,
    verb: Verb,
    person_ids: Iterable[int | None],
    about: Mapping[str, int | str | None],
) -> list[Message | None]:
    wanted = {one for one in person_ids if one is not None} - {act.person.id}
    news, what = {messages.WHO: act.person.id, **about}, PAST[verb]
    rows: list[Message | None] = []
    for person in (people.find(tx, person_id) for person_id in sorted(wanted)):
        row = messages.told(case, recipient.id if recipient else None, person, what, news)
        if row is None and recipient and what in beyond_chat.TO_ITS_HOLDER:
            key = f"{what}:{recipient.id}:{act.now.timestamp()}:{person.id}"
            row = beyond_chat.news(recipient, person, what, key=key, who=act.person.id)
        rows.append(row)
    return rows


def already_yours(tx: Tx, recipient: Recipient) -> AlreadyYours:
    """The refusal for somebody who holds the case: they may hold several."""
    case = cases.get(tx, recipient.organisation_id, recipient.case_id)
    return AlreadyYours(number=spoken(case.number))


def _explained(
    tx: Tx, act: Act, recipient: Recipient, verb: Verb, otherwise: NotPossibleNow
) -> Refusal:
    if recipient.state is State.CLAIMED and verb in {Verb.ACKNOWLEDGE, Verb.DECLINE}:
        if recipient.claimer_id == act.person.id:
            return already_yours(tx, recipient)
        who = people.find(tx, recipient.claimer_id or 0).name
        return AlreadyClaimed(who=who, when=recipient.state_changed_at)
    if recipient.state in {State.COMPLETED, State.CLOSED, State.WITHDRAWN, State.DECLINED}:
        mover = recipients.changed_by(tx, recipient.organisation_id, recipient.case_id)
        name = people.names(tx, [mover[recipient.id]]).get(mover[recipient.id] or 0)
        return AlreadyEnded(
            state=recipient.state.value, who=name or "Foxo Bot", when=recipient.state_changed_at
        )
    return otherwise
