"""A town with its cases on a real database, workers that may fail, and a clock to wind."""

import asyncio
import itertools
import shutil
import tempfile
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from foxo_bot import access
from foxo_bot.cards import refusal as refusals
from foxo_bot.cards.lines import line_text
from foxo_bot.cases.target import Target, confirms_close, relations
from foxo_bot.delivery.compose import Moot, compose
from foxo_bot.delivery.record import Result, bounced, record
from foxo_bot.delivery.transport import Sent, Undeliverable
from foxo_bot.model import (
    AlreadyAcknowledged,
    AlreadyYours,
    Case,
    Recipient,
    Refusal,
    State,
    Verb,
)
from foxo_bot.signing import Links, Signer
from foxo_bot.store import (
    claims,
    escalations,
    events,
    outbox,
    recipients,
)
from foxo_bot.store.claims import Pace
from foxo_bot.store.db import Database, Tx, connect
from foxo_bot.store.escalations import Escalation
from foxo_bot.store.outbox import Message, Outcome
from foxo_bot.store.tables import events as trail
from foxo_bot.store.tables import outbox as outbox_table
from foxo_bot.store.tables import recipients as recipients_table
from foxo_bot.store.vault import Vault
from tests.cases import rows, town
from tests.cases.promises import RULES, Look, look

SECRET = "zyzzogeton"
"""A word that no program text holds: it stands in everything that people write."""

_TOO = {Verb.ACKNOWLEDGE: {State.PARTLY}, Verb.RETRIAGE: {State.CLAIMED}}
"""Where a verb may lead besides: more must acknowledge, or as many have as must from now on."""

LINKS = Links("https://foxo.example", Signer("secret"))


