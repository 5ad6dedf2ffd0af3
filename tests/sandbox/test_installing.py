"""A second workspace adds the app, judged by bolt's own OAuth flow."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fastapi import FastAPI, Request, Response
from slack_bolt.adapter.fastapi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import FileInstallationStore
from slack_sdk.oauth.state_store import FileOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from foxo_bot.sandbox.serving import Served
from foxo_bot.sandbox.slack.api.apps import allow
from foxo_bot.sandbox.slack.manifest import app_from_manifest, standard_app
from foxo_bot.sandbox.slack.server import Slack
from tests.transports.slack.manifest import manifest as shipped
from tests.transports.slack.stand import CLINIC

# slack_sdk 3.47 still uses the aiohttp arguments that aiohttp 3.14 deprecates.
pytestmark = pytest.mark.filterwarnings(
    "ignore:BasicAuth is deprecated", "ignore:The 'auth' parameter is deprecated"
)


@pytest.fixture
async def store(slack: Slack, tmp_path: Path) -> AsyncIterator[FileInstallationStore]:
    """Bolt's OAuth endpoints, and where it keeps what it is given."""
    store = FileInstallationStore(base_dir=str(tmp_path / "installs"))
    known = slack.world.app
    settings = AsyncOAuthSettings(
        client_id=known.client_id,
        client_secret=known.client_secret,
        scopes=["chat:write", "commands"],
        installation_store=store,
        state_store=FileOAuthStateStore(expiration_seconds=60, base_dir=str(tmp_path / "states")),
    )
    client = AsyncWebClient(base_url=slack.api_url)
    app = AsyncApp(
        signing_secret=known.signing_secret,
        client=client,
        oauth_flow=AsyncOAuthFlow(client=client, settings=settings),
    )
    web, handler = FastAPI(), AsyncSlackRequestHandler(app)

    @web.get("/slack/{page}")
    async def page(request: Request) -> Response:
        return await handler.handle(request)

    served = Served(web)
    await served.start()
    slack.bot_url = served.url
    yield store
    await served.stop()


async def test_a_workspace_adds_the_app_and_its_token_works(
    slack: Slack, store: FileInstallationStore
) -> None:
    installed = await slack.admin.installs("U0GP")
    assert installed.status == 200
    kept = store.find_bot(enterprise_id=None, team_id=CLINIC)
    assert kept.bot_token == slack.token(CLINIC)
    answer = await AsyncWebClient(kept.bot_token, base_url=slack.api_url).auth_test()
    assert answer["team_id"] == CLINIC
    assert answer["user_id"] == kept.bot_user_id


async def test_whoever_cancels_installs_nothing(slack: Slack, store: FileInstallationStore) -> None:
    await slack.admin.installs("U0GP", allows=False)
    assert slack.world.install_of(CLINIC) is None


async def test_a_code_is_exchanged_once_and_only_by_the_app(slack: Slack) -> None:
    code = allow(
        slack.world,
        team_id=CLINIC,
        user_id="U0GP",
        scopes=frozenset({"chat:write"}),
        redirect_uri="",
    )
    client, known = AsyncWebClient(base_url=slack.api_url), slack.world.app

    async def exchange(secret: str) -> str:
        try:
            answer = await client.oauth_v2_access(
                client_id=known.client_id, client_secret=secret, code=code
            )
        except SlackApiError as error:
            return error.response["error"]
        return answer["scope"]

    assert await exchange("wrong") == "bad_client_secret"
    assert await exchange(known.client_secret) == "chat:write"
    assert await exchange(known.client_secret) == "code_already_used"


def manifest(**bot: list[str]) -> dict:
    return {
        "display_information": {"name": "Foxo"},
        "features": {"slash_commands": [{"command": "/foxo", "should_escape": True}]},
        "oauth_config": {"scopes": {"bot": bot["scopes"]}},
        "settings": {"event_subscriptions": {"bot_events": bot["events"]}},
    }


def test_the_app_can_do_no_more_than_its_manifest_says() -> None:
    app = app_from_manifest(manifest(scopes=["im:history"], events=["message.im"]))
    assert app.commands == {"/foxo"}
    assert app.global_shortcuts == frozenset()
    assert app.messages_tab is False


def test_the_demo_and_the_stories_play_the_app_of_the_shipped_manifest() -> None:
    assert standard_app() == app_from_manifest(shipped())


def test_a_manifest_whose_events_lack_their_scope_is_refused() -> None:
    with pytest.raises(ValueError, match="channels:history"):
        app_from_manifest(manifest(scopes=["im:history"], events=["message.channels"]))
    with pytest.raises(ValueError, match="no_such_event"):
        app_from_manifest(manifest(scopes=[], events=["no_such_event"]))
