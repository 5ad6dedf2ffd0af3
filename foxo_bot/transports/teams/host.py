"""The bot as botbuilder sees it: its turn around our listeners, with our own checks and calls.

This is all that is left of the SDK's adapter (docs/adr/0012): the activity that it passes on is a
stub, because its models lose fields, and everything else reads the raw one.
"""

from typing import Protocol

from botbuilder.core import CloudAdapterBase, TurnContext
from botbuilder.schema import Activity, ConversationAccount
from botframework.connector.auth import (
    AuthenticateRequestResult,
    BotFrameworkAuthentication,
    ClaimsIdentity,
)
from botframework.connector.auth.connector_factory import ConnectorFactory

from foxo_bot.edges.payload import Json, text
from foxo_bot.transports.teams.admission import Admission
from foxo_bot.transports.teams.connector import Connector
from foxo_bot.transports.teams.surfaces.base import ACCEPTED, Answer


class Untrusted(Exception):
    """The activity is genuine but names a service URL that is never called."""


class Taking(Protocol):
    """What is behind the host."""

    async def take(self, body: Json) -> Answer:
        """The answer to a genuine activity."""
        ...


class Host(CloudAdapterBase):  # type: ignore[misc]  # the SDK has no types
    """Takes activities in."""

    def __init__(self, admission: Admission, connector: Connector, listeners: Taking) -> None:
        super().__init__(Authentication(admission, connector))
        self._listeners = listeners

    async def handle(self, authorization: str, body: Json) -> Answer:
        """The answer; raises Forged, NoKeys or Untrusted, and then nothing has happened."""
        answers: list[Answer] = []

        async def turn(context: TurnContext) -> None:  # noqa: ARG001 - the raw activity is read
            answers.append(await self._listeners.take(body))

        await self.process_activity(authorization, _stub(body), turn)
        return answers[0] if answers else ACCEPTED


def _stub(body: Json) -> Activity:
    return Activity(
        type=text(body, "type"),
        id=text(body, "id"),
        channel_id=text(body, "channelId"),
        service_url=text(body, "serviceUrl"),
        conversation=ConversationAccount(id=text(body, "conversation", "id")),
    )


class Authentication(BotFrameworkAuthentication):  # type: ignore[misc]  # as above
    """The check of a request, called by the SDK before a turn begins."""

    def __init__(self, admission: Admission, connector: Connector) -> None:
        self._admission = admission
        self._connector = connector

    async def authenticate_request(
        self, activity: Activity, auth_header: str
    ) -> AuthenticateRequestResult:
        """Who vouches for the activity, and the way to answer it."""
        url = activity.service_url
        result = AuthenticateRequestResult()
        result.claims_identity = await self._admission.admit(auth_header, activity.channel_id, url)
        if not self._connector.trust.trusts(url):
            raise Untrusted
        result.connector_factory = self.create_connector_factory(result.claims_identity)
        return result

    async def authenticate_streaming_request(self, *_: str) -> AuthenticateRequestResult:
        """Teams does not stream to bots."""
        raise PermissionError

    def create_connector_factory(self, _: ClaimsIdentity) -> ConnectorFactory:
        """What gives the SDK our connector, which it wants to see."""
        return _Ours(self._connector)

    async def create_user_token_client(self, _: ClaimsIdentity) -> None:
        """Nobody signs in by the bot: Microsoft says who they are."""


class _Ours(ConnectorFactory):  # type: ignore[misc]  # as above
    def __init__(self, connector: Connector) -> None:
        self._connector = connector

    async def create(self, *_: str) -> Connector:
        return self._connector
