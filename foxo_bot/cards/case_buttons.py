"""The buttons of a case, derived from the tables of moves and rights. Pure."""

from collections.abc import Iterable

from foxo_bot import access
from foxo_bot.cards.card import Button, Buttons, Confirm, Tone
from foxo_bot.model import RecipientSheet, Relation, Verb

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


def case_buttons(
    recipients: Iterable[RecipientSheet], *relations: Relation, post_id: int
) -> Buttons:
    """The buttons that the tables of moves and rights leave for a reader who is all of these."""
    standing = tuple(recipients)
    verbs = access.buttons(
        (recipient.state for recipient in standing),
        frozenset(relations),
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
