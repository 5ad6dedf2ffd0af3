"""What `foxo-bot bench teams` compares with: a bot of botbuilder as its documentation makes one.

Nothing of it is tuned, and it does nothing. Run as a process of its own, with the program's
settings in its environment: python -m foxo_bot.bench.stock
"""

import json

import uvicorn
from botbuilder.core import CloudAdapterBase, TurnContext
from botbuilder.schema import Activity
from botframework.connector import HttpClientFactory
from botframework.connector.auth import (
    AuthenticationConfiguration,
    BotFrameworkAuthenticationFactory,
    PasswordServiceClientCredentialFactory,
)
from starlette.types import ASGIApp, Receive, Scope, Send

from foxo_bot import settings as setting
from foxo_bot.settings import Settings
from foxo_bot.transports.teams.admission import ISSUER
from foxo_bot.transports.teams.tokens import SCOPE

_PLAIN = [(b"content-type", b"text/plain"), (b"content-length", b"0")]


class Bot(CloudAdapterBase):  # type: ignore[misc]  # the SDK has no types
    """Its stock adapter, which is abstract only in what serves HTTP."""


def app(settings: Settings) -> ASGIApp:
    """The bot, served as leanly as can be."""
    authentication = BotFrameworkAuthenticationFactory.create(
        channel_service="",
        validate_authority=True,
        to_channel_from_bot_login_url=f"{settings.teams_login_url}/{settings.teams_tenant_id}",
        to_channel_from_bot_oauth_scope=SCOPE,
        to_bot_from_channel_token_issuer=ISSUER,
        oauth_url="https://token.botframework.com",
        to_bot_from_channel_open_id_metadata_url=settings.teams_openid_url,
        to_bot_from_emulator_open_id_metadata_url=settings.teams_openid_url,
        caller_id=None,
        credential_factory=PasswordServiceClientCredentialFactory(
            settings.teams_app_id, settings.teams_app_password, settings.teams_tenant_id
        ),
        auth_configuration=AuthenticationConfiguration(),
        http_client_factory=HttpClientFactory(),
    )
    bot = Bot(authentication)

    async def nothing(_: TurnContext) -> None:
        """A trivial activity has no effect."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        status = 200
        if body:
            activity = Activity().deserialize(json.loads(body))
            header = dict(scope["headers"]).get(b"authorization", b"").decode()
            try:
                await bot.process_activity(header, activity, nothing)
            except PermissionError:
                status = 401
        await send({"type": "http.response.start", "status": status, "headers": _PLAIN})
        await send({"type": "http.response.body", "body": b""})

    return answer


if __name__ == "__main__":
    chosen = setting.load()
    uvicorn.run(
        app(chosen),
        port=chosen.foxo_port,
        lifespan="off",
        access_log=False,
        log_level="error",
        server_header=False,
    )
