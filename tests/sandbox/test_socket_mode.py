"""Socket Mode carries the same payloads to a real Socket Mode client."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from foxo_bot.sandbox.slack.server import Slack


@pytest.fixture
async def app(slack: Slack, client: AsyncWebClient) -> AsyncIterator[AsyncApp]:
    """A bolt app connected by Socket Mode."""
    app = AsyncApp(client=client, process_before_response=True)
    app.seen = []

    @app.command("/foxo")
    async def on_command(ack, body) -> None:
        app.seen.append(body)
        await ack(text=f"heard {body['text']}")

    @app.event("message")
    async def on_message(event) -> None:
        app.seen.append(event)

    handler = AsyncSocketModeHandler(
        app, slack.world.app.app_token, web_client=AsyncWebClient(base_url=slack.api_url)
    )
    await handler.connect_async()
    async with asyncio.timeout(3):
        while not slack.links.open:  # noqa: ASYNC110 - the link opens on the other side
            await asyncio.sleep(0.01)
    yield app
    await handler.close_async()


async def test_a_command_is_acknowledged_through_the_link(slack: Slack, app: AsyncApp) -> None:
    seen = await slack.person("U0REG").types("/foxo help me", channel="C0WARD")
    assert seen.text_shown() == "heard help me"


async def test_an_event_comes_through_the_link(slack: Slack, app: AsyncApp) -> None:
    await slack.person("U0REG").says("hello", channel="C0WARD")
    assert app.seen[0]["text"] == "hello"
    assert slack.events.sent[0].ok


async def test_a_late_acknowledgement_shows_an_error(slack: Slack, app: AsyncApp) -> None:
    wakes, answered = asyncio.Event(), asyncio.Event()

    async def sleepy(ack) -> None:
        await wakes.wait()
        await ack()
        answered.set()

    app.command("/slow")(sleepy)
    slack.world.app.commands |= {"/slow"}
    slack.courier.patience = 0.05
    seen = await slack.person("U0REG").types("/slow", channel="C0WARD")
    assert seen.warning == "/slow failed because the app did not respond"
    wakes.set()
    async with asyncio.timeout(5):
        await answered.wait()


async def test_the_client_comes_back_after_a_refresh(slack: Slack, app: AsyncApp) -> None:
    await slack.links.refresh()
    async with asyncio.timeout(5):
        while not slack.links.open:  # noqa: ASYNC110 - the link opens on the other side
            await asyncio.sleep(0.01)
    seen = await slack.person("U0REG").types("/foxo again", channel="C0WARD")
    assert seen.text_shown() == "heard again"


async def test_only_an_app_token_opens_a_link(slack: Slack, client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError) as caught:
        await client.apps_connections_open(app_token=slack.token("T0HOME"))
    assert caught.value.response["error"] == "not_allowed_token_type"
    with pytest.raises(SlackApiError) as caught:
        await client.apps_connections_open(app_token="xapp-wrong")
    assert caught.value.response["error"] == "invalid_auth"


async def test_a_link_opens_with_a_ticket_and_once(slack: Slack, client: AsyncWebClient) -> None:
    opened = await client.apps_connections_open(app_token=slack.world.app.app_token)
    url = opened["url"]
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as link:
        assert (await link.receive_json())["type"] == "hello"
        async with session.ws_connect(url) as again:
            assert (await again.receive()).type is aiohttp.WSMsgType.CLOSE
