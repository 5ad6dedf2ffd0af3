"""A person adds the app to their workspace: the app's install page, Slack's Allow, and back."""

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import aiohttp

from foxo_bot.sandbox.slack.api.apps import allow
from foxo_bot.sandbox.slack.world import World

_AUTHORIZE = re.compile(r"https://slack\.com/oauth/v2/authorize\?[^\"'\s<>]+")
INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"


@dataclass(frozen=True, slots=True)
class Installed:
    """The page the person ends on."""

    status: int
    page: str


async def add_to_workspace(
    world: World, session: aiohttp.ClientSession, bot_url: str, user_id: str, *, allows: bool = True
) -> Installed:
    """Walk through the installation as this person; `allows` False presses Cancel.

    Raises ValueError where the app's install page would not lead to Slack's.
    """
    async with session.get(bot_url + INSTALL_PATH, allow_redirects=False) as response:
        found = _AUTHORIZE.search(response.headers.get("location", "") + await response.text())
        cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in response.cookies.items())
    if found is None:
        message = f"{INSTALL_PATH} does not lead to Slack's authorize page"
        raise ValueError(message)
    asked = {
        name: values[0] for name, values in parse_qs(urlsplit(unescape(found[0])).query).items()
    }
    if asked.get("client_id") != world.app.client_id:
        message = "Invalid client_id parameter"
        raise ValueError(message)
    answer = {"state": asked.get("state", "")}
    if allows:
        answer["code"] = allow(
            world,
            team_id=world.users[user_id].team_id,
            user_id=user_id,
            scopes=frozenset(asked.get("scope", "").split(",")),
            redirect_uri=asked.get("redirect_uri", ""),
        )
    else:
        answer["error"] = "access_denied"
    back = f"{bot_url}{REDIRECT_PATH}?{urlencode(answer)}"
    # The state cookie is for HTTPS only, so a cookie jar would not carry it over loopback.
    async with session.get(back, headers={"cookie": cookies}) as response:
        return Installed(response.status, await response.text())
