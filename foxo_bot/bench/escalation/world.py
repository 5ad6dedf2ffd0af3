"""A hospital of three teams of twelve, whose Urgent cases go out by SMS after five minutes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
from cryptography.fernet import Fernet

from foxo_bot.bench import servers
from foxo_bot.cases import submit
from foxo_bot.cases.submit import Draft
from foxo_bot.cases.target import Act
from foxo_bot.directory import apply, file, people
from foxo_bot.handlers.interaction import Interaction, Kind, PlatformUser, Value
from foxo_bot.model import Case, Post, PostRole, Triage
from foxo_bot.sandbox.clock import wall_seconds
from foxo_bot.settings import Settings
from foxo_bot.store import channels, copies, endings, organisations, outbox, posts, schema, teams
from foxo_bot.store.db import Database, Tx, connect
from foxo_bot.store.vault import Vault

WORKSPACE, SENDER = "T0BENCH", "U0SENDER"
TEAMS, MEMBERS = 3, 12
PEOPLE = TEAMS * MEMBERS
"""How many SMS a case causes."""

STEP = timedelta(minutes=5)

SMS, POST = "Messages.json:", "chat.postMessage:"
"""How what arrives at the sink begins; our reference, or the channel or person, follows."""

SUBJECT = "Wrist film reads as a fracture"
DETAILS = "Please look at the left wrist of bed 4 and call me before the ward round. " * 3

_TEAM = """
      - name: A team {number}
        channels: [{{slack: C0TEAM{number}}}]
        escalation: {{urgent: [{{after: 5m, by: [sms]}}]}}
        members:
"""
_MEMBER = """          - name: "Member {number}"
            slack: U0M{number:03}
            phone: "+61491570{phone:03}"
"""


_QUIET = """
      - name: Quiet
        members: [{name: Somebody, slack: U0QUIET, phone: "+61491570099"}]
"""
"""A team that stands in no channel; the last by name is not among the first three."""


def directory() -> str:
    """The directory file. Its numbers are fictional ones; nothing leaves the machine."""
    text = f"organisations:\n  - name: Bench\n    slack_workspaces: [{WORKSPACE}]\n    teams:"
    for team in range(TEAMS):
        text += _TEAM.format(number=team)
        for member in range(team * MEMBERS, (team + 1) * MEMBERS):
            text += _MEMBER.format(number=member, phone=100 + member)
    return text + _QUIET


@dataclass(frozen=True, slots=True)
class Sink:
    """The vendor that takes everything at once."""

    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def anew(self, delay: float = 0.0) -> None:
        """Forget what arrived; answer `delay` seconds after each request from now on."""
        await self._ask(f"/anew?delay={delay}")

    async def arrived(self) -> list[tuple[float, str]]:
        """When what arrived, in order: seconds since 1970, and our reference."""
        return [(at, reference) for at, reference in await self._ask("/arrived")]

    async def _ask(self, path: str) -> list[tuple[float, str]]:
        async with aiohttp.ClientSession() as session, session.get(self.url + path) as answer:
            found: list[tuple[float, str]] = await answer.json()
            return found


@dataclass(frozen=True, slots=True)
class Sent:
    """A case that stands in its teams' channels: its id, and the post in each."""

    case_id: int
    posts: list[int]


@asynccontextmanager
async def sinking(folder: Path) -> AsyncIterator[Sink]:
    async with servers.module("foxo_bot.bench.escalation.sink", folder) as server:
        yield Sink(server.port)


def settings(url: str, sink: Sink) -> Settings:
    """With which the program serves this hospital; complete, so that no environment has a say."""
    port = servers.free_port()
    return Settings.model_construct(
        foxo_database_url=url,
        foxo_port=port,
        foxo_public_url=f"http://127.0.0.1:{port}",
        foxo_secret_key=Fernet.generate_key().decode(),
        foxo_encryption_keys=Fernet.generate_key().decode(),
        foxo_log_level="error",
        slack_bot_token=Fernet.generate_key().decode(),
        slack_signing_secret=Fernet.generate_key().decode(),
        slack_api_url=f"{sink.url}/api/",
        twilio_account_sid="AC0",
        twilio_auth_token=Fernet.generate_key().decode(),
        twilio_from="+61491570006",
        twilio_api_url=sink.url,
    )


