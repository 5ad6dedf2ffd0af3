"""What every handler gets: the open transaction, the act, who did it, and links to give them."""

import re
from dataclasses import dataclass
from datetime import datetime

from foxo_bot.cases import target
from foxo_bot.cases.target import Act, Target
from foxo_bot.handlers.interaction import Interaction, KnownPerson
from foxo_bot.model import NoSuchCase, Person, spoken
from foxo_bot.signing import Links
from foxo_bot.store import cases, received
from foxo_bot.store.db import Tx

CASE = "case:"
"""Buttons of lists name a case by its number, as "case:482913"; those of posts by their post."""


_FEWEST_DIGITS = 6
"""Of a case's number; what is shorter is repeated as it was typed."""

_LONGEST_ID = 18
"""Digits that every database's largest integer has room for."""

_NUMBER = re.compile(r"#?\s?\d[\d -]*")
"""A case's number, or a try at one: digits alone are no subject."""


def id_in(text: str) -> int | None:
    """The id that a button or a form carries; None where it carries none."""
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_ID else None


def number_in(typed: str) -> str:
    """The digits of a case's number as people type it; empty where they typed something else."""
    number = _NUMBER.fullmatch(typed.strip())
    return "".join(filter(str.isdecimal, typed)) if number else ""


@dataclass(frozen=True, slots=True)
class Context:
    tx: Tx
    act: Interaction
    person: Person
    links: Links
    sms_hears: bool = True
    """Whether people can answer an SMS; a gateway that only sends brings nothing back."""

    @property
    def now(self) -> datetime:
        return self.act.now

    @property
    def doing(self) -> Act:
        return Act(self.person, self.act.actor.transport, self.act.now)

    def target(self) -> Target:
        """The case that was pressed, in whichever way the press names it."""
        if isinstance(self.act.actor, KnownPerson):
            actor = self.act.actor
            return target.of_recipient(self.tx, actor.organisation_id, actor.recipient_id)
        named = self.act.value or self.act.keeps.get("post", "")
        if named.startswith(CASE):
            return self.numbered(named.removeprefix(CASE))
        post_id = self.act.post_id
        if post_id is None:
            post_id = id_in(named)
        return target.of_post(self.tx, post_id)

    def numbered(self, number: str) -> Target:
        """The case with this number."""
        wanted = id_in(number)
        found = None if wanted is None else cases.by_number(self.tx, wanted)
        if found is None:
            typed = wanted is None or len(number) < _FEWEST_DIGITS
            raise NoSuchCase(number=number if typed else spoken(int(number)))
        return target.of_case(self.tx, found)

    def first_time(self, name: str | None = None) -> bool:
        """Whether this delivery has had no effect yet; call it where the effect is."""
        once = name or self.act.once
        return once is None or received.first_time(self.tx, once, self.now)

    def done_before(self) -> bool:
        """Whether this delivery has had its effect already; notes nothing."""
        return self.act.once is not None and received.seen(self.tx, self.act.once)

    @property
    def keeps_target(self) -> dict[str, str]:
        """What a form keeps so that its submission finds the same case."""
        return {"post": self.act.value or str(self.act.post_id or "")}
