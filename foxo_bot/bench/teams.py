"""`foxo-bot bench teams`: what a press on a card costs, beside a stock bot and our empty host."""

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from cryptography.fernet import Fernet

from foxo_bot.bench import load, servers
from foxo_bot.bench.cases import posted
from foxo_bot.bench.servers import Server
from foxo_bot.bench.table import Line, Round, at_most, compared
from foxo_bot.cases import submit
from foxo_bot.cases.submit import Draft
from foxo_bot.cases.target import Act
from foxo_bot.directory import apply, file, people
from foxo_bot.model import Triage, Verb
from foxo_bot.sandbox.story import Clock, Sandbox
from foxo_bot.sandbox.teams.nouns import Message
from foxo_bot.sandbox.wire import Json
from foxo_bot.settings import Settings
from foxo_bot.store import schema, teams
from foxo_bot.store.db import Tx, connect
from foxo_bot.store.vault import Vault

PRESSER, CHANNEL, TEAM = "29:cleo", "19:radiology@thread.tacv2", "19:hospital@thread.tacv2"

_DIRECTORY = """
organisations:
  - name: Northside Hospital
    entra_tenants: [{tenant}]
    teams:
      - name: Radiology Concierge
        channels: [{{teams: "{channel}"}}]
        members:
          - {{name: Cleo Concierge, teams: "{presser}", email: cleo@northside.example}}
"""


@dataclass(frozen=True, slots=True)
class Size:
    """In each of the rounds one client sends so many activities to each side.

    A press is followed by messages to other people; it is given `pause` seconds for them, because
    what is measured is how long the presser waits. Every side gets the same: a program that has
    just rested is slower.
    """

    rounds: int = 5
    requests: int = 25
    pause: float = 0.1


USUAL = Size()
FULL = Size(rounds=9, requests=50)

_OTHERS = (
    ("foxo_bot.bench.empty", "answer"),
    ("foxo_bot.bench.empty", "nothing"),
    ("foxo_bot.bench.stock",),
)


@dataclass(frozen=True, slots=True)
class Sides:
    """The program; its way in without the product; its host with an empty handler; a stock bot."""

    ours: Server
    way_in: Server
    empty: Server
    stock: Server


async def measure(size: Size) -> AsyncIterator[Line]:
    """Each line of the table, as soon as it is known; BenchError where it cannot be."""
    with tempfile.TemporaryDirectory(prefix="foxo-bench-") as name:
        async with AsyncExitStack() as stack:
            sandbox = await stack.enter_async_context(Sandbox(Clock()))
            _people_the_world(sandbox)
            settings = _settings(sandbox, Path(name))
            posts = await _cases(settings, sandbox, (size.rounds + 1) * size.requests)
            sides = Sides(
                await stack.enter_async_context(servers.ours(settings, Path(name))),
                *[
                    await stack.enter_async_context(
                        servers.configured(settings, Path(name), *command)
                    )
                    for command in _OTHERS
                ],
            )
            for line in await _compared(sandbox, sides, posts, size):
                yield line


async def _compared(sandbox: Sandbox, sides: Sides, posts: list[int], size: Size) -> list[Line]:
    rounds: list[tuple[float, float, float, float]] = []
    for number in range(size.rounds + 1):
        at = number * size.requests
        presses = [_press(sandbox, post) for post in posts[at : at + size.requests]]
        words = [_message(sandbox, n) for n in range(size.requests)]
        rounds.append(
            (
                await _p50(sides.ours, presses, size.pause),
                await _p50(sides.way_in, presses, size.pause),
                await _p50(sides.empty, presses, size.pause),
                await _p50(sides.stock, words, size.pause),
            )
        )
    del rounds[0]  # what is done only once is done in the first round
    to_stock = [Round(ours, stock) for ours, _, _, stock in rounds]
    way_in = [Round(way_in, empty) for _, way_in, empty, _ in rounds]
    whole = [Round(ours, empty) for ours, _, empty, _ in rounds]
    return [
        at_most("Teams: acknowledge / trivial, stock bot", to_stock, unit="ms", target=0.5),
        at_most("Teams: press up to the product / empty", way_in, unit="ms", target=1.5),
        compared("Teams: acknowledge, committed / empty", whole, unit="ms"),
    ]


