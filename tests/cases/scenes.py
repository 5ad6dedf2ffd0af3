"""Where lives of cases begin: places that chance alone would seldom come to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from foxo_bot.delivery.transport import Sent, Undeliverable
from foxo_bot.model import Triage, Verb

IN_HAND = "workers take what is due in hand"

Deed = tuple[str, Verb] | tuple[str, Triage] | timedelta | int | str | Sent | Undeliverable
"""Who does what; who changes the triage to what; how long nothing happens, or how many times it is
waited until something does; IN_HAND, and what becomes of what is in hand."""


@dataclass(frozen=True)
class Scene:
    """Rowan sends a case to a team ten minutes before an hour is over, and what follows."""

    hour: int
    to: str
    triage: Triage
    deeds: tuple[Deed, ...] = ()


_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
_ACK, _BACK, _DONE = Verb.ACKNOWLEDGE, Verb.HAND_BACK, Verb.COMPLETE
_URGENT, _HIGH, _NORMAL = Triage.URGENT, Triage.HIGH, Triage.NORMAL
_CLEO, _LANE, _NELL = ("Cleo", _ACK), ("Lane", _ACK), ("Nell", _ACK)
_SENT, _DEAD = Sent("taken"), Undeliverable("21211", "no such address", address_dead=True)
_POSTED = (IN_HAND, _SENT)

SCENES: Mapping[str, Scene] = {
    "urgent at night": Scene(23, "Radiology", _URGENT),
    "not urgent at night": Scene(21, "Radiology", _HIGH, (15 * _MINUTE,)),
    "to a team of nobody": Scene(12, "Deserted", _NORMAL, (25 * _HOUR,)),
    "answered by nobody": Scene(12, "Cardiology", _HIGH, (121 * _MINUTE, 5)),
    "acknowledged while told": Scene(12, "Nurses", _URGENT, (3 * _MINUTE, IN_HAND, _NELL, _SENT)),
    "acknowledged by one of two, both told": Scene(
        12, "Radiology", _URGENT, (2 * _MINUTE, IN_HAND, _CLEO, _SENT, 2, ("Cleo", _DONE))
    ),
    "acknowledged by one of two, who is enough then": Scene(
        12, "Radiology", _URGENT, (_CLEO, ("Rowan", _HIGH))
    ),
    "acknowledged by two, one of whom hands it back": Scene(
        23, "Radiology", _URGENT, (_CLEO, _LANE, ("Cleo", _BACK), _CLEO)
    ),
    "acknowledged by two, neither of whom did anything": Scene(
        12, "Radiology", _URGENT, (_CLEO, _LANE, 2, _LANE)
    ),
    "acknowledged by two, done and reopened": Scene(
        12, "Radiology", _URGENT, (_CLEO, _LANE, ("Cleo", _DONE), ("Rowan", Verb.REOPEN), _CLEO)
    ),
    "acknowledged by two, and taken over": Scene(
        12, "Radiology", _URGENT, (_CLEO, _LANE, ("Casey", Verb.TAKE_OVER))
    ),
    "acknowledged by one of all": Scene(12, "Wards", _HIGH, (("Wanda", _ACK),)),
    "acted on": Scene(12, "Nurses", _URGENT, (_NELL, ("Nell", Verb.REPLY), 45 * _MINUTE)),
    "acted on while asked": Scene(
        12, "Nurses", _URGENT, (_NELL, 1, IN_HAND, ("Nell", Verb.STILL_ON_IT), _SENT)
    ),
    "not acted on": Scene(12, "Nurses", _HIGH, (_NELL, _HOUR, 61 * _MINUTE)),
    "not acted on, and handed back": Scene(12, "Nurses", _URGENT, (_NELL, 1, ("Nell", _BACK))),
    "raised while held": Scene(12, "Nurses", _NORMAL, (_NELL, ("Rowan", _URGENT))),
    "raised when a step was near": Scene(12, "Nurses", _HIGH, (9 * _MINUTE, ("Rowan", _URGENT))),
    "lowered while told": Scene(12, "Nurses", _URGENT, (3 * _MINUTE, ("Rowan", _NORMAL))),
    "declined": Scene(12, "Nurses", _HIGH, (("Nell", Verb.DECLINE),)),
    "withdrawn while told": Scene(
        12, "Nurses", _HIGH, (10 * _MINUTE, IN_HAND, ("Rowan", Verb.WITHDRAW), _SENT)
    ),
    "reopened": Scene(12, "Nurses", _HIGH, (_NELL, ("Nell", _DONE), ("Rowan", Verb.REOPEN))),
    "told to one dead address": Scene(
        12, "Cardiology", _HIGH, (*_POSTED, 10 * _MINUTE, IN_HAND, _DEAD)
    ),
    "told to dead addresses": Scene(
        12, "Radiology", _URGENT, (*_POSTED, 2 * _MINUTE, IN_HAND, _DEAD)
    ),
}
