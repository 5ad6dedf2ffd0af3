"""What people are told of a number or an address: that it no longer works, or its code. Pure."""

from foxo_bot.cards.card import Block, Bold, Button, Buttons, Card, Note, Paragraph
from foxo_bot.cards.policy_words import WAYS
from foxo_bot.model import Way

NO_REPLIES = "An SMS cannot be answered here: open the link in it, or use chat."
"""Where a gateway only sends, nobody's number needs to be verified for anything."""
HOW_REACHED = "How I am reached"
REACH = Button("reach", HOW_REACHED)
_ADDRESS = {Way.SMS: "mobile number", Way.EMAIL: "email address"}


def masked_phone(phone: str) -> str:
    """Enough of a number for its owner to know it: "+61 ••• 156"."""
    return f"{phone[:3]} ••• {phone[-3:]}"


def masked_email(email: str) -> str:
    name, _, domain = email.partition("@")
    return f"{name[:1]}•••@{domain}"


def lost(way: Way, problem: str, *, number: str = "") -> Card:
    """For the person themselves; `number` is the one that fails where they have another."""
    by = f"at {masked_phone(number)}" if number else f"by {WAYS[way]}"
    first = f"Foxo Bot no longer reaches you {by}."
    return Card(
        preview=first,
        blocks=(
            Paragraph((Bold(first), f" Your {_ADDRESS[way]}: {_sentence(problem)}")),
            Note((_cure(way, problem),)),
            Buttons((REACH,)),
        ),
    )


def lost_of_member(name: str, way: Way, problem: str, others: str, *, number: str = "") -> Card:
    """For the leads of a team: whom escalations no longer reach that way, but by `others`.

    `number` is the one that fails where they have another.
    """
    by = f"at {masked_phone(number)}" if number else f"by {WAYS[way]}"
    first = f"{name} is no longer reached {by}."
    return Card(
        preview=first,
        blocks=(
            Paragraph((Bold(first), f" Their {_ADDRESS[way]}: {_sentence(problem)}")),
            Note((f"Until that is put right, cases reach them by {others or 'no way at all'}.",)),
        ),
    )


def back_of_member(name: str, way: Way, ways: str, *, number: str = "") -> Card:
    """For the leads, who heard that it no longer worked: it is used again."""
    at = f" at {masked_phone(number)}" if number else ""
    first = f"Foxo Bot sends {name} {WAYS[way]}{at} again."
    return Card(
        preview=first,
        blocks=(Paragraph((Bold(first),)), Note((f"Cases reach them by {ways}.",))),
    )


def check_sms(code: str, minutes: int) -> str:
    return (
        f"Foxo: {code} is your code. Enter it in Foxo Bot within {minutes} minutes to show that "
        "this number is yours. If you did not ask for it, do nothing."
    )


def check_failed(words: str, *, dead: bool) -> Card:
    """`dead` says that it is the number, which no later SMS reaches either."""
    line = "The code could not be sent to your number."
    again = "Check the number, then press Test my number again."
    if "STOP" in words:
        again = f"{_START} Then press Test my number again."
    elif not dead:
        again = "Your number may be well. If it fails again, tell whoever runs Foxo Bot."
    blocks: tuple[Block, ...] = (
        Paragraph((Bold(line), f" {_sentence(words)}")),
        Note((again,)),
        Buttons((REACH,)),
    )
    return Card(preview=line, blocks=blocks)


_START = "To be reached by SMS again, send START to the number that the messages came from."


def _cure(way: Way, problem: str) -> str:
    if "STOP" in problem:
        left = "Until then you are reached by the ways that are left."
        return f"{_START} {left} The leads of your teams are told."
    if way is Way.SMS:
        return (
            "Press How I am reached, then Test my number, once it works again, or add another "
            "number. The leads of your teams are told."
        )
    return (
        "If it is right and works again, press How I am reached, then Use my email again. "
        "Otherwise ask whoever runs Foxo Bot to correct it. The leads of your teams are told."
    )


def _sentence(problem: str) -> str:
    return problem if problem.endswith(".") else f"{problem}."
