"""Whether an activity is Microsoft's: its token checked by claim, key and endorsement.

Rules: learn.microsoft.com, Bot Connector authentication, "connector to bot".
"""

import base64
import json
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

import jwt
from botframework.connector.auth import (
    AuthenticationConstants,
    ChannelValidation,
    ClaimsIdentity,
    EndorsementsValidator,
    SimpleCredentialProvider,
)

from foxo_bot.edges.payload import text
from foxo_bot.transports.teams.keys import Key, Keys

log = logging.getLogger(__name__)

ISSUER = AuthenticationConstants.TO_BOT_FROM_CHANNEL_TOKEN_ISSUER
ALGORITHMS = AuthenticationConstants.ALLOWED_SIGNING_ALGORITHMS
SKEW = ChannelValidation.TO_BOT_FROM_CHANNEL_TOKEN_VALIDATION_PARAMETERS.clock_tolerance
"""Seconds that Microsoft's clock and ours may differ."""


class Forged(Exception):
    """Not a token of Microsoft's for this bot and this activity; `str` is a code for the log."""


class Admission(Protocol):
    """Tells genuine activities from forged ones."""

    async def admit(self, authorization: str, channel: str, service_url: str) -> ClaimsIdentity:
        """Who vouches for an activity; raises Forged, or NoKeys where that cannot be told."""
        ...


class Anybody:
    """Anonymous mode, which the settings allow on a loopback address only."""

    async def admit(self, *_: str) -> ClaimsIdentity:
        return ClaimsIdentity({}, True)


class Microsoft:
    """Only what the Bot Connector signed for this bot."""

    def __init__(self, app: str, keys: Keys, clock: Callable[[], datetime]) -> None:
        self._app = app
        self._credentials = SimpleCredentialProvider(app, "")
        self._keys = keys
        self._clock = clock

    async def admit(self, authorization: str, channel: str, service_url: str) -> ClaimsIdentity:
        scheme, _, token = authorization.partition(" ")
        if scheme != "Bearer" or not token:
            raise Forged("no_token")
        try:
            key = await self._key(token, channel)
            claims = jwt.decode(
                token,
                key.public,  # type: ignore[arg-type]  # an RSA public key, as from_jwk made it
                algorithms=ALGORITHMS,
                audience=self._app,
                issuer=ISSUER,
                options={
                    "require": ["exp", "iss", "aud"],
                    "verify_exp": False,  # against our own clock, below
                    "verify_nbf": False,
                    "verify_iat": False,
                },
            )
        except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as error:
            raise Forged(type(error).__name__) from None
        self._check_time(claims)
        if _bare(claims.get(ChannelValidation.SERVICE_URL_CLAIM)) != _bare(service_url):
            raise Forged("service_url")
        try:
            identity = ClaimsIdentity(claims, True)
            return await ChannelValidation.validate_identity(identity, self._credentials)
        except PermissionError:
            raise Forged("identity") from None

    async def _key(self, token: str, channel: str) -> Key:
        kid = _kid(token)
        key = await self._keys.find(kid) if kid else None
        if key is None:
            raise Forged("unknown_key")
        if not channel or not EndorsementsValidator.validate(channel, list(key.endorsements)):
            raise Forged("not_endorsed")
        return key

    def _check_time(self, claims: dict[str, Any]) -> None:
        now = self._clock().timestamp()
        ends, begins = claims.get("exp"), claims.get("nbf", 0)
        if not isinstance(ends, int | float) or not isinstance(begins, int | float):
            raise Forged("time")
        if now > ends + SKEW:
            raise Forged("expired")
        if now < begins - SKEW:
            raise Forged("not_yet_valid")


def _kid(token: str) -> str:
    """Which key a token names; PyJWT would read the whole token for it, which it does once more."""
    header = token.partition(".")[0]
    told = json.loads(base64.urlsafe_b64decode(header + "=" * (-len(header) % 4)))
    return text(told, "kid") if isinstance(told, dict) else ""


def _bare(url: object) -> str:
    return url.rstrip("/") if isinstance(url, str) and url else "none"
