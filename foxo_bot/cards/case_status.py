"""Where a case stands in a team, in words: what happened, then what to do. Pure."""

from foxo_bot.cards.card import Bold, Line, Moment
from foxo_bot.cards.words import cut, joined
from foxo_bot.model import AWAITING, RecipientSheet, State

REASON = 300


def status(recipient: RecipientSheet) -> Line:
    """Where the case stands, for the receiving team: what happened, then what to do."""
    since = Moment(recipient.recipient.state_changed_at)
    who = actor(recipient) or "someone"
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
    who = actor(recipient) or "someone"
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


def actor(recipient: RecipientSheet) -> str | None:
    """Whoever did what the state says: the holder, or who did the last move."""
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
