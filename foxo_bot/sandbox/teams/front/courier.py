"""Carries activities to the app, signed, and brings back its answer."""

import json
import time
from dataclasses import dataclass, field

import aiohttp

from foxo_bot.sandbox.teams.front.signer import Signer
from foxo_bot.sandbox.wire import Json

PATIENCE_SECONDS = 15.0
INVOKE_PATIENCE_SECONDS = 5.0
"""Microsoft: 15 s for a bot, 5 s where a person waits before a dialog or a card."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `error` is empty for a 2xx in time."""

    status: int = 200
    text: str = ""
    error: str = ""
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether the app answered in time with a 2xx."""
        return not self.error

    def json(self) -> Json:
        """The body as an object; empty when it is none."""
        try:
            decoded = json.loads(self.text or "{}")
        except ValueError:
            return {}
        return decoded if isinstance(decoded, dict) else {}


@dataclass(frozen=True, slots=True)
class Delivery:
    """One activity that went out, and its answer."""

    activity: Json
    answer: Answer


@dataclass(slots=True)
class Courier:
    """Posts to `bot_url`; `sent` is everything so far, oldest first."""

    signer: Signer
    session: aiohttp.ClientSession
    bot_url: str = ""
    path: str = "/api/messages"
    patience: float = PATIENCE_SECONDS
    invoke_patience: float = INVOKE_PATIENCE_SECONDS
    sent: list[Delivery] = field(default_factory=list)

    async def carry(self, activity: Json) -> Answer:
        """Send one activity, genuinely signed."""
        header = self.signer.header(str(activity.get("serviceUrl", "")))
        return await self.post(json.dumps(activity).encode(), header, activity)

    async def carry_forged(self, activity: Json, how: str) -> Answer:
        """Send one activity with a token that is not Microsoft's for it."""
        header = self.signer.forged(how, str(activity.get("serviceUrl", "")))
        return await self.post(json.dumps(activity).encode(), header, activity)

    async def post(self, body: bytes, authorization: str, activity: Json | None = None) -> Answer:
        """One POST with any body and any token."""
        told = activity or {}
        answer = await self._post(body, authorization, invoke=told.get("type") == "invoke")
        self.sent.append(Delivery(told, answer))
        return answer

    async def _post(self, body: bytes, authorization: str, *, invoke: bool) -> Answer:
        headers = {
            "content-type": "application/json; charset=utf-8",
            "user-agent": "Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)",
        }
        if authorization:
            headers["authorization"] = authorization
        limit = aiohttp.ClientTimeout(total=self.invoke_patience if invoke else self.patience)
        started = time.monotonic()
        try:
            async with self.session.post(
                self.bot_url + self.path,
                data=body,
                headers=headers,
                timeout=limit,
                allow_redirects=False,
            ) as response:
                text = await response.text()
        except TimeoutError:
            return Answer(0, error="timeout", seconds=time.monotonic() - started)
        except aiohttp.ClientError:
            return Answer(0, error="connection_failed", seconds=time.monotonic() - started)
        error = "" if 200 <= response.status < 300 else f"http_{response.status}"
        return Answer(response.status, text, error, time.monotonic() - started)
