"""`foxo-bot check` for Slack: one line each, asked of Slack itself."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime

from foxo_bot.edges.calling import CallFailed
from foxo_bot.edges.finding import Finding
from foxo_bot.edges.payload import part, text
from foxo_bot.handlers.ports import ChannelToWatch
from foxo_bot.settings import Settings
from foxo_bot.transports.slack.calls import Web
from foxo_bot.transports.slack.errors import passes
from foxo_bot.transports.slack.installations import token_of
from foxo_bot.transports.slack.roster import why_not
from foxo_bot.transports.slack.scopes import SCOPES
from foxo_bot.transports.slack.timing import Timing

READ_OUTSIDE = (
    "It is shared with another organisation, whose people there read every case of its teams."
)

MOST_SKEW = 60.0
"""Seconds. Slack's requests are refused here when they seem more than five minutes old."""

_USUAL = Timing()


@dataclass(frozen=True, slots=True)
class Named:
    """What the database names of Slack.

    `channels` are those of teams, `claimed` the workspaces of organisations; `installs` are the
    installations by OAuth as they are kept, by workspace.
    """

    channels: Sequence[ChannelToWatch] = ()
    claimed: Collection[str] = ()
    installs: Mapping[str, str] = field(default_factory=dict)


_NOTHING = Named()


async def check(
    settings: Settings,
    clock: Callable[[], datetime],
    named: Named = _NOTHING,
    timing: Timing = _USUAL,
) -> list[Finding]:
    """(fine?, sentence) for each thing looked at."""
    if not settings.slack_configured:
        return [(None, "Slack: not set up.")]
    web = Web(settings.slack_api_url, timing)
    try:
        found = [*_ways_in(settings), *await _reached(web, clock)]
        if settings.slack_bot_token:
            token = settings.slack_bot_token
            found += await _token(web, token, "SLACK_BOT_TOKEN", named.channels)
        else:
            found += await _workspaces(web, named)
        if settings.slack_app_token:
            found.append(await _app_token(web, settings.slack_app_token))
    finally:
        await web.close()
    return found


def _ways_in(settings: Settings) -> Iterator[Finding]:
    if not (settings.slack_signing_secret or settings.slack_app_token):
        yield False, "Slack: cannot reach the bot; set SLACK_SIGNING_SECRET, or SLACK_APP_TOKEN."
    if settings.slack_bot_token:
        return
    page = f"{settings.foxo_public_url}/slack/install"
    if page.startswith("https://"):
        yield True, f"Slack: workspaces install the app at {page}."
    else:
        yield False, f"Slack: installs only over https, but FOXO_PUBLIC_URL makes it {page}."


async def _reached(web: Web, clock: Callable[[], datetime]) -> list[Finding]:
    """Whether Slack answers, and whether our clock agrees with its Date header."""
    try:
        answer = await web.ask("", "api.test", {})
    except CallFailed as failed:
        return [(False, f"Slack: no answer at {web.base_url} ({failed.code}).")]
    date = answer.headers.get("Date")
    if not date:
        return [(True, f"Slack: answers at {web.base_url}.")]
    skew = abs((clock() - parsedate_to_datetime(date)).total_seconds())
    if skew > MOST_SKEW:
        words = f"Slack: this machine's clock differs from Slack's by {skew:.0f} s; set it right."
        return [(False, words)]
    return [(True, f"Slack: answers at {web.base_url}, and the clocks agree.")]


async def _workspaces(web: Web, named: Named) -> list[Finding]:
    """Each workspace that installed the app, or that an organisation claims."""
    found: list[Finding] = []
    for team in sorted({*named.claimed, *named.installs}):
        channels = [channel for channel in named.channels if channel.workspace == team]
        kept = named.installs.get(team)
        if kept is None:
            found.append(_not_installed(team, channels))
            continue
        found += await _token(web, token_of(kept), f"the token of workspace {team}", channels)
        if team not in named.claimed:
            words = f"Slack: no organisation of the directory claims the workspace {team}"
            found.append((None, f"{words}, so nobody in it can do anything with the app."))
    return found


def _not_installed(team: str, channels: Sequence[ChannelToWatch]) -> Finding:
    words = f"Slack: the workspace {team} has not installed the app"
    if channels:
        return False, f"{words}, so its teams get no cases."
    return None, f"{words}, so its people can use it in shared channels only."


async def _token(
    web: Web, token: str, which: str, channels: Sequence[ChannelToWatch]
) -> list[Finding]:
    try:
        answer = await web.ask(token, "auth.test", {})
    except CallFailed as failed:
        if passes(failed.code):
            return [(False, f"Slack: gave no answer about {which} ({failed.code}).")]
        words = f"Slack: does not accept {which} ({failed.code}); install the app again."
        return [(False, words)]
    team = text(answer.data if isinstance(answer.data, dict) else {}, "team")
    granted = {scope.strip() for scope in answer.headers.get("x-oauth-scopes", "").split(",")}
    found = [(True, f"Slack: knows the bot in the workspace {team}."), _scopes(team, granted)]
    for channel in channels:
        found.append(await _channel(web, token, channel))
    return found


def _scopes(team: str, granted: Collection[str]) -> Finding:
    missing = sorted(SCOPES.keys() - granted)
    if missing:
        words = f"Slack: scopes are missing in the workspace {team}: {', '.join(missing)}"
        return False, f"{words}. Add them to the app and install it there again."
    return True, "Slack: all scopes are granted."


async def _channel(web: Web, token: str, channel: ChannelToWatch) -> Finding:
    try:
        told = await web.call(token, "conversations.info", {"channel": channel.address})
    except CallFailed as failed:
        words = f"Slack: channel {channel.address} cannot be seen ({failed.code})."
        return False, f"{words} Invite the bot there: /invite @Foxo Bot."
    name = text(told, "channel", "name") or channel.address
    problem = why_not(part(told, "channel"))
    if problem:
        return False, f"Slack: channel {name}: {problem}"
    if part(told, "channel").get("is_ext_shared") is True:
        return None, f"Slack: the bot is in the channel {name}. {READ_OUTSIDE}"
    return True, f"Slack: the bot is in the channel {name}."


async def _app_token(web: Web, token: str) -> Finding:
    try:
        await web.call(token, "apps.connections.open", {})
    except CallFailed as failed:
        return False, f"Slack: does not accept SLACK_APP_TOKEN ({failed.code})."
    return True, "Slack: accepts SLACK_APP_TOKEN."
