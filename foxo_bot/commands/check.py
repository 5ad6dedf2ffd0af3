"""`foxo-bot check`: one line for each thing that must be right before people rely on it."""

import logging
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import click

from foxo_bot.calendars import check as calendars
from foxo_bot.commands.opening import opened
from foxo_bot.directory.duty import source
from foxo_bot.edges.clock import machine_clock
from foxo_bot.edges.finding import Finding
from foxo_bot.handlers.desk import Desk
from foxo_bot.handlers.ports import ChannelToWatch
from foxo_bot.settings import Settings, SettingsError, halves, is_local, require_secrets
from foxo_bot.signing import Links, Signer
from foxo_bot.store import db, duty, organisations, schema, secrets
from foxo_bot.store.db import Tx
from foxo_bot.transports import slack, teams
from foxo_bot.transports.email import check as email
from foxo_bot.transports.sms import check as sms

_MARKS = {True: "ok   ", False: "FAULT", None: "note "}


async def check(settings: Settings) -> int:
    """Look at everything and print what was found; 1 where something is wrong."""
    logging.getLogger("foxo_bot").addHandler(logging.NullHandler())  # the lines say it in words
    faults = 0
    async for fine, sentence in _findings(settings):
        click.echo(f"{_MARKS[fine]}  {sentence}")
        faults += fine is False
    return 1 if faults else 0


async def _findings(settings: Settings) -> AsyncIterator[Finding]:
    yield _secrets(settings)
    for sentence in halves(settings):
        yield False, f"Settings: {sentence}."
    for sentence in _links(settings):
        yield False, f"Settings: {sentence}."
    database, named = await _database(settings)
    yield database
    for finding in (
        *await calendars.check(named.calendars, machine_clock()),
        *await slack.check(settings, machine_clock, named.of_slack),
        *await teams.check(settings, named.of_teams),
        *_unserved(settings, named),
    ):
        yield finding
    if settings.sms_configured:
        for finding in await sms.check(settings):
            yield finding
    else:
        yield None, "SMS: not set up, so Urgent cases cannot reach anybody away from chat."
    if settings.email_configured:
        for finding in await email.check(settings):
            yield finding
    else:
        yield None, "Email: not set up, so High and Normal cases cannot reach anybody by email."


def _secrets(settings: Settings) -> Finding:
    try:
        require_secrets(settings)
    except SettingsError as missing:
        return False, str(missing)
    return True, "Settings: the secrets are set."


def _links(settings: Settings) -> Iterator[str]:
    """Whether whoever gets an SMS or an email can open the link in it.

    Where Slack, Teams or Twilio is a stand-in on this machine, so are the people.
    """
    vendors = (settings.slack_api_url, settings.teams_service_url, settings.twilio_api_url)
    ours, *theirs = (
        is_local(urlsplit(url).hostname or "") for url in (settings.foxo_public_url, *vendors)
    )
    if ours and not any(theirs) and (settings.sms_configured or settings.email_configured):
        address = settings.foxo_public_url
        yield f"FOXO_PUBLIC_URL is {address}, so nobody can open the links in SMS and email"


@dataclass(frozen=True, slots=True)
class _Named:
    """What the database names of the outside: of Slack, channels of Teams, calendars by team."""

    of_slack: slack.Named = field(default_factory=slack.Named)
    of_teams: Sequence[ChannelToWatch] = ()
    calendars: Mapping[str, str] = field(default_factory=dict)


def _unserved(settings: Settings, named: _Named) -> Iterator[Finding]:
    """Channels of the directory in which nothing will be shown."""
    for platform, channels, served in (
        ("Slack", named.of_slack.channels, settings.slack_configured),
        ("Teams", named.of_teams, settings.teams_configured),
    ):
        if channels and not served:
            places = ", ".join(sorted({channel.address for channel in channels}))
            yield None, f"{platform}: teams stand in {places}, where no case is shown."


async def _database(settings: Settings) -> tuple[Finding, _Named]:
    """What is wrong with it, and what of the outside it names."""
    try:
        async with opened(settings, upgrade=False) as database:
            version = await database.read(schema.version)
            links = Links(settings.foxo_public_url, Signer(settings.foxo_secret_key))
            desk = Desk(database, links)
            whole = (version or "") >= schema.newest()  # an older one may lack the table
            named = _Named(
                slack.Named(await desk.channels("slack"), *await database.read(_workspaces)),
                await desk.channels("teams"),
                await database.read(_calendars) if whole else {},
            )
            return (True, f"Database: answers, at version {version}{_newer(version)}."), named
    except (SettingsError, *db.FAULTS) as fault:
        return (False, f"Database: {db.sentence(fault)}"), _Named()


def _workspaces(tx: Tx) -> tuple[list[str], dict[str, str]]:
    """The Slack workspaces that organisations claim, and the installations."""
    return organisations.claimed(tx, "slack"), secrets.every(tx, slack.INSTALLATION)


def _calendars(tx: Tx) -> dict[str, str]:
    found = [(name, source.from_text(text)) for name, text in duty.calendars(tx)]
    return {name: address for name, address in found if isinstance(address, str)}


def _newer(version: str | None) -> str:
    return ", which a newer program has made" if (version or "") > schema.newest() else ""
