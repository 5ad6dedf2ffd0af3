"""What people are told of a number or an address: that it no longer works, or its code. Pure."""

from foxo_bot.cards.card import Block, Bold, Button, Buttons, Card, Note, Paragraph
from foxo_bot.cards.policy_words import WAYS
from foxo_bot.model import Way

HOW_REACHED = "How I am reached"
REACH = Button("reach", HOW_REACHED)
_ADDRESS = {Way.SMS: "mobile number", Way.EMAIL: "email address"}


def masked_phone(phone: str) -> str:
    """Enough of a number for its owner to know it: "+61 ••• 156"."""
    return f"{phone[:3]} ••• {phone[-3:]}"


def masked_email(email: str) -> str:
    name, _, domain = email.partition("@")
    return f"{name[:1]}•••@{domain}"


def lost(way: Way, problem: str) -> Card:
    """For the person themselves."""
    first = f"Foxo Bot no longer reaches you by {WAYS[way]}."
    return Card(
        preview=first,
        blocks=(
            Paragraph((Bold(first), f" Your {_ADDRESS[way]}: {_sentence(problem)}")),
            Note((_cure(way, problem),)),
            Buttons((REACH,)),
        ),
    )


def lost_of_member(name: str, way: Way, problem: str, others: str) -> Card:
    """For the leads of a team: whom escalations no longer reach that way."""
    first = f"{name} is no longer reached by {WAYS[way]}."
    return Card(
        preview=first,
        blocks=(
            Paragraph((Bold(first), f" Their {_ADDRESS[way]}: {_sentence(problem)}")),
            Note((f"Until that is put right, cases reach them by {others or 'no way at all'}.",)),
        ),
    )


def check_sms(code: str, minutes: int) -> str:
    return (
        f"Foxo: {code} is your code. Enter it in Foxo Bot within {minutes} minutes to show that "
        "this number is yours. If you did not ask for it, do nothing."
    )


def check_failed(words: str) -> Card:
    line = "The code could not be sent to your number."
    blocks: tuple[Block, ...] = (
        Paragraph((Bold(line), f" {_sentence(words)}")),
        Note(("Check the number, then press Test my number again.",)),
        Buttons((REACH,)),
    )
    return Card(preview=line, blocks=blocks)


def _cure(way: Way, problem: str) -> str:
    if "STOP" in problem:
        return (
            "To be reached by SMS again, send START to the number that the messages came from. "
            "Until then you are reached by the ways that are left. The leads of your teams know."
        )
    if way is Way.SMS:
        return (
            "Press How I am reached, then Test my number, once it works again, or add another "
            "number. The leads of your teams know."
        )
    return "Ask whoever runs Foxo Bot to correct it. The leads of your teams know."


def _sentence(problem: str) -> str:
    return problem if problem.endswith(".") else f"{problem}."
