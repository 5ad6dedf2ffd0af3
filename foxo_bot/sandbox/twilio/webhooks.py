"""What Twilio posts to the app: delivery receipts and incoming texts, signed."""

import base64
import hashlib
import hmac
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp

from foxo_bot.sandbox.twilio.world import Alert, Sms, World

PATIENCE_SECONDS = 15.0
SMS_PATH = "/twilio/sms"


def sign(auth_token: str, url: str, params: dict[str, str]) -> str:
    """X-Twilio-Signature: HMAC-SHA1 over the URL and the sorted parameters."""
    text = url + "".join(name + params[name] for name in sorted(params))
    digest = hmac.new(auth_token.encode(), text.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


@dataclass(slots=True)
class Webhooks:
    """Posts to the app: signs for `public_url`, but dials `bot_url`, as behind a proxy."""

    world: World
    session: aiohttp.ClientSession
    bot_url: str = ""
    public_url: str = ""

    async def status(self, sms: Sms, status: str) -> int:
        """One delivery receipt; answers the app's HTTP status, 0 when there was none."""
        sms.told.append(status)
        if not sms.callback:
            return 0
        params = {
            "AccountSid": self.world.account_sid,
            "ApiVersion": "2010-04-01",
            "From": sms.from_number,
            "MessageSid": sms.sid,
            "MessageStatus": status,
            "SmsSid": sms.sid,
            "SmsStatus": status,
            "To": sms.to_number,
        }
        if sms.error_code and status in {"undelivered", "failed"}:
            params["ErrorCode"] = str(sms.error_code)
        code, _, _ = await self._post(sms.callback, params)
        return code

    async def incoming(self, sms: Sms) -> list[str]:
        """An incoming text; answers the texts of the app's TwiML."""
        params = {
            "AccountSid": self.world.account_sid,
            "ApiVersion": "2010-04-01",
            "Body": sms.body,
            "From": sms.from_number,
            "FromCountry": "AU",
            "MessageSid": sms.sid,
            "NumMedia": "0",
            "NumSegments": str(sms.segments),
            "SmsMessageSid": sms.sid,
            "SmsSid": sms.sid,
            "SmsStatus": "received",
            "To": sms.to_number,
            "ToCountry": "AU",
        }
        base = (self.public_url or self.bot_url).rstrip("/")
        code, kind, text = await self._post(base + SMS_PATH, params)
        if not 200 <= code < 300:
            return []
        return self._said(kind, text)

    def _said(self, kind: str, text: str) -> list[str]:
        """The texts in an answer: TwiML's Message elements, or a text/plain body."""
        if not text.strip():
            return []
        if kind.startswith("text/plain"):
            return [text]
        if not kind.startswith(("text/xml", "application/xml")):
            self.world.alerts.append(Alert(12300, f"invalid content-type {kind}"))
            return []
        try:
            root = ET.fromstring(text)  # noqa: S314 - the app under test is trusted
        except ET.ParseError as error:
            self.world.alerts.append(Alert(12100, str(error)))
            return []
        return ["".join(message.itertext()).strip() for message in root.iter("Message")]

    async def _post(self, url: str, params: dict[str, str]) -> tuple[int, str, str]:
        """Answers status, content type and body."""
        signature = sign(self.world.auth_token, url, params)
        try:
            async with self.session.post(
                self._dialled(url),
                data=params,
                headers={"X-Twilio-Signature": signature, "User-Agent": "TwilioProxy/1.1"},
                timeout=aiohttp.ClientTimeout(total=PATIENCE_SECONDS),
            ) as response:
                text = await response.text()
        except (TimeoutError, aiohttp.ClientError) as error:
            self.world.alerts.append(Alert(11205, f"{url}: {type(error).__name__}"))
            return 0, "", ""
        if not 200 <= response.status < 300:
            self.world.alerts.append(Alert(11200, f"{url}: {response.status}"))
        return response.status, response.content_type, text

    def _dialled(self, url: str) -> str:
        if not self.bot_url:
            return url
        parts = urlsplit(url)
        return self.bot_url.rstrip("/") + parts.path + (f"?{parts.query}" if parts.query else "")