class World:
    """Everything that happens in it goes through transactions of the program's own functions."""

    def __init__(self, template: Path, vault: Vault) -> None:
        self._runner = asyncio.Runner()
        self._folder = Path(tempfile.mkdtemp())
        self._vault = vault
        shutil.copy(template, self._folder / "foxo.db")
        self._database = self._opened()
        self._vendor_ids = itertools.count(1)
        self.now = town.NOON
        self.cases: list[Case] = []
        self.here: town.Town = self.write(town.build)

    def restart(self) -> None:
        self._runner.run(self._database.close())
        self._database = self._opened()

    def end(self) -> None:
        """Close everything; the trail must be whole, and nothing that people wrote readable."""
        broken = self.write(lambda tx: list(events.verify(tx)))
        said = self.write(dump)
        self._runner.run(self._database.close())
        self._runner.close()
        rest = b"".join(path.read_bytes() for path in self._folder.iterdir())
        shutil.rmtree(self._folder)
        assert broken == []
        assert SECRET not in said
        assert SECRET.encode() not in rest

    def tries(
        self,
        case: Case,
        name: str,
        verb: Verb,
        aim: Callable[[Tx], Target],
        do: Callable[[Tx, Any, Target], Any],
    ) -> bool:
        """Do it; it must come to pass exactly where the tables of moves and rights allow it."""
        act = self.here.act(name, self.now)
        allowed = self.write(lambda tx: _leads_to(tx, act.person, aim(tx), verb))
        states = {r.id: r.state for r in self.recipients(case)}
        before = self.write(dump)
        refusal = self._refused(lambda tx: do(tx, act, aim(tx)))
        self.now += timedelta(milliseconds=1)
        if refusal is None:
            assert allowed, f"{name} did {verb} against the rules"
            for recipient in self.recipients(case):
                moved = states.get(recipient.id) is not recipient.state
                to = {allowed.get(recipient.id, State.UNCLAIMED)}
                to |= _TOO.get(verb, set())
                assert not moved or recipient.state in to
            return True
        held_already = verb in {Verb.TAKE_OVER, Verb.ACKNOWLEDGE, Verb.DECLINE} and isinstance(
            refusal, AlreadyYours | AlreadyAcknowledged
        )
        assert not allowed or held_already, f"{name} was refused: {refusal.template}"
        assert self.write(dump) == before
        assert "{" not in line_text(refusals.line(refusal))
        return False

    def _refused(self, do: Callable[[Tx], Any]) -> Refusal | None:
        try:
            self.write(do)
        except Refusal as refusal:
            return refusal
        return None

    def able(
        self, case: Case, names: Iterable[str], verbs: Iterable[Verb]
    ) -> dict[Verb, list[str]]:
        """Verb -> the people whom the tables let do it somewhere in the case."""

        def look(tx: Tx) -> dict[Verb, list[str]]:
            target = town.whole(tx, case)
            return {
                verb: [n for n in names if _leads_to(tx, self.here.people[n], target, verb)]
                for verb in verbs
            }

        return {verb: able for verb, able in self.write(look).items() if able}

    def target(self, tx: Tx, case: Case, one: int) -> Target:
        """The whole case, or one team's part of it."""
        target = town.whole(tx, case)
        place = one % (len(target.recipients) + 1)
        if place == len(target.recipients):
            return target
        return Target(target.case, (target.recipients[place],))

    def claim(self, tx: Tx, transport: str) -> list[Message]:
        return claims.claim(
            tx,
            transport,
            limit=8,
            now=self.now,
            lease=timedelta(seconds=60),
            owner="worker",
            pace=lambda _: Pace(timedelta(seconds=1)),
        )

    def deliver(self, tx: Tx, in_hand: Iterable[Message], ending: Any) -> None:
        """Draw rows that are in a worker's hands; what is not moot has this ending."""
        results = []
        for row in in_hand:
            parcel = compose(tx, row, lambda _: "1234", LINKS, self.now)
            if not isinstance(parcel, Moot):
                assert rows.is_still_asked_for(tx, row)
                parcel = Sent(f"v{next(self._vendor_ids)}") if isinstance(ending, Sent) else ending
            results.append(Result(row, parcel))
        record(tx, results, self.now)
        for result in results:
            if isinstance(result.outcome, Undeliverable):
                assert rows.goes_on(tx, result.message, self.now)

    def bounce(self, tx: Tx, case: Case, one: int) -> None:
        """A notice that a vendor took is reported not to have arrived."""
        said = outbox.of_case(tx, case.organisation_id, case.id)
        sent = [row for row in said if row.state is Outcome.SENT and row.step is not None]
        if sent:
            row = sent[one % len(sent)]
            bounced(tx, row, reason="30005", words="unknown", address_dead=True, now=self.now)
            assert rows.goes_on(tx, row, self.now)

    def case(self, which: int) -> Case:
        return self.cases[which % len(self.cases)]

    def recipients(self, case: Case) -> list[Recipient]:
        return self.write(lambda tx: recipients.of_case(tx, case.organisation_id, case.id))

    def clocks(self, case: Case) -> dict[int, Escalation]:
        return self.write(lambda tx: escalations.of_case(tx, case.organisation_id, case.id))

    def looks(self) -> list[Look]:
        """Every case as it is stored."""
        rules = {team.id: RULES[name] for name, team in self.here.teams.items() if name in RULES}

        def all_of_them(tx: Tx) -> list[Look]:
            return [look(tx, case, rules, self.now) for case in self.cases]

        found: list[Look] = self._runner.run(self._database.read(all_of_them))
        return found

    def look(self, case: Case) -> Look:
        return next(look for look in self.looks() if look.case.id == case.id)

    def write(self, fn: Callable[[Tx], Any]) -> Any:
        return self._runner.run(self._database.write(fn))

    def _opened(self) -> Database:
        return connect(f"sqlite:///{self._folder / 'foxo.db'}", self._vault)


def _leads_to(tx: Tx, person: Any, target: Target, verb: Verb) -> dict[int, State]:
    """Recipient id -> where the verb leads, for those for which the tables allow it."""
    found = {}
    for recipient in target.recipients:
        held = relations(tx, person, target.case, recipient)
        try:
            found[recipient.id] = access.check(
                verb,
                state=recipient.state,
                held=held,
                sender_confirms_close=confirms_close(tx, recipient),
            )
        except Refusal:
            continue
    return found


def dump(tx: Tx) -> str:
    """Everything in the outbox and the trail, and where each case stands."""
    tables = (outbox_table, trail)
    kept = [str(tuple(row)) for table in tables for row in tx.across(select(table))]
    where = [str(tuple(row)) for row in tx.across(select(recipients_table.c.state))]
    return "\n".join(kept + where)
