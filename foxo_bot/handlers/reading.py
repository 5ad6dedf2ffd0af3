"""Reads what people write back to an SMS: which codes it holds, and whether it sounds like a yes.

A code acknowledges only where the person wrote it themselves: one that merely stands in our own
text, quoted by a phone or an auto-responder, is none. Pure.
"""

import re
import unicodedata
from dataclasses import dataclass

from foxo_bot.store.codes import DIGITS

_OURS = re.compile(rf"reply\s+\d{{{DIGITS}}}\s+to\s+acknowledge", re.IGNORECASE)
_QUOTED = re.compile(r"^\s*>.*$", re.MULTILINE)
_LINK = re.compile(r"\S+://\S+|\bwww\.\S+", re.IGNORECASE)
_CASE_NUMBER = re.compile(r"(?<!\d)\d{3}-\d{3,6}(?!\d)")
_CODE = re.compile(rf"(?<!\d)\d{{{DIGITS}}}(?!\d)")
_APART = re.compile(
    rf"(?<!\d)\d(?:[\s.-]{{1,2}}\d){{{DIGITS - 1}}}(?!\d)|(?<!\d)\d\d[\s.-]\d\d(?!\d)"
)
_AFTER_ALL = re.compile(r"\bno (?:worries|worry|problems?|prob|trouble)\b|\bwhy not\b")
_NO = re.compile(
    r"\b(?:no|nope|not|never|cannot|cant|dont|doesnt|wont|unable|unavailable|busy|decline[ds]?"
    r"|wrong|away|off duty|someone else|somebody else|\w+n't)\b"
)
_STOP = re.compile(r"\b(?:stop|unsubscribe|opt out)\b")


@dataclass(frozen=True, slots=True)
class Reading:
    """`codes` each once, in order. `refuses` and `stops` are what the other words sound like."""

    codes: tuple[str, ...]
    refuses: bool
    stops: bool


def read(text: str) -> Reading:
    """What an SMS says. Digits of any script count, and so do those written with gaps."""
    plain = "".join(_plain(character) for character in unicodedata.normalize("NFKC", text))
    for noise in (_OURS, _QUOTED, _LINK, _CASE_NUMBER):
        plain = noise.sub(" ", plain)
    found = _CODE.findall(plain) or [re.sub(r"\D", "", apart) for apart in _APART.findall(plain)]
    words = _AFTER_ALL.sub(" ", plain.lower().replace("’", "'"))
    return Reading(
        codes=tuple(dict.fromkeys(found)),
        refuses=bool(_NO.search(words)),
        stops=bool(_STOP.search(words)),
    )


def _plain(character: str) -> str:
    """A digit of any script as the usual one; marks that only join emoji and letters left out."""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    return "" if unicodedata.category(character) in {"Cf", "Mn", "Me"} else character
