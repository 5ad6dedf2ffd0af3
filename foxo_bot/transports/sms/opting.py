"""Which incoming SMS say that somebody no longer wants SMS, or wants them again.

Twilio stops sending by itself on these words and answers them itself; it names the meaning in
OptOutType only where Advanced Opt-Out is set up, so its default words are known here too.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Opting:
    """`reachable` is None where nothing changes; `ends_there` where the words mean nothing else."""

    reachable: bool | None
    ends_there: bool = True


_BY_TYPE = {"STOP": Opting(False), "START": Opting(True), "HELP": Opting(None)}
_BY_WORD = {
    **dict.fromkeys(
        ("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "OPTOUT", "REVOKE"),
        Opting(False),
    ),
    **dict.fromkeys(("START", "UNSTOP"), Opting(True)),
    # A person who writes YES may as well mean the case: they are answered too.
    "YES": Opting(True, ends_there=False),
}


def opting(params: Mapping[str, str]) -> Opting | None:
    """What an SMS says about receiving SMS; None if nothing."""
    if kind := params.get("OptOutType"):
        return _BY_TYPE.get(kind.upper())
    return _BY_WORD.get(params.get("Body", "").strip().upper())