async def _p50(side: Server, requests: Sequence[bytes], pause: float) -> float:
    times = await asyncio.to_thread(load.times, side.port, requests, pause=pause)
    return median(times) * 1000


def _press(sandbox: Sandbox, post: int) -> bytes:
    """Acknowledge on the card of a case, as Teams sends it."""
    activities, world = sandbox.teams.activities, sandbox.teams.world
    data = {"verb": Verb.ACKNOWLEDGE.value, "post": str(post)}
    action = {"type": "Action.Execute", "id": "", "title": "Acknowledge", "verb": data["verb"]}
    value: Json = {"action": {**action, "data": data}, "trigger": "manual"}
    user, place = world.users[PRESSER], world.conversations[CHANNEL]
    return _request(
        sandbox, activities.invoke("adaptiveCard/action", user, place, value, reply_to=str(post))
    )


def _message(sandbox: Sandbox, number: int) -> bytes:
    """A trivial activity: somebody writes a word to the bot."""
    world = sandbox.teams.world
    user, place = world.users[PRESSER], world.conversations[CHANNEL]
    written = Message(f"{number}", place.id, user.id, world.clock.now(), text="hello")
    return _request(sandbox, sandbox.teams.activities.message(user, place, written, mentions=True))


def _request(sandbox: Sandbox, activity: Json) -> bytes:
    signed = sandbox.teams.courier.signer.header(activity["serviceUrl"])
    return load.posted("/api/messages", json.dumps(activity).encode(), {"authorization": signed})


def _people_the_world(sandbox: Sandbox) -> None:
    world = sandbox.teams.world
    tenant = world.app.tenant_id
    world.tenant(tenant, "Northside")
    world.person(PRESSER, tenant, "Cleo Concierge", email="cleo@northside.example")
    world.team(TEAM, tenant, "Northside", members=(PRESSER,))
    world.channel(CHANNEL, "Radiology", TEAM)


async def _cases(settings: Settings, sandbox: Sandbox, count: int) -> list[int]:
    """So many cases that wait, with posts in the team's channel; the posts."""
    database = connect(settings.foxo_database_url, Vault(settings.encryption_keys))
    tenant = settings.teams_tenant_id
    wanted = file.parse(_DIRECTORY.format(tenant=tenant, channel=CHANNEL, presser=PRESSER))
    now = sandbox.clock.now()

    def send(tx: Tx) -> list[int]:
        apply.apply(tx, wanted, now=now)
        sender = people.recognise(
            tx, transport="teams", user="29:rowan", workspace=tenant, via=tenant,
            name="Rowan Registrar", now=now,
        )  # fmt: skip
        team = teams.candidates(tx, sender.organisation_id)[0]
        draft = Draft((team.id,), "Wrist film", "Please look at the left wrist.", Triage.NORMAL)
        act = Act(sender, "teams", now)
        return [posted(tx, submit.submit(tx, act, draft)) for _ in range(count)]

    await database.write(schema.upgrade)
    posts = await database.write(send)
    await database.close()
    return posts


def _settings(sandbox: Sandbox, folder: Path) -> Settings:
    """Complete: what the environment of the measuring holds has no say."""
    app, port = sandbox.teams.world.app, servers.free_port()
    return Settings.model_construct(
        foxo_database_url=f"sqlite:///{folder / 'served.db'}",
        foxo_port=port,
        foxo_public_url=f"http://127.0.0.1:{port}",
        foxo_secret_key=Fernet.generate_key().decode(),
        foxo_encryption_keys=Fernet.generate_key().decode(),
        teams_app_id=app.id,
        teams_app_password=app.password,
        teams_tenant_id=app.tenant_id,
        teams_service_url=sandbox.teams.service_url,
        teams_login_url=sandbox.teams.login_url,
        teams_openid_url=sandbox.teams.openid_url,
    )
