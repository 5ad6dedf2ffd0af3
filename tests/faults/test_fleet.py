"""Three replicas killed, hung and cut off at random through many cases; then people are asked.

What was said is counted at the vendors' stand-ins. `make faults` plays 2,000 cases, the gate a few.
"""

import asyncio
import random
import re
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest

from foxo_bot.model import spoken
from foxo_bot.sandbox.postgres import Server
from foxo_bot.sandbox.slack.people.person import Person
from foxo_bot.sandbox.slack.people.post import Post
from foxo_bot.sandbox.slack.world import World
from foxo_bot.sandbox.twilio.api import Api
from tests.faults.fleet import SENDERS, Fleet, opened
from tests.faults.ward import PHONES, TRIAGE
from tests.scenarios.cast import CASEY, CLEO, RADIOLOGY, WARD

pytestmark = pytest.mark.faults

MINUTE = timedelta(minutes=1)
TEAM = (CLEO, CASEY)
IN_A_WAVE = 50
ON_THE_WIRE = 2.0
"""Seconds of real time after which nothing that had left before can still arrive; a notice between
replicas takes milliseconds, but the machine may be busy."""

TRIES, AGAIN = 60, 0.1
"""How often a person tries what did not work, and the seconds of real time between two tries."""


@dataclass
class Played:
    """One case, and when its acknowledgement was answered (counted by the real clock).

    Nothing of it stands in Slack before `since`, an instant of the stand-in's clock.
    """

    subject: str
    sender: str
    since: float
    number: str = ""
    acknowledged: float | None = None


@dataclass
class Count:
    """What is printed at the end."""

    cases: int = 0
    messages: int = 0
    lost: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    just_after: list[float] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    unexplained: list[str] = field(default_factory=list)


@pytest.fixture
async def fleet(postgres_server: Server, tmp_path: Path) -> AsyncIterator[Fleet]:
    async with opened(tmp_path, postgres_server) as fleet:
        yield fleet


@pytest.fixture
def arrivals(monkeypatch: pytest.MonkeyPatch) -> dict[int, float]:
    """When each message and text arrived at its vendor, by the real clock."""
    found: dict[int, float] = {}
    add, send = World.add_message, Api.send

    def added(self: World, message: Any) -> Any:
        found[id(message)] = time.monotonic()
        return add(self, message)

    def sent(self: Api, form: Any) -> Any:
        sms = send(self, form)
        found[id(sms)] = time.monotonic()
        return sms

    monkeypatch.setattr(World, "add_message", added)
    monkeypatch.setattr(Api, "send", sent)
    return found


async def test_whatever_befalls_the_replicas_nothing_is_lost_and_nothing_said_after_an_answer(
    fleet: Fleet, arrivals: dict[int, float], request: pytest.FixtureRequest
) -> None:
    size = request.config.getoption("--cases")
    seed = random.randrange(10**6)  # noqa: S311 - no secret
    random.seed(seed)
    began = time.monotonic()
    count, numbers = Count(), iter(range(1, size + 1))
    print(f"\nseed {seed}")  # noqa: T201 - for whoever has to play it again
    while some := _some(numbers):
        since = float(fleet.sandbox.slack.world.next_ts())
        wave = [Played(f"Film {number}.", SENDERS[number % len(SENDERS)], since) for number in some]
        await _play(fleet, wave)
        await _reckon(fleet, wave, arrivals, count)
        print(  # noqa: T201 - it takes long
            f"{count.cases} cases, {fleet.kills} kills, {time.monotonic() - began:.0f} s, wrong: "
            f"{len(count.lost)}, {len(count.after)}, {len(count.unexplained)}"
        )
    print(  # noqa: T201 - the count is what it is about
        f"{count.cases} cases, {count.messages} messages, {fleet.kills} kills: "
        f"{len(count.lost)} lost, {len(count.after)} handed over after an acknowledgement ("
        f"{len(count.just_after)} more were on the wire, the last of them arrived "
        f"{max(count.just_after, default=0):.3f} s after the answer), {len(count.twice)} twice, "
        f"{len(count.unexplained)} of them without a crash to explain it"
    )
    assert (count.lost, count.after, count.unexplained) == ([], [], []), seed