@asynccontextmanager
async def opened(wanted: Settings) -> AsyncIterator[Database]:
    """The database that the settings name."""
    database = connect(wanted.foxo_database_url, Vault(wanted.encryption_keys))
    try:
        yield database
    finally:
        await database.close()


async def founded(wanted: Settings) -> None:
    """Make the tables and the hospital."""
    async with opened(wanted) as database:
        await database.write(schema.upgrade)
        described = file.parse(directory())
        await database.write(lambda tx: apply.apply(tx, described, now=now()))


async def sent(database: Database, cases: int, *, at: datetime, teams: int = TEAMS) -> list[Sent]:
    """Cases sent at that instant, which stand in their channels."""
    found: list[Sent] = []
    for first in range(0, cases, 50):
        found += await database.write(send, min(50, cases - first), at, teams)
    return found


def send(tx: Tx, cases: int, at: datetime, to: int = TEAMS) -> list[Sent]:
    """Send cases as a person does, and do as if every post had been made."""
    sender = people.recognise(
        tx,
        transport="slack",
        user=SENDER,
        workspace=WORKSPACE,
        via=WORKSPACE,
        name="Sender",
        now=at,
    )
    receiving = [team.id for team in teams.candidates(tx, sender.organisation_id)][:to]
    draft = Draft(tuple(receiving), SUBJECT, DETAILS, Triage.URGENT)
    act = Act(sender, "slack", at)
    return [_shown(tx, submit.submit(tx, act, draft), at) for _ in range(cases)]


def _shown(tx: Tx, case: Case, at: datetime) -> Sent:
    rows = outbox.of_case(tx, case.organisation_id, case.id)
    endings.sent(tx, [(row, f"sent-{row.id}") for row in rows], at)
    found = posts.of_case(tx, case.organisation_id, case.id)
    for post in found:
        posts.placed(tx, post, place=post.address, vendor_id=f"shown-{post.id}")
    return Sent(case.id, _in_channels(found))


def _in_channels(found: list[Post]) -> list[int]:
    """The ids of those that stand in teams' channels, in the order of `receiving`."""
    shown = sorted((post for post in found if post.role is PostRole.TEAM), key=_address)
    return [post.id for post in shown]


def _address(post: Post) -> str:
    return post.address


def references(tx: Tx, case_ids: list[int]) -> dict[str, tuple[int, int]]:
    """What arrives at the sink for each SMS of these cases -> its case and its recipient."""
    (organisation,) = organisations.every(tx)
    return {
        f"{SMS}{row.reference}": (case_id, row.recipient_id or 0)
        for case_id in case_ids
        for row in outbox.of_case(tx, organisation.id, case_id)
        if row.transport == "sms"
    }


def newest(tx: Tx) -> list[int]:
    """The posts in the channels of the newest case, in the order of its teams."""
    (organisation,) = organisations.every(tx)
    found = posts.of_case(tx, organisation.id, copies.newest_case(tx))
    return _in_channels(found)


def receiving(tx: Tx) -> list[int]:
    """The ids of the teams that stand in channels, in the order of these."""
    found = {channel.address: team.id for channel, team in channels.on_platform(tx, "slack")}
    return [found[address] for address in sorted(found)]


def member(team: int) -> PlatformUser:
    """Somebody of a team, counted from 0."""
    return _user(f"U0M{team * MEMBERS:03}")


def press(verb: str, post_id: int, team: int) -> Interaction:
    return Interaction(Kind.ACTION, verb, member(team), now(), post_id=post_id)


def submission(number: int, team_ids: list[int], sender: str = SENDER) -> Interaction:
    """The case form, filled in and sent; `number` names this sending of it."""
    values: dict[str, Value] = {
        "teams": tuple(str(team_id) for team_id in team_ids),
        "subject": SUBJECT,
        "details": DETAILS,
        "triage": Triage.URGENT.value,
    }
    who = _user(sender)
    return Interaction(Kind.FORM, "case", who, now(), values=values, once=f"bench-{number}")


def _user(user: str) -> PlatformUser:
    return PlatformUser("slack", user, WORKSPACE, WORKSPACE, user)


def now() -> datetime:
    """The benchmark measures real time."""
    return datetime.fromtimestamp(wall_seconds(), UTC)
