"""Carries payloads to the app: signed over HTTP, or through a Socket Mode link when one is open."""

import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

import aiohttp

from foxo_bot.sandbox.clock import wall_seconds
from foxo_bot.sandbox.slack.front.links import Links
from foxo_bot.sandbox.slack.nouns import App
from foxo_bot.sandbox.wire import Json

PATIENCE_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `error` is empty for a 2xx in time, else one of Slack's retry reasons."""

    status: int = 200
    text: str = ""
    error: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether the app answered in time with a 2xx."""
        return not self.error

    @property
    def is_json(self) -> bool:
        """Whether the body says that it is JSON; an acknowledgement over a link always is."""
        kind = {name.lower(): value for name, value in self.headers.items()}.get("content-type")
        return not self.headers or (kind or "").partition(";")[0].strip() == "application/json"

    def json(self) -> Json:
        """The body as an object; empty when it is none, or does not say that it is JSON."""
        if not self.is_json:
            return {}
        try:
            decoded = json.loads(self.text or "{}")
        except ValueError:
            return {}
        return decoded if isinstance(decoded, dict) else {}


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Slack's request signature, version 0."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


@dataclass(slots=True)
class Courier:
    """Sends and waits `patience` seconds; `bot_url` is the app's base address."""

    app: App
    session: aiohttp.ClientSession
    links: Links
    bot_url: str = ""
    path: str = "/slack/events"
    patience: float = PATIENCE_SECONDS

    async def command(self, fields: dict[str, str]) -> Answer:
        """A slash command."""
        if self.links.open:
            return await self._through_link("slash_commands", fields)
        return await self._form(fields)

    async def interaction(self, payload: Json) -> Answer:
        """A press, a submission, a request for options, a shortcut."""
        if self.links.open:
            return await self._through_link("interactive", payload)
        return await self._form({"payload": json.dumps(payload)})

    async def event(self, body: Json, *, attempt: int = 0, reason: str = "") -> Answer:
        """An event; `attempt` counts Slack's retries from 1."""
        if self.links.open:
            return await self._through_link("events_api", body, attempt, reason)
        retry = {"x-slack-retry-num": str(attempt), "x-slack-retry-reason": reason}
        sent = json.dumps(body).encode()
        return await self.post(sent, "application/json", retry if attempt else {})

    async def ssl_check(self) -> Answer:
        """The form that Slack sends from time to time to check the certificate."""
        return await self._form({"ssl_check": "1", "token": "sandbox"})

    async def url_verification(self, challenge: str = "sandbox-challenge") -> bool:
        """Whether the app echoes the challenge, as Slack asks when an address is set."""
        body = {"type": "url_verification", "challenge": challenge, "token": "sandbox"}
        answer = await self.post(json.dumps(body).encode(), "application/json")
        return answer.ok and challenge in answer.text

    async def _form(self, fields: dict[str, str]) -> Answer:
        return await self.post(urlencode(fields).encode(), "application/x-www-form-urlencoded")

    async def post(
        self, body: bytes, content_type: str, headers: dict[str, str] | None = None
    ) -> Answer:
        """One signed POST; `headers` may override any, to send what Slack would not."""
        timestamp = str(int(wall_seconds()))
        sent = {
            "content-type": content_type,
            "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "x-slack-request-timestamp": timestamp,
            "x-slack-signature": sign(self.app.signing_secret, timestamp, body),
        }
        started = time.monotonic()
        try:
            async with self.session.post(
                self.bot_url + self.path,
                data=body,
                headers=sent | (headers or {}),
                timeout=aiohttp.ClientTimeout(total=self.patience),
                allow_redirects=False,
            ) as response:
                text = await response.text()
        except TimeoutError:
            return Answer(0, error="http_timeout", seconds=time.monotonic() - started)
        except aiohttp.ClientError:
            return Answer(0, error="connection_failed", seconds=time.monotonic() - started)
        error = "" if 200 <= response.status < 300 else "http_error"
        took = time.monotonic() - started
        return Answer(response.status, text, error, dict(response.headers), took)

    async def _through_link(
        self, kind: str, payload: Json, attempt: int = 0, reason: str = ""
    ) -> Answer:
        started = time.monotonic()
        acknowledged = await self.links.send(
            kind, payload, patience=self.patience, attempt=attempt, reason=reason
        )
        took = time.monotonic() - started
        if acknowledged is None:
            return Answer(0, error="http_timeout", seconds=took)
        text = json.dumps(acknowledged) if acknowledged else ""
        return Answer(text=text, seconds=took)
