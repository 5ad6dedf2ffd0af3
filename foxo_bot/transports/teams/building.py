"""Puts the Teams transport together."""

from collections.abc import Callable
from datetime import datetime

import aiohttp

from foxo_bot.edges.background import Background
from foxo_bot.edges.payload import Json
from foxo_bot.handlers.ports import Front
from foxo_bot.settings import Settings
from foxo_bot.transports.teams.admission import Admission, Anybody, Microsoft
from foxo_bot.transports.teams.connector import Connector
from foxo_bot.transports.teams.given import Given
from foxo_bot.transports.teams.host import Host
from foxo_bot.transports.teams.inbound.heard import NAME
from foxo_bot.transports.teams.keys import Keys
from foxo_bot.transports.teams.listeners import Listeners
from foxo_bot.transports.teams.news import NewsListeners
from foxo_bot.transports.teams.people import People
from foxo_bot.transports.teams.references import Reference, References
from foxo_bot.transports.teams.roster import Roster
from foxo_bot.transports.teams.routes import build_router
from foxo_bot.transports.teams.sender import Sender
from foxo_bot.transports.teams.timing import Timing
from foxo_bot.transports.teams.tokens import AppTokens, Authority, NoTokens
from foxo_bot.transports.teams.tools import Tools
from foxo_bot.transports.teams.transport import TeamsTransport
from foxo_bot.transports.teams.trust import Trust

_USUAL = Timing()


def build(
    settings: Settings,
    front: Front,
    clock: Callable[[], datetime],
    timing: Timing = _USUAL,
) -> TeamsTransport:
    """The transport, not started. `clock` gives aware UTC."""
    connector = connector_for(settings, timing)
    tools = _tools(settings, front, connector, clock, timing)
    listeners = Listeners(tools, NewsListeners(tools.references, tools.roster))
    host = Host(admission_for(settings, connector, clock, timing), connector, listeners)
    return TeamsTransport(tools, build_router(host))


def connector_for(settings: Settings, timing: Timing) -> Connector:
    """The connector with the app's tokens, or in anonymous mode without."""
    trust = Trust(settings.teams_service_url, anonymous=settings.teams_anonymous)
    if settings.teams_anonymous:
        return Connector(trust, NoTokens(), timing)
    tokens = AppTokens(
        app=settings.teams_app_id,
        password=settings.teams_app_password,
        authority=Authority(settings.teams_login_url, settings.teams_tenant_id, timing.request),
        early=timing.token_early,
    )
    return Connector(trust, tokens, timing)


def _tools(
    settings: Settings,
    front: Front,
    connector: Connector,
    clock: Callable[[], datetime],
    timing: Timing,
) -> Tools:
    home = Reference(
        settings.teams_service_url,
        settings.teams_tenant_id.lower(),
        f"28:{settings.teams_app_id}",
    )
    references = References(front, home)
    people = People(connector, front, references, clock, timing)
    roster = Roster(
        connector=connector,
        front=front,
        references=references,
        people=people,
        clock=clock,
        timing=timing,
    )
    return Tools(
        front=front,
        connector=connector,
        references=references,
        people=people,
        given=Given(connector, timing.file),
        roster=roster,
        sender=Sender(connector, references),
        background=Background(NAME),
        clock=clock,
        timing=timing,
    )


def admission_for(
    settings: Settings, connector: Connector, clock: Callable[[], datetime], timing: Timing
) -> Admission:
    """Who is let in under these settings."""
    if settings.teams_anonymous:
        return Anybody()

    async def fetch(url: str) -> Json:
        return await fetched(connector, url)

    keys = Keys(settings.teams_openid_url, fetch, clock, timing)
    return Microsoft(settings.teams_app_id, keys, clock)


async def fetched(connector: Connector, url: str) -> Json:
    """A public JSON document; raises OSError or ValueError. No token goes with the request."""
    try:
        async with connector.session.get(url, allow_redirects=False) as answer:
            answer.raise_for_status()
            found = await answer.json(content_type=None)
    except (aiohttp.ClientError, TimeoutError) as error:
        raise OSError(type(error).__name__) from None
    return found if isinstance(found, dict) else {}
