"""SMS through any gateway that Apprise knows, named by SMS_URL: sending, and nothing comes back."""

import asyncio
import logging
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import quote

from apprise import Apprise, AppriseAsset, NotifyBase, PersistentStoreMode

from foxo_bot.delivery.transport import Parcel, Sent, TryLater, Undeliverable
from foxo_bot.settings import Settings, SettingsError

TOTAL = 20.0
"""Seconds that one SMS may take; Apprise itself waits 4 for the connection and 4 for an answer."""

HANDS = 8
TO = "{to}"
_ADVICE = (
    "SMS_URL: use the URL that Apprise documents for your SMS gateway, with {to} where the number "
    "goes, such as clicksend://user:key@{to}"
)
_EXAMPLES = ("+61491570156", "+61491570157")

_STANDING = {
    "gateway_auth": "The SMS gateway refuses the credentials in SMS_URL.",
    "unreachable": "The SMS gateway cannot be reached.",
}
_log = logging.getLogger("apprise")
_STATUS = re.compile(r"error=(\d{3})\b")


class GatewayTransport:
    """The way to reach people by SMS where nobody can answer: the text carries the link alone."""

    name = "sms"
    hears = False

    def __init__(self, settings: Settings) -> None:
        check_url(settings.sms_url)
        self._url = settings.sms_url
        self._hands = ThreadPoolExecutor(HANDS, thread_name_prefix="sms-gateway")
        self._trouble: str | None = None

    async def send(self, parcel: Parcel) -> Sent:
        """Hand one SMS over; raises TryLater or Undeliverable.

        A gateway cannot be asked what it took, so an SMS whose answer was lost may come twice.
        """
        if not isinstance(parcel.body, str):
            raise TypeError("an SMS carries plain text")
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(TOTAL):
                await loop.run_in_executor(self._hands, _hand_over, self._url, parcel)
        except TimeoutError:
            raise TryLater("timeout", uncertain=True) from None
        except TryLater as failed:
            self._trouble = _STANDING.get(failed.reason, self._trouble)
            raise
        self._trouble = None
        return Sent(f"gateway:{parcel.reference}")

    def health(self) -> str | None:
        """What stands in the way of every SMS at the moment, None if nothing is known to."""
        return self._trouble

    async def close(self) -> None:
        """What hangs in a gateway is not waited for."""
        self._hands.shutdown(wait=False, cancel_futures=True)


def check_url(url: str) -> str:
    """The gateway's name; SettingsError where the URL leads to no single mobile number."""
    there = [_gateway(url, number) for number in _EXAMPLES]
    for gateway, number in zip(there, _EXAMPLES, strict=True):
        if gateway is None or "target_phone" not in gateway.template_tokens:
            raise SettingsError(_ADVICE)
        if len(gateway) != 1 or number[1:] not in gateway.url():  # type: ignore[no-untyped-call]
            raise SettingsError(f"{_ADVICE}. As it is, it does not lead to one number alone")
    name = str(there[0].service_name if there[0] else "")
    if name == "Twilio":
        raise SettingsError("SMS_URL: for Twilio set TWILIO_ACCOUNT_SID and its companions instead")
    return name


def _hand_over(url: str, parcel: Parcel) -> None:
    """Runs in a thread: Apprise blocks. It answers yes or no, and says why only in its log."""
    with _overheard() as said:
        gateway = _gateway(url, parcel.address)
        taken = gateway is not None and gateway.notify(body=str(parcel.body))
    if not taken:
        raise _meaning(" ".join(said))


def _gateway(url: str, number: str) -> NotifyBase | None:
    """The gateway, aimed at one number."""
    aimed = url.replace(TO, quote(number, safe="")) if TO in url else f"{url}/{quote(number)}"
    asset = AppriseAsset(
        app_id="Foxo Bot", storage_mode=PersistentStoreMode.MEMORY, plugin_paths=[]
    )
    with _overheard():
        made = Apprise.instantiate(aimed, asset=asset)
    return made if isinstance(made, NotifyBase) else None


def _meaning(said: str) -> TryLater | Undeliverable:
    """What Apprise wrote of a failure: the status that the gateway answered, or that none came."""
    if "onnection error" in said:
        return TryLater("unreachable", uncertain=True)
    status = _STATUS.search(said)
    code = int(status.group(1)) if status else 0
    if code in {401, 403}:
        return TryLater("gateway_auth")
    if code == 429:
        return TryLater("rate_limited")
    if code >= 500:
        return TryLater(f"http_{code}", uncertain=code != 503)
    return Undeliverable(f"http_{code}" if code else "refused", "The SMS gateway refused the SMS.")


class _Listening(logging.Handler):
    """Keeps what is logged in this thread. It names numbers, so it goes nowhere else."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread:
            self.said.append(record.getMessage())


@contextmanager
def _overheard() -> Iterator[list[str]]:
    handler = _Listening()
    _log.propagate = False
    _log.addHandler(handler)
    try:
        yield handler.said
    finally:
        _log.removeHandler(handler)
