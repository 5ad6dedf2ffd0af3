"""`foxo-bot check` for Teams: one line each, asked of Microsoft itself."""

from collections.abc import Sequence

from foxo_bot.edges.calling import CallFailed
from foxo_bot.edges.finding import Finding
from foxo_bot.handlers.ports import ChannelToWatch
from foxo_bot.settings import Settings, SettingsError, require_whole_teams
from foxo_bot.transports.teams.building import connector_for, fetched
from foxo_bot.transports.teams.connector import Connector
from foxo_bot.transports.teams.inbound.who import members_of, others_among
from foxo_bot.transports.teams.routes import PATH
from foxo_bot.transports.teams.timing import Timing

READ_OUTSIDE = (
    "Guests or people of other tenants are in it, who there read every case of its teams."
)

_USUAL = Timing()


async def check(
    settings: Settings, channels: Sequence[ChannelToWatch] = (), timing: Timing = _USUAL
) -> list[Finding]:
    """(fine?, sentence) for each thing looked at; `channels` are those the directory names."""
    try:
        require_whole_teams(settings)
    except SettingsError as mistake:
        return [(False, f"Teams: {mistake}.")]
    if not settings.teams_configured:
        return [(None, "Teams: not set up.")]
    if settings.teams_anonymous:
        words = "Teams: anonymous, so anybody on this machine may act as anyone. For trials only."
        return [(None, words)]
    connector = connector_for(settings, timing)
    try:
        found = [_endpoint(settings), await _keys(settings, connector), await _token(connector)]
        if found[-1][0]:
            for channel in channels:
                found.append(await _channel(settings, connector, channel))
    finally:
        await connector.close()
    return found


def _endpoint(settings: Settings) -> Finding:
    page = f"{settings.foxo_public_url}{PATH}"
    if page.startswith("https://"):
        return True, f"Teams: the bot's messaging endpoint in Azure must be {page}."
    return False, f"Teams: calls the bot only over https, but FOXO_PUBLIC_URL makes it {page}."


async def _keys(settings: Settings, connector: Connector) -> Finding:
    try:
        await fetched(connector, settings.teams_openid_url)
    except (OSError, ValueError) as error:
        words = f"Teams: Microsoft's signing keys cannot be had at {settings.teams_openid_url}"
        return False, f"{words} ({error})."
    return True, "Teams: Microsoft's signing keys can be had."


async def _token(connector: Connector) -> Finding:
    try:
        await connector.tokens.current()
    except CallFailed:
        return False, f"Teams: {connector.tokens.problem}."
    return True, "Teams: Microsoft Entra gives the bot a token."


async def _channel(settings: Settings, connector: Connector, channel: ChannelToWatch) -> Finding:
    try:
        told = await connector.members(settings.teams_service_url, channel.address)
    except CallFailed as failed:
        words = f"Teams: channel {channel.address} cannot be seen ({failed.code})."
        return False, f"{words} Add Foxo Bot under its team's Apps."
    if others_among(members_of(told), channel.workspace):
        return None, f"Teams: the bot is in the channel {channel.address}. {READ_OUTSIDE}"
    return True, f"Teams: the bot is in the channel {channel.address}."
