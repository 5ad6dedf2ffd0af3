"""The demo's hospital between the stand-ins, and settings with which the program serves it."""

from pathlib import Path

from cryptography.fernet import Fernet

from foxo_bot.bench.answers import Command
from foxo_bot.bench.servers import free_port
from foxo_bot.directory import apply, file
from foxo_bot.sandbox.cast import DIRECTORY, NORTHSIDE, WARD, people_the_world
from foxo_bot.sandbox.slack.front import payloads
from foxo_bot.sandbox.story import Sandbox
from foxo_bot.settings import Settings
from foxo_bot.store import schema
from foxo_bot.store.db import connect
from foxo_bot.store.vault import Vault

_TYPES = "U00ROWAN"


async def settled(sandbox: Sandbox, folder: Path) -> Settings:
    """Settings for every transport, with a database that holds the directory."""
    people_the_world(sandbox)
    settings = _settings(sandbox, folder)
    database = connect(settings.foxo_database_url, Vault(settings.encryption_keys))
    wanted = file.parse(DIRECTORY)
    await database.write(schema.upgrade)
    await database.write(lambda tx: apply.apply(tx, wanted, now=sandbox.clock.now()))
    await database.close()
    return settings


def typed(sandbox: Sandbox, text: str) -> Command:
    """`/foxo` with this text, typed in a channel."""
    world = sandbox.slack.world
    installed = world.install_of(NORTHSIDE)
    assert installed is not None  # noqa: S101 - people_the_world has installed it
    fields = payloads.command(
        payloads.Actor(world, world.users[_TYPES], installed),
        world.channels[WARD],
        ("/foxo", text),
        trigger_id="",
        response_url=f"{sandbox.slack.url}/commands/{NORTHSIDE}/1/bench",
    )
    return Command(world.app.signing_secret, fields)


def _settings(sandbox: Sandbox, folder: Path) -> Settings:
    """Complete: what the environment of the measuring holds has no say."""
    world, twilio, port = sandbox.slack.world, sandbox.twilio, free_port()
    return Settings.model_construct(
        foxo_database_url=f"sqlite:///{folder / 'served.db'}",
        foxo_port=port,
        foxo_public_url=f"http://127.0.0.1:{port}",
        foxo_secret_key=Fernet.generate_key().decode(),
        foxo_encryption_keys=Fernet.generate_key().decode(),
        slack_bot_token=sandbox.slack.token(NORTHSIDE),
        slack_signing_secret=world.app.signing_secret,
        slack_api_url=sandbox.slack.api_url,
        twilio_account_sid=twilio.world.account_sid,
        twilio_auth_token=twilio.world.auth_token,
        twilio_from=twilio.world.numbers[0],
        twilio_api_url=twilio.url,
        smtp_url=sandbox.smtp.url,
        email_from="foxo@northside.example",
    )
