"""What an organisation's fallback contact is told when the program finds itself failing. Pure.

There is nothing of a case in it: only how many rows of which kind, and for how long.
"""

from dataclasses import dataclass
from datetime import timedelta

from foxo_bot.cards.card import Bold, Card, Note, Paragraph
from foxo_bot.cards.notice import spoken_age


@dataclass(frozen=True, slots=True)
class AlarmWords:
    """`kind` is one of `SAY`; `number` rows are concerned, the first of them for `lasting`.

    `over` says that it has ended, after `lasting`.
    """

    kind: str
    organisation: str
    number: int
    lasting: timedelta
    over: bool = False


SAY = {
    "no_step_due": (
        "{number} case waited {lasting} without a reminder due, and was given one now",
        "{number} cases waited {lasting} without a reminder due, and were given one now",
    ),
    "step_overdue": (
        "{number} reminder is overdue, for {lasting}",
        "{number} reminders are overdue, for {lasting}",
    ),
    "message_stuck": (
        "{number} message should have been sent and was not, for {lasting}",
        "{number} messages should have been sent and were not, for {lasting}",
    ),
    "lease_abandoned": (
        "{number} message was taken up to be sent, and dropped, for {lasting}",
        "{number} messages were taken up to be sent, and dropped, for {lasting}",
    ),
    "clock_skew": (
        "the clock of a machine is {number} second off, for {lasting}",
        "the clock of a machine is {number} seconds off, for {lasting}",
    ),
}
"""Kind of breach -> what is wrong with one, and with several."""

_DO = (
    "Tell whoever runs Foxo Bot. Until it is well again, ask the teams by phone about urgent cases."
)
_OVER = "Nothing more needs to be done."


def headline(alarm: AlarmWords) -> str:
    """One line: what is wrong, or that it is well again."""
    if alarm.over:
        return f"Foxo Bot is well again at {alarm.organisation} (after {_lasting(alarm)})"
    return f"Foxo Bot is not well at {alarm.organisation}: {finding(alarm)}"


def finding(alarm: AlarmWords) -> str:
    """What is wrong, without the organisation: "2 reminders are overdue, for 4 min"."""
    one, several = SAY[alarm.kind]
    said = one if alarm.number == 1 else several
    return said.format(number=alarm.number, lasting=_lasting(alarm))


def sms(alarm: AlarmWords) -> str:
    return f"{headline(alarm)}. {_advice(alarm)}"


def card(alarm: AlarmWords) -> Card:
    line = headline(alarm)
    return Card(preview=line, blocks=(Paragraph((Bold(f"{line}."),)), Note((_advice(alarm),))))


def _advice(alarm: AlarmWords) -> str:
    return _OVER if alarm.over else _DO


def _lasting(alarm: AlarmWords) -> str:
    return spoken_age(alarm.lasting)
