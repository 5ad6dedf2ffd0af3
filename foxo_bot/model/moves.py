"""Every legal move of a recipient, in one table. Pure."""

from foxo_bot.model.nouns import State, Verb

AWAITING = frozenset({State.UNCLAIMED, State.PARTLY, State.DECLINED})
"""States in which not everybody who must has taken the work, so the escalation goes on."""

ENDED = frozenset({State.CLOSED, State.WITHDRAWN})

_ANYWHERE_OPEN = (Verb.REPLY, Verb.SHARE, Verb.RETRIAGE, Verb.WITHDRAW, Verb.DETAILS)

MOVES: dict[tuple[State, Verb], State] = {
    (State.UNCLAIMED, Verb.ACKNOWLEDGE): State.CLAIMED,
    (State.UNCLAIMED, Verb.DECLINE): State.DECLINED,
    (State.DECLINED, Verb.ACKNOWLEDGE): State.CLAIMED,
    (State.PARTLY, Verb.ACKNOWLEDGE): State.CLAIMED,
    (State.PARTLY, Verb.DECLINE): State.PARTLY,
    (State.PARTLY, Verb.COMPLETE): State.COMPLETED,
    (State.CLAIMED, Verb.TAKE_OVER): State.CLAIMED,
    (State.CLAIMED, Verb.COMPLETE): State.COMPLETED,
    (State.CLAIMED, Verb.STILL_ON_IT): State.CLAIMED,
    (State.CLAIMED, Verb.HAND_BACK): State.UNCLAIMED,
    (State.CLAIMED, Verb.LAPSE): State.UNCLAIMED,
    (State.COMPLETED, Verb.CLOSE): State.CLOSED,
    (State.COMPLETED, Verb.REOPEN): State.UNCLAIMED,
    (State.COMPLETED, Verb.REPLY): State.COMPLETED,
    (State.COMPLETED, Verb.DETAILS): State.COMPLETED,
    (State.CLOSED, Verb.REOPEN): State.UNCLAIMED,
    (State.CLOSED, Verb.DETAILS): State.CLOSED,
    (State.WITHDRAWN, Verb.DETAILS): State.WITHDRAWN,
    **{
        (state, verb): State.WITHDRAWN if verb is Verb.WITHDRAW else state
        for state in (State.UNCLAIMED, State.PARTLY, State.DECLINED, State.CLAIMED)
        for verb in _ANYWHERE_OPEN
    },
}
"""Every legal move of a recipient: (where it stands, what is done) -> where it stands then.

A verb that leads back to the same state changes something else (who holds it, the triage, the
thread). What is not in the table is refused.
"""

NOT_ENOUGH_YET: dict[tuple[State, Verb], State] = {
    (state, Verb.ACKNOWLEDGE): State.PARTLY for state in AWAITING
}
"""Where an acknowledgement leads instead while more people must acknowledge."""
