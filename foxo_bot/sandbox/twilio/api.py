"""Twilio's REST API for messages, checked as strictly as Twilio checks it."""

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import urlsplit

from foxo_bot.sandbox.clock import Clock
from foxo_bot.sandbox.twilio.errors import TwilioError
from foxo_bot.sandbox.twilio.world import Sms, World
from foxo_bot.sandbox.wire import Json

MOST_CHARACTERS = 1600
USUALLY_LISTED, MOST_LISTED = 50, 1000
_E164 = re.compile(r"\+[1-9]\d{7,14}")


@dataclass(frozen=True, slots=True)
class Api:
    """The account's messages; raises TwilioError."""

    world: World
    clock: Clock

    def check(self, account_sid: str, authorization: str) -> None:
        """Basic authentication with account SID and auth token."""
        kind, _, encoded = authorization.partition(" ")
        try:
            given = base64.b64decode(encoded).decode()
        except (binascii.Error, UnicodeDecodeError):
            given = ""
        expected = f"{self.world.account_sid}:{self.world.auth_token}"
        if kind.lower() != "basic" or given != expected:
            raise TwilioError(20003)
        if account_sid != self.world.account_sid:
            raise TwilioError(20404)

    def send(self, form: Json) -> Sms:
        """Accept a message; it is at the phone at once, unless the phone cannot be reached."""
        sms = self._checked(form)
        self.world.messages[sms.sid] = sms
        handset = self.world.handset(sms.to_number)
        if handset.failure is None:
            handset.inbox.append(sms)
        return sms

    def _checked(self, form: Json) -> Sms:
        to_number, from_number = form.get("To") or "", form.get("From") or ""
        body, callback = form.get("Body") or "", form.get("StatusCallback") or ""
        rules = [
            (21604, not to_number),
            (21603, not from_number),
            (21602, not body),
            (21211, not _E164.fullmatch(to_number)),
            (21212, not _E164.fullmatch(from_number)),
            (21606, from_number not in self.world.numbers),
            (21266, to_number == from_number),
            (21617, len(body) > MOST_CHARACTERS),
            (21609, bool(callback) and not urlsplit(callback).hostname),
            (21610, from_number in self.world.handset(to_number).stopped),
        ]
        for code, broken in rules:
            if broken:
                raise TwilioError(code)
        sid = self.world.mint()
        return Sms(sid, from_number, to_number, body, self.clock.now(), callback=callback)

    def find(self, sid: str) -> Sms:
        """One message."""
        if sid not in self.world.messages:
            raise TwilioError(20404)
        return self.world.messages[sid]

    def listed(self, query: Json) -> Json:
        """A page of messages, newest first, by To, From and DateSent>, which knows no hours.

        What has not been sent yet has no such date, and is not among those asked for by it.
        """
        since, size = str(query.get("DateSent>") or "")[:10], _size(query.get("PageSize"))
        found = [
            message_json(self.world, sms)
            for sms in reversed(self.world.messages.values())
            if query.get("To") in {None, sms.to_number}
            and query.get("From") in {None, sms.from_number}
            and (not since or (sms.status != "queued" and f"{sms.at:%Y-%m-%d}" >= since))
        ]
        more = f"/2010-04-01/Accounts/{self.world.account_sid}/Messages.json?Page=1"
        return {
            "messages": found[:size],
            "page": 0,
            "page_size": size,
            "next_page_uri": more if len(found) > size else None,
        }

    def account(self) -> Json:
        """The account, as a check of credentials reads it."""
        return {
            "sid": self.world.account_sid,
            "friendly_name": "Sandbox",
            "status": "active",
            "type": "Full",
            "uri": f"/2010-04-01/Accounts/{self.world.account_sid}.json",
        }


def _size(asked: object) -> int:
    text = str(asked or "")
    return min(max(int(text), 1), MOST_LISTED) if text.isdecimal() else USUALLY_LISTED


def message_json(world: World, sms: Sms) -> Json:
    """A message resource."""
    root = f"/2010-04-01/Accounts/{world.account_sid}/Messages/{sms.sid}"
    return {
        "sid": sms.sid,
        "account_sid": world.account_sid,
        "api_version": "2010-04-01",
        "body": sms.body,
        "date_created": _date(sms.at),
        "date_updated": _date(sms.at),
        "date_sent": _date(sms.at) if sms.status != "queued" else None,
        "direction": sms.direction,
        "error_code": sms.error_code,
        "error_message": f"Error {sms.error_code}" if sms.error_code else None,
        "from": sms.from_number,
        "to": sms.to_number,
        "messaging_service_sid": None,
        "num_media": "0",
        "num_segments": str(sms.segments),
        "price": None,
        "price_unit": "USD",
        "status": sms.status,
        "subresource_uris": {"media": f"{root}/Media.json"},
        "uri": f"{root}.json",
    }


def _date(at: datetime) -> str:
    return format_datetime(at)
