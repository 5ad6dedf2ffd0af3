"""Where a case stands in a team, in words: what happened, then what to do. Pure."""

from foxo_bot.cards.card import Bold, Line, Moment
from foxo_bot.cards.words import capitalised, cut, joined
from foxo_bot.model import AWAITING, RecipientSheet, State

REASON = 300
_ABSENT = "They are no longer in the team, or nothing reaches them any more."
_FURTHER = " reminders go to the sender and the leads too. Please acknowledge now."


def status(recipient: RecipientSheet) -> Line:
    """Where the case stands, for the receiving team."""
    since = Moment(recipient.recipient.state_changed_at)
    done = Bold(capitalised(_done(recipient)))
    match recipient.state:
        case State.UNCLAIMED if recipient.exhausted_at:
            begun = Moment(recipient.exhausted_at)
            line: Line = (Bold("Nobody has answered."), " Since ", begun, _FURTHER)
        case State.UNCLAIMED:
            line = (Bold("Waiting for someone to acknowledge."),)
        case State.PARTLY:
            line = (done, ", ", since, ". ", Bold(so_far(recipient)), _asked_on(recipient))
        case State.DECLINED:
            still = Bold("Still waiting for someone else to acknowledge.")
            line = (done, f": {_reason(recipient)}\n", still)
        case State.COMPLETED:
            line = (done, ", ", since, f". {_who_closes(recipient)}")
        case State.WITHDRAWN:
            line = (done, ", ", since, ". Nothing more to do.")
        case State.CLAIMED | State.CLOSED:
            absent = (".\n", Bold(_ABSENT), " Please take over.") if recipient.absent_at else ()
            line = (done, ", ", since, *absent)
    return line


def status_for_sender(recipient: RecipientSheet) -> Line:
    """One team's line on the sender's copy; of the team it names only who answered."""
    since = Moment(recipient.recipient.state_changed_at)
    done = Bold(_done(recipient))
    match recipient.state:
        case State.UNCLAIMED if recipient.exhausted_at:
            line: Line = (" nobody has answered. ", Bold("Please phone the team."))
        case State.UNCLAIMED:
            line = (" waiting for someone to acknowledge.",)
        case State.PARTLY:
            line = (" ", done, ", ", since, f". {so_far(recipient)}{_asked_on(recipient)}")
        case State.DECLINED:
            asked = " Others in the team are still being asked."
            line = (" ", done, f": {_reason(recipient)}.{asked}")
        case State.COMPLETED:
            close = ". Please close it, or reopen it if something is missing."
            line = (" ", done, ", ", since, close)
        case State.CLAIMED | State.CLOSED | State.WITHDRAWN:
            line = (" ", done, ", ", since, ".")
    return (Bold(recipient.team_name), ":", *line, *_sender_advice(recipient))


def actor(recipient: RecipientSheet) -> str | None:
    """Whoever did what the state says: the holder, or who did the last move."""
    if recipient.state in {State.CLAIMED, State.PARTLY}:
        return recipient.claimer_name
    return recipient.changed_by


def _done(recipient: RecipientSheet) -> str:
    """What was done and by whom: "acknowledged by Alex Invented"."""
    state = recipient.state
    word = "acknowledged" if state in {State.CLAIMED, State.PARTLY} else state.value
    if who := actor(recipient):
        return f"{word} by {who}"
    return f"{word} automatically" if state is State.CLOSED else word


def so_far(recipient: RecipientSheet) -> str:
    """How many have acknowledged where it takes several: "2 of 3 have acknowledged."."""
    have = "has" if recipient.must_acknowledge == 1 else "have"
    return f"{recipient.acknowledged} of {recipient.must_acknowledge} {have} acknowledged."


def _asked_on(recipient: RecipientSheet) -> str:
    if recipient.exhausted_at:
        return " Nobody else has answered; the others are still asked."
    return " The others are still asked."


def _reason(recipient: RecipientSheet) -> str:
    return cut(recipient.recipient.decline_reason or "no reason given", REASON).rstrip(".")


def _who_closes(recipient: RecipientSheet) -> str:
    who = ["the sender"] if recipient.confirms_close else ["the sender", "a member"]
    return f"Waiting for {joined(who, 'or')} to close it."


def _sender_advice(recipient: RecipientSheet) -> Line:
    """What the sender can do where the team may not know of the case."""
    if recipient.state is State.DECLINED and recipient.exhausted_at:
        return (" ", Bold("Nobody else has answered: please phone the team."))
    if recipient.trouble and recipient.state in AWAITING and not recipient.exhausted_at:
        return (" Its channel does not show it: phone the team if it cannot wait.",)
    return ()
