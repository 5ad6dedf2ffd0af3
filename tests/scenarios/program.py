"""The whole program in the hospital of the stories, between stand-ins of its vendors."""

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

from cryptography.fernet import Fernet

from foxo_bot import app as program
from foxo_bot.directory import apply, file
from foxo_bot.sandbox.serving import Served
from foxo_bot.sandbox.story import Clock, Sandbox
from foxo_bot.settings import Settings
from foxo_bot.transports import slack, teams
from tests.scenarios.cast import DIRECTORY, NOON, NORTHSIDE, people_the_world
from tests.scenarios.hospital import Hospital

Seen = TypeVar("Seen", bound=Hospital)

KEY = Fernet.generate_key().decode()

QUICK = slack.Timing(answer=30, request=30, connect=30, roster_settles=0, lookups_per_minute=60_000)
"""How patient the Slack transport is in stories: nothing is waited for in real time, and a machine
that stands still for seconds is no Slack that does not answer."""

CALM = 30.0
"""Seconds between two looks at what is due: stories wake the program by letting time pass."""


def settings_for(sandbox: Sandbox, folder: Path, url: str) -> Settings:
    """Slack, Twilio and mail; `sandbox.teams.settings()` adds Teams."""
    return Settings(
        _env_file=None,
        foxo_database_url=f"sqlite:///{folder / 'foxo.db'}",
        foxo_secret_key="a secret for tests",
        foxo_encryption_keys=KEY,
        foxo_public_url=url,
        **sandbox.slack.settings(NORTHSIDE),
        **sandbox.twilio.settings(),
        smtp_url=sandbox.smtp.url,
        email_from="foxo@northside.example",
    )


def options(sandbox: Sandbox, patience: slack.Timing = QUICK) -> program.Options:
    return program.Options(
        clock=sandbox.clock.now,
        safety=CALM,
        database_patience=30,
        patience=patience,
        teams_patience=teams.Timing(request=30, connect=30, roster_settles=0),
    )


@asynccontextmanager
async def opened(
    folder: Path,
    migrated: Path,
    *,
    directory: str = DIRECTORY,
    extra: Callable[[Sandbox], None] = lambda _: None,
    patience: slack.Timing = QUICK,
    programs: int = 1,
    kind: type[Seen] = Hospital,
    **changed: str,
) -> AsyncIterator[Seen]:
    """The hospital with its directory applied, rosters read, and nobody having done anything.

    `extra` adds to the world, `changed` changes settings (several `programs` need another database
    than the file), `kind` is the language of the story; `migrated` is an empty database.
    """
    clock = Clock(NOON, rate=0)
    async with Sandbox(clock) as sandbox:
        people_the_world(sandbox)
        extra(sandbox)
        late: list[Seen] = []

        async def serve(scope, receive, send):  # type: ignore[no-untyped-def]
            await late[0].web(scope, receive, send)

        served = Served(serve)
        await served.start()
        sandbox.bot_url = served.url
        sandbox.slack.courier.patience = 30  # a busy machine must not look like a slow bot
        sandbox.teams.courier.patience = sandbox.teams.courier.invoke_patience = 30
        shutil.copy(migrated, folder / "foxo.db")
        more = changed | (sandbox.teams.settings() if kind.serves_teams else {})
        settings = settings_for(sandbox, folder, served.url).model_copy(update=more)
        build = partial(program.build, settings, options(sandbox, patience))
        first, *beside = [build() for _ in range(programs)]
        hospital = kind(sandbox, first, settings, build, beside=beside)
        late.append(hospital)
        try:  # what does not start is stopped as well, or other stories would pay for it
            await hospital.program.database.write(
                lambda tx: apply.apply(tx, file.parse(directory), now=NOON)
            )
            for one in hospital.programs:
                await one.start()
            await hospital.quiet()
            yield hospital
        finally:
            for one in hospital.programs:
                await one.stop()
            await served.stop()
