"""Any life that cases can have, on a real database: whoever waits is never forgotten.

Hypothesis plays people, time, vendors and restarts in any order and looks after every act.
"""

from collections.abc import Callable
from datetime import time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
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
from foxo_bot.model import AWAITING, Case, Refusal, State, Triage, Verb
from foxo_bot.model.rules import ALL, FollowUp, Quiet, Rules
from foxo_bot.store import events, outbox, sheets, teams
from foxo_bot.store.db import Tx
from foxo_bot.store.vault import Vault
from tests.cases import town
from tests.cases.world import SECRET, World, dump, open_steps, tells_the_sender

PEOPLE = ("Rowan", "Cleo", "Casey", "Lane", "Robin", "Nell")
TEAMS = ("Radiology", "Cardiology", "Deserted", "Wards", "Nurses")
OPEN_TO_ALL = {"Radiology", "Nurses"}
TRANSPORTS = ("slack", "sms", "email")
LONGEST_SILENCE = timedelta(hours=72 + 9)
"""No policy here leaves a waiting case without a step for longer. It comes to this where a team of
nobody gets a Normal case: all steps are taken at 24 h, and repeated from when they were planned.
Quiet hours hold the last of them for nine more."""

QUIET = Quiet(time(22), time(7))
RULES = {
    "Radiology": Rules(quiet=QUIET, acknowledged_by={Triage.URGENT: 2}),
    "Wards": Rules(acknowledged_by=dict.fromkeys(Triage, ALL)),
    "Nurses": Rules(follow_up={Triage.HIGH: FollowUp(timedelta(hours=1), timedelta(hours=1))}),
}
LAG = timedelta(seconds=1)
NO_DEED = {"acknowledged", "taken_over"}
"""What makes somebody the holder; any other act of theirs shows that they are on it."""

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

    # What happens

    @rule(
        sender=st.sampled_from(PEOPLE),
        to=st.lists(st.sampled_from(TEAMS), min_size=1, max_size=2, unique=True),
        triage=st.sampled_from(Triage),
    )
    def sends(self, sender: str, to: list[str], triage: Triage) -> None:
        home = self.world.here.people[sender].organisation_id
        may = [
            t for t in to if t in OPEN_TO_ALL or self.world.here.teams[t].organisation_id == home
        ]
        if may and len(self.world.cases) < 4:
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

    def _acts(self, case: Case, name: str, verb: Verb, one: int) -> None:
        self.world.tries(case, name, verb, lambda tx: self.world.target(tx, case, one), DOES[verb])

    @precondition(lambda self: self.world.cases)
    @rule(
        which=chances, name=st.sampled_from(["Rowan", "Lane", "Nell"]), to=st.sampled_from(Triage)
    )
    def changes_the_triage(self, which: int, name: str, to: Triage) -> None:
        case = self.world.case(which)
        before = self.world.write(lambda tx: sheets.read(tx, case.organisation_id, case.id))
        clocks = self.world.clocks(case)
        done = self.world.tries(
            case,
            name,
            Verb.RETRIAGE,
            lambda tx: town.whole(tx, case),
            lambda tx, act, target: retriage.retriage(tx, act, target, to),
        )
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
        """Nothing ran meanwhile: all that was missed is due at once."""
        self.world.now += timedelta(seconds=span)
        before = self._held_back()
        for _ in range(500):
            steps = self.world.write(lambda tx: engine.run_due(tx, self.world.now))
            if not steps + self.world.write(lambda tx: lapse.ask_or_lapse(tx, self.world.now)):
                break
        else:
            pytest.fail("the clock never comes to rest")
        if QUIET.holds(self.world.now, ZoneInfo("UTC")):
            assert self._held_back() == before, "said in quiet hours"
        while self.world.write(lambda tx: close.close_old(tx, self.world.now)):
            pass
        for case in self.world.cases:
            for clock in self.world.clocks(case).values():
                due_in = clock.due_at - self.world.now
                assert clock.stopped_at or timedelta() < due_in <= LONGEST_SILENCE

    def _held_back(self) -> int:
        """How much Radiology was told by steps about cases that quiet hours hold back."""
        team = self.world.here.teams["Radiology"]
        said = 0
        for case in self.world.cases:
            rows = self.world.write(lambda tx, c=case: outbox.of_case(tx, c.organisation_id, c.id))
            sheet = self.world.write(lambda tx, c=case: sheets.read(tx, c.organisation_id, c.id))
            at = {r.id for r in self.world.recipients(case) if r.team_id == team.id}
            if sheet.case.triage is not Triage.URGENT:
                said += sum(row.recipient_id in at and row.step is not None for row in rows)
        return said

    @rule(transport=st.sampled_from(TRANSPORTS), ending=st.sampled_from(ENDINGS))
    def delivers(self, transport: str, ending: Any) -> None:
        self.world.write(lambda tx: self.world.deliver(tx, transport, ending))

    @precondition(lambda self: self.world.cases)
    @rule(which=chances, one=chances)
    def what_was_taken_bounces(self, which: int, one: int) -> None:
        self.world.write(lambda tx: self.world.bounce(tx, self.world.case(which), one))

    @rule()
    def a_worker_dies_with_rows_in_hand(self) -> None:
        self.world.write(lambda tx: [self.world.claim(tx, name) for name in TRANSPORTS])
        self.restarts()

    @rule()
    def restarts(self) -> None:
        self.world.restart()

    # What must hold after each of them

    @invariant()
    def whoever_waits_has_a_clock_that_goes_and_nobody_else_has(self) -> None:
        for case in self.world.cases:
            clocks = self.world.clocks(case)
            rows = self.world.write(lambda tx, c=case: outbox.of_case(tx, c.organisation_id, c.id))
            for recipient in self.world.recipients(case):
                clock = clocks[recipient.id]
                if recipient.state in AWAITING:
                    assert clock.stopped_at is None
                    assert clock.due_at is not None
                else:
                    assert clock.stopped_at is not None
                    assert not open_steps(rows, recipient)

    @invariant()
    def where_nobody_answered_it_shows_and_the_sender_was_told(self) -> None:
        for case in self.world.cases:
            sheet = self.world.write(lambda tx, c=case: sheets.read(tx, c.organisation_id, c.id))
            clocks = self.world.clocks(case)
            rows = self.world.write(lambda tx, c=case: outbox.of_case(tx, c.organisation_id, c.id))
            for shown in sheet.recipients:
                exhausted = clocks[shown.recipient.id].exhausted_at
                if shown.state in AWAITING and exhausted:
                    assert shown.exhausted_at == exhausted
                    assert any(tells_the_sender(row, shown.recipient, case) for row in rows)

    @invariant()
    def whoever_holds_an_urgent_case_has_acted_or_is_asked_in_time(self) -> None:
        for case in self.world.cases:
            trail = self.world.write(lambda tx, c=case: events.of_case(tx, c.organisation_id, c.id))
            sheet = self.world.write(lambda tx, c=case: sheets.read(tx, c.organisation_id, c.id))
            clocks = self.world.clocks(case)
            for recipient in self.world.recipients(case):
                if recipient.state is not State.CLAIMED or sheet.case.triage is not Triage.URGENT:
                    continue
                acted = any(
                    event.actor_id == recipient.claimer_id and event.kind not in NO_DEED
                    for event in trail
                ) or any(event.kind == "retriaged" for event in trail)
                asked_at = clocks[recipient.id].follow_up_at
                assert acted or (asked_at is not None and asked_at >= self.world.now - LAG)

    @invariant()
    def only_whoever_holds_it_is_its_claimer(self) -> None:
        held = {State.PARTLY, State.CLAIMED, State.COMPLETED, State.CLOSED}
        for case in self.world.cases:
            for recipient in self.world.recipients(case):
                if recipient.state in held:
                    assert recipient.claimer_id is not None
                elif recipient.state in AWAITING:
                    assert recipient.claimer_id is None

    def teardown(self) -> None:
        self.world.end()


def test_any_life_of_cases(migrated: Path, vault: Vault) -> None:
    Life.template, Life.vault = migrated, vault
    few = settings(max_examples=15, stateful_step_count=25, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Life, settings=few)
