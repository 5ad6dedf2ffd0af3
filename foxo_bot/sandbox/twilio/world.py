"""What exists in the sandbox's Twilio: one account, its numbers, text messages and phones."""

import itertools
from dataclasses import dataclass, field
from datetime import datetime

GSM = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_DOUBLE = "^{}\\[~]|€\f"


@dataclass(slots=True)
class Sms:
    """One text message, out to a phone or in from it."""

    sid: str
    from_number: str
    to_number: str
    body: str
    at: datetime
    direction: str = "outbound-api"
    status: str = "queued"
    error_code: int | None = None
    callback: str = ""
    told: list[str] = field(default_factory=list)

    @property
    def segments(self) -> int:
        """How many texts it costs: 160 or 153 GSM-7 characters each, 70 or 67 of UCS-2."""
        if all(character in GSM + GSM_DOUBLE for character in self.body):
            length = sum(2 if character in GSM_DOUBLE else 1 for character in self.body)
            alone, each = 160, 153
        else:
            length = len(self.body.encode("utf-16-be")) // 2
            alone, each = 70, 67
        return 1 if length <= alone else -(-length // each)


@dataclass(slots=True)
class Handset:
    """A phone: what arrived, whom it told to stop, and the error its texts end with, if any."""

    number: str
    inbox: list[Sms] = field(default_factory=list)
    stopped: set[str] = field(default_factory=set)
    failure: int | None = None
    failure_status: str = "undelivered"


@dataclass(frozen=True, slots=True)
class Alert:
    """What Twilio's debugger shows about the app's webhooks."""

    code: int
    detail: str


@dataclass(slots=True)
class World:
    """All of it; plain values for a page or a test to read."""

    account_sid: str = "AC" + "0" * 32
    auth_token: str = "sandbox-auth-token"  # noqa: S105 - of the stand-in
    numbers: list[str] = field(default_factory=lambda: ["+61480000000"])
    messages: dict[str, Sms] = field(default_factory=dict)
    handsets: dict[str, Handset] = field(default_factory=dict)
    alerts: list[Alert] = field(default_factory=list)
    _count: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def handset(self, number: str) -> Handset:
        """The phone with this number, made when first asked for."""
        return self.handsets.setdefault(number, Handset(number))

    def mint(self) -> str:
        """A fresh message SID."""
        return f"SM{next(self._count):032x}"