def _some(numbers: Any) -> list[int]:
    return [number for _, number in zip(range(IN_A_WAVE), numbers, strict=False)]


async def _play(fleet: Fleet, wave: list[Played]) -> None:
    """Sent; some acknowledged at once, some after a message, some just as they are texted."""
    early, later, just_then, late = (wave[place::4] for place in range(4))
    async with asyncio.TaskGroup() as group:
        group.create_task(_mishaps(fleet, len(wave)))
        for sender in SENDERS:
            group.create_task(_send_all(fleet, [one for one in wave if one.sender == sender]))
    await _settled(fleet)
    await _acknowledged(fleet, early)
    await fleet.passes(2 * MINUTE)
    await _with_mishaps(fleet, len(wave), fleet.quiet())
    await _settled(fleet)
    await _acknowledged(fleet, later)
    await fleet.passes(3 * MINUTE)
    await _with_mishaps(fleet, len(wave), _acknowledged(fleet, just_then))
    await _settled(fleet)
    await _acknowledged(fleet, late)
    await fleet.passes(6 * MINUTE)
    await _settled(fleet)


async def _mishaps(fleet: Fleet, cases: int) -> None:
    """One or more, the more cases there are."""
    for _ in range(random.randrange(1, 2 + cases // 10)):  # noqa: S311 - no secret
        await asyncio.sleep(random.random() * 0.6)  # noqa: S311 - no secret
        happens = random.choice(fleet.all_that_can_happen)  # noqa: S311 - no secret
        await happens(random.choice(fleet.replicas))  # noqa: S311 - no secret


async def _with_mishaps(fleet: Fleet, cases: int, work: Any) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(_mishaps(fleet, cases))
        group.create_task(work)


async def _settled(fleet: Fleet) -> None:
    """Whatever went wrong is over, and all that is due is done."""
    fleet.sandbox.slack.faults.clear()
    fleet.sandbox.twilio.faults.clear()
    await fleet.quiet()


async def _send_all(fleet: Fleet, mine: list[Played]) -> None:
    for one in mine:
        await _send(fleet.sandbox.slack.person(one.sender), one)


async def _send(sender: Person, one: Played) -> None:
    """Fill in the form and send it, again and again until it is gone."""
    for _ in range(TRIES):
        await sender.types("/foxo case", channel=WARD)
        if sender.modal is not None:
            break
        await asyncio.sleep(AGAIN)
    modal = sender.modal
    assert modal is not None, "the form never opened"
    modal.fill(
        teams=["Radiology Concierge"],
        subject=one.subject,
        details="Please look.",
        triage=TRIAGE["Urgent"],
    )
    for _ in range(TRIES):
        await modal.submit()
        if not modal.is_open:
            return
        await asyncio.sleep(AGAIN)
    raise AssertionError(f"{one.subject} could not be sent: {modal.text_shown()}")


async def _acknowledged(fleet: Fleet, some: list[Played]) -> None:
    await asyncio.gather(*(_acknowledge(fleet, one) for one in some))


async def _acknowledge(fleet: Fleet, one: Played) -> None:
    cleo = fleet.sandbox.slack.person(CLEO)
    for _ in range(TRIES):
        post = _posts(fleet, one)[0]
        gone = "Acknowledge" not in post.buttons  # redrawn before the answer was heard
        said = (await cleo.press(post, "Acknowledge", stale=gone)).text_shown()
        number = _number(post)  # what is said may be of another case that they take just then
        if f"acknowledged case {number}." in said or f"already hold case {number}." in said:
            one.acknowledged = time.monotonic()
            return
        await asyncio.sleep(AGAIN)
    raise AssertionError(f"{one.subject} could not be acknowledged: {said}")


def _posts(fleet: Fleet, one: Played) -> list[Post]:
    return _of(one, fleet.sandbox.slack.channel(RADIOLOGY).posts)


def _of(one: Played, shown: list[Post]) -> list[Post]:
    """Only what is new is read: thousands of messages take the stand-ins seconds."""
    new = takewhile(lambda post: float(post.ts) >= one.since, reversed(shown))
    return [post for post in new if one.subject in post.text_shown()]


# Asking the people


async def _reckon(
    fleet: Fleet, wave: list[Played], arrivals: dict[int, float], count: Count
) -> None:
    """Count what arrived; what arrived twice must have been in the hands of one that was killed."""
    excused = await _excused(fleet)
    for place, one in enumerate(wave):
        arrived = _arrived(fleet, one)
        for (way, member), messages in arrived.items():
            what = f"{one.subject} {way} {member}"
            if not messages and _must_arrive(place % 4, way):
                count.lost.append(what)
            if len(messages) > 1:
                count.twice.append(what)
                if (one.number, way, member) not in excused:
                    count.unexplained.append(what)
            for message in messages if member else ():
                _judge(one, way, arrivals[id(message)], count)
            count.messages += len(messages)
    count.cases += len(wave)


def _arrived(fleet: Fleet, one: Played) -> dict[tuple[str, str], list[Any]]:
    """Everything about a case that stands with a vendor, by way and member."""
    posts = _posts(fleet, one)
    one.number = _number(posts[0])
    sender = fleet.sandbox.slack.person(one.sender)
    copies = [dm.message for dm in _of(one, sender.dms)]
    found = {("post", ""): [post.message for post in posts], ("copy", ""): copies}
    for member in TEAM:
        found |= {(way, member): said for way, said in _told(fleet, member, one).items()}
    return found


def _must_arrive(acknowledged_when: int, way: str) -> bool:
    """Who acknowledges at once spares everybody; the texts of who does it just then may be none."""
    return {"post": 0, "copy": 0, "dm": 1, "sms": 3}[way] <= acknowledged_when


def _told(fleet: Fleet, member: str, one: Played) -> dict[str, list[Any]]:
    """What a member got: their own copies, and the texts."""
    dms = [post.message for post in _of(one, fleet.sandbox.slack.person(member).dms)]
    inbox = fleet.sandbox.twilio.phone(PHONES[member]).inbox
    return {"dm": dms, "sms": [sms for sms in inbox if one.number in sms.body]}


def _judge(one: Played, way: str, arrived: float, count: Count) -> None:
    assert one.acknowledged is not None
    after = arrived - one.acknowledged
    if after > ON_THE_WIRE:
        count.after.append(f"{one.subject} {way} {after:.3f} s")
    elif after > 0:
        count.just_after.append(after)


def _number(post: Post) -> str:
    found = re.search(r"\d{3}-\d{3,6}", post.text_shown())
    assert found
    return found.group()


async def _excused(fleet: Fleet) -> set[tuple[str, str, str]]:
    """What a killed or hung replica had in its hands: the case's number, the way, and to whom."""
    rows = await fleet.ask(
        "SELECT cases.number, outbox.transport, outbox.kind, posts.role, people.slack_user "
        "FROM outbox JOIN cases ON cases.id = outbox.case_id "
        "LEFT JOIN posts ON posts.id = outbox.post_id "
        "LEFT JOIN people ON people.id = coalesce(outbox.person_id, posts.person_id) "
        "WHERE outbox.id = ANY($1)",
        list(fleet.unheard),
    )
    way = {"team": "post", "sender": "copy", "personal": "dm"}
    return {
        (
            spoken(row["number"]),
            "sms" if row["transport"] == "sms" else way.get(row["role"], ""),
            (row["slack_user"] or "") if row["role"] not in {"team", "sender"} else "",
        )
        for row in rows
    }
