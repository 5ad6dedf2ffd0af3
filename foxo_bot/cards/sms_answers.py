"""What is answered to an SMS. Nothing but case numbers and what to do next may stand here. Pure."""

from collections.abc import Sequence

from foxo_bot.cards.words import joined
from foxo_bot.model import spoken

UNKNOWN = (
    "Foxo Bot does not know this number. If you were told of a case, open the link in the message, "
    "or use chat."
)
WRONG = (
    "That code was not recognised, nothing was changed. Reply with the code from the newest "
    "message about the case, or open its link."
)
TOO_MANY = "Too many wrong codes. Open the link in the message, or use chat."
SEVERAL = "Nothing was changed: that fits several cases. Reply with the code of one of them alone."
NOT_VERIFIED = (
    "Nothing was changed: this number is not verified. Open the link in the message. To answer by "
    "SMS from now on, press Test my number in Foxo Bot, under How I am reached."
)
NOT_A_YES = (
    "Nothing was changed: your words do not read as a yes. To acknowledge the case, reply with "
    "the code alone. To decline it, use chat."
)
LAST = "No more answers for a while: open the link in the message, or use chat."
STOP = "To receive no more SMS from Foxo Bot, reply with the one word STOP. Nothing was changed."


def used(number: int) -> str:
    return f"You used that code already, for case {spoken(number)}. Nothing was changed."


def how(waiting: Sequence[int]) -> str:
    """To words without a code: which cases wait for this person's code, and what to reply."""
    if not waiting:
        return (
            "Nothing was changed. No case waits for a code from this number. "
            "Reply with the code in a message about a case to acknowledge it."
        )
    cases = [spoken(number) for number in waiting]
    which = f"Case {cases[0]} waits" if len(cases) == 1 else f"Cases {joined(cases)} wait"
    return (
        f"Nothing was changed. {which} for you. Reply with the code from the message about the "
        "case to acknowledge it."
    )
