"""Any life that cases can have, on a real database: whoever waits is never forgotten.

From each of several scenes Hypothesis plays people, time, vendors and restarts in any order and
looks after every act.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from foxo_bot import access
from foxo_bot.cases import (
    acknowledge,
    close,
    complete,
    decline,
    hand_back,
    lapse,
    reopen,
    reply,
    retriage,
    share,
    still_on_it,
    take_over,
    withdraw,
)
from foxo_bot.cases.target import Target
from foxo_bot.delivery.transport import Sent, TryLater, Undeliverable
from foxo_bot.escalation import engine
from foxo_bot.model import Case, Refusal, Triage, Verb
from foxo_bot.store import sheets, teams
from foxo_bot.store.db import Tx
from foxo_bot.store.outbox import Message
from foxo_bot.store.vault import Vault
from tests.cases import town
from tests.cases.promises import LAG, PROMISES, QUIET, RULES
from tests.cases.scenes import SCENES, Deed, Scene
from tests.cases.world import SECRET, World, dump

PEOPLE = ("Rowan", "Cleo", "Casey", "Lane", "Robin", "Nell", "Wanda")
TEAMS = ("Radiology", "Cardiology", "Deserted", "Wards", "Nurses")
OPEN_TO_ALL = {"Radiology", "Nurses"}
MAY_BE_SENT_FOR = timedelta(seconds=30)
"""How long after a claim."""

TRANSPORTS = ("slack", "sms", "email")
DOES: dict[Verb, Callable[[Tx, Any, Target], Any]] = {
    Verb.ACKNOWLEDGE: acknowledge.acknowledge,
    Verb.TAKE_OVER: take_over.take_over,
    Verb.REPLY: lambda tx, act, target: reply.reply(tx, act, target, SECRET, in_thread=False),
    Verb.DECLINE: lambda tx, act, target: decline.decline(tx, act, target, SECRET),
    Verb.COMPLETE: complete.complete,
    Verb.CLOSE: close.close,
    Verb.REOPEN: reopen.reopen,
    Verb.WITHDRAW: withdraw.withdraw,
    Verb.STILL_ON_IT: still_on_it.still_on_it,
    Verb.HAND_BACK: hand_back.hand_back,
}

ENDS_ASKING = (Verb.ACKNOWLEDGE, Verb.STILL_ON_IT, Verb.REPLY, Verb.WITHDRAW, Verb.TAKE_OVER)
ABOUT_HOLDING = (Verb.ACKNOWLEDGE, Verb.TAKE_OVER, Verb.DECLINE, Verb.HAND_BACK, Verb.STILL_ON_IT)

ENDINGS = (
    Sent("taken"),
    TryLater("http_503", uncertain=True),
    TryLater("rate_limited", after=30, lane_too=True),
    Undeliverable("21211", "the number does not exist", address_dead=True),
    Undeliverable("channel_not_found", "the channel was deleted"),
)

chances = st.integers(0, 10**6)


class Life(RuleBasedStateMachine):
    """`template` and `vault` are set by the test that runs it."""

    template: Path
    vault: Vault

    def __init__(self) -> None:
        super().__init__()
        self.world = World(self.template, self.vault)
        for name, rules in RULES.items():
            team = self.world.here.teams[name]
            self.world.write(lambda tx, team=team, rules=rules: teams.set_rules(tx, team, rules))
        self.in_hand: list[Message] = []

    @initialize(scene=st.sampled_from(list(SCENES.values())))
    def begins(self, scene: Scene) -> None:
        self.world.now = self.world.now.replace(hour=scene.hour, minute=50)
        self._sends("Rowan", [scene.to], scene.triage)
        for deed in scene.deeds:
            self._plays(deed)
            self.every_promise_is_kept()

    def _plays(self, deed: Deed) -> None:
        match deed:
            case timedelta():
                self._it_is(self.world.now + deed)
            case int():
                for _ in range(deed):
                    self.nobody_does_anything()
            case str():
                self.in_hand += [row for name in TRANSPORTS for row in self._claimed(name)]
                assert self.in_hand
            case Sent() | Undeliverable():
                self.what_is_in_hand_is_delivered(deed)
            case (name, Verb() as verb):
                assert self._acts(self.world.case(0), name, verb, 0)
            case (name, Triage() as triage):
                self._changes_the_triage(self.world.case(0), name, triage)

    # What happens

    @rule(
        sender=st.sampled_from(PEOPLE),
        to=st.lists(st.sampled_from(TEAMS), min_size=1, max_size=2, unique=True),
        triage=st.sampled_from(Triage),
    )
    def sends(self, sender: str, to: list[str], triage: Triage) -> None:
        self._sends(sender, to, triage)

    def _sends(self, sender: str, to: list[str], triage: Triage) -> None:
        home = self.world.here.people[sender].organisation_id
        may = [
            t for t in to if t in OPEN_TO_ALL or self.world.here.teams[t].organisation_id == home
        ]
        if may and len(self.world.cases) < 3:
            send = {"sender": sender, "to": tuple(may), "triage": triage, "now": self.world.now}
            self.world.cases.append(
                self.world.write(lambda tx: town.send(tx, self.world.here, subject=SECRET, **send))
            )
        elif not may:
            before = self.world.write(dump)
            with pytest.raises(Refusal):
                self.world.write(
                    lambda tx: town.send(tx, self.world.here, sender=sender, to=tuple(to))
                )
            assert self.world.write(dump) == before

    @precondition(lambda self: self.world.cases)
    @rule(which=chances, verb=chances, who=chances, one=chances)
    def somebody_who_may_acts(self, which: int, verb: int, who: int, one: int) -> None:
        case = self.world.case(which)
        able = self.world.able(case, PEOPLE, DOES)
        if able:
            chosen = sorted(able)[verb % len(able)]
            self._acts(case, able[chosen][who % len(able[chosen])], chosen, one)

    @precondition(lambda self: self.world.cases)
    @rule(
        which=chances, name=st.sampled_from(PEOPLE), verb=st.sampled_from(list(DOES)), one=chances
    )
    def anybody_acts(self, which: int, name: str, verb: Verb, one: int) -> None:
        self._acts(self.world.case(which), name, verb, one)

    @precondition(lambda self: self.world.cases)
    @rule(which=chances, verb=st.sampled_from(ABOUT_HOLDING), who=chances, one=chances)
    def a_member_takes_it_or_leaves_it(self, which: int, verb: Verb, who: int, one: int) -> None:
        case = self.world.case(which)
        able = self.world.able(case, PEOPLE, [verb]).get(verb)
        if able:
            self._acts(case, able[who % len(able)], verb, one)

    @precondition(lambda self: self.world.cases and QUIET.holds(self.world.now, ZoneInfo("UTC")))
    @rule(which=chances, verb=st.sampled_from([Verb.DECLINE, Verb.HAND_BACK]), who=chances)
    def somebody_leaves_it_at_night(self, which: int, verb: Verb, who: int) -> None:
        name = ("Cleo", "Casey", "Lane")[who % 3]
        self._acts(self.world.case(which), name, verb, who)

    def _acts(self, case: Case, name: str, verb: Verb, one: int) -> bool:
        done = self.world.tries(
            case, name, verb, lambda tx: self.world.target(tx, case, one), DOES[verb]
        )
        if done and verb in {Verb.DECLINE, Verb.HAND_BACK}:
            clocks = self.world.clocks(case).values()
            assert any(not c.stopped_at and c.due_at <= self.world.now for c in clocks)
            self._it_is(self.world.now + LAG)
        return done

    @precondition(lambda self: self.world.cases)
    @rule(
        which=chances, name=st.sampled_from(["Rowan", "Lane", "Nell"]), to=st.sampled_from(Triage)
    )
    def changes_the_triage(self, which: int, name: str, to: Triage) -> None:
        self._changes_the_triage(self.world.case(which), name, to)

    def _changes_the_triage(self, case: Case, name: str, to: Triage) -> None:
        before = self.world.write(lambda tx: sheets.read(tx, case.organisation_id, case.id))
        clocks = self.world.clocks(case)
        done = self.world.tries(
            case,
            name,
            Verb.RETRIAGE,
            lambda tx: town.whole(tx, case),
            lambda tx, act, target: retriage.retriage(tx, act, target, to),
        )
        if done and to is not before.case.triage:
            now = self.world.look(case)
            assert not [row for one in now.recipients for row in now.open_steps(one)]
        order = list(Triage)
        if done and order.index(to) > order.index(before.case.triage):
            for key, clock in self.world.clocks(case).items():
                if clock.stopped_at is None:
                    assert clock.due_at <= clocks[key].due_at, "raised, and yet later than before"

    @precondition(lambda self: self.world.cases)
    @rule(which=chances, name=st.sampled_from(PEOPLE), team=st.sampled_from(TEAMS))
    def shares(self, which: int, name: str, team: str) -> None:
        case, team_id = self.world.case(which), self.world.here.teams[team].id
        if not access.may_send_to(self.world.here.people[name], self.world.here.teams[team]):
            return
        self.world.tries(
            case,
            name,
            Verb.SHARE,
            lambda tx: town.whole(tx, case),
            lambda tx, act, target: share.share(tx, act, target, (team_id,)),
        )

    @rule(span=st.sampled_from([1, 30, 60, 150, 300, 900, 3600, 86_400, 8 * 86_400]))
    def time_passes(self, span: int) -> None:
        self._it_is(self.world.now + timedelta(seconds=span))

    @precondition(lambda self: self.world.cases)
    @rule()
    def nobody_does_anything(self) -> None:
        """Until something comes due. Without arguments: so it is the simplest life of all."""
        clocks = [clock for look in self.world.looks() for clock in look.clocks.values()]
        instants = [clock.due_at for clock in clocks if clock.stopped_at is None]
        instants += [clock.follow_up_at for clock in clocks if clock.follow_up_at]
        self._it_is(min([at for at in instants if at > self.world.now], default=self.world.now))

    def _it_is(self, now: datetime) -> None:
        """Nothing ran meanwhile: all that was missed is due at once."""
        if now - self.world.now > MAY_BE_SENT_FOR:
            self.in_hand = []
        self.world.now = now
        quiet = QUIET.holds(now, ZoneInfo("UTC"))
        before = self._held_back() if quiet else 0
        for _ in range(500):
            steps = self.world.write(lambda tx: engine.run_due(tx, self.world.now))
            if not steps + self.world.write(lambda tx: lapse.ask_or_lapse(tx, self.world.now)):
                break
        else:
            pytest.fail("the clock never comes to rest")
        assert not quiet or self._held_back() == before, "said in quiet hours"
        while self.world.write(lambda tx: close.close_old(tx, self.world.now)):
            pass
        for look in self.world.looks():
            for clock in look.clocks.values():
                assert clock.stopped_at or clock.due_at > self.world.now

    def _held_back(self) -> int:
        """How much Radiology was told by steps about cases that quiet hours hold back."""
        team = self.world.here.teams["Radiology"]
        said = 0
        for look in self.world.looks():
            at = {r.id for r in look.recipients if r.team_id == team.id}
            if look.sheet.case.triage is not Triage.URGENT:
                said += sum(row.recipient_id in at and row.step is not None for row in look.rows)
        return said

    @rule(transport=st.sampled_from(TRANSPORTS), ending=st.sampled_from(ENDINGS))
    def delivers(self, transport: str, ending: Any) -> None:
        self.world.write(lambda tx: self.world.deliver(tx, self.world.claim(tx, transport), ending))

    @rule(transport=st.sampled_from(TRANSPORTS))
    def a_worker_takes_rows_in_hand(self, transport: str) -> None:
        self.in_hand += self._claimed(transport)

    def _claimed(self, transport: str) -> list[Message]:
        rows: list[Message] = self.world.write(lambda tx: self.world.claim(tx, transport))
        return rows

    @precondition(lambda self: self.world.cases)
    @rule(which=chances, verb=st.sampled_from(ENDS_ASKING), who=chances)
    def somebody_answers_what_is_in_hand(self, which: int, verb: Verb, who: int) -> None:
        self.nobody_does_anything()
        case = self.world.case(which)
        able = self.world.able(case, PEOPLE, [verb]).get(verb)
        if able:
            in_hand = [row for transport in TRANSPORTS for row in self._claimed(transport)]
            self._acts(case, able[who % len(able)], verb, who)
            self.world.write(lambda tx: self.world.deliver(tx, in_hand, Sent("taken")))

    @precondition(lambda self: self.in_hand)
    @rule(ending=st.sampled_from(ENDINGS))
    def what_is_in_hand_is_delivered(self, ending: Any) -> None:
        self.world.write(lambda tx: self.world.deliver(tx, self.in_hand, ending))
        self.in_hand = []

    @precondition(lambda self: self.world.cases)
    @rule(which=chances, one=chances)
    def what_was_taken_bounces(self, which: int, one: int) -> None:
        self.world.write(lambda tx: self.world.bounce(tx, self.world.case(which), one))

    @rule(held=st.sets(st.sampled_from(TRANSPORTS)))
    def everything_dies_with_rows_in_hand(self, held: set[str]) -> None:
        self.world.write(lambda tx: [self.world.claim(tx, name) for name in sorted(held)])
        self.in_hand = []
        self.world.restart()

    # What must hold after each of them

    @invariant()
    def every_promise_is_kept(self) -> None:
        for look in self.world.looks():
            for holds in PROMISES:
                holds(look)

    def teardown(self) -> None:
        self.world.end()


@pytest.mark.parametrize("name", SCENES)
def test_every_scene_keeps_every_promise(name: str, migrated: Path, vault: Vault) -> None:
    Life.template, Life.vault = migrated, vault
    life = Life()
    try:
        life.begins(SCENES[name])
        life.every_promise_is_kept()
    finally:
        life.teardown()


def test_any_life_of_cases(migrated: Path, vault: Vault) -> None:
    Life.template, Life.vault = migrated, vault
    few = settings(max_examples=7, stateful_step_count=20, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Life, settings=few)
