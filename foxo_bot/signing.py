"""Signed, expiring tokens for links, bound to person, subject and purpose. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeVar

from itsdangerous import BadSignature, URLSafeSerializer
from itsdangerous.encoding import base64_encode
from itsdangerous.serializer import Serializer

from foxo_bot.model import LinkInvalid

LINK_LIFE = timedelta(days=7)
TRAY_LIFE = timedelta(days=1)
"""No longer than files wait for their form to be sent."""
FILE_LIFE = timedelta(hours=1)
"""A link to a file stands in a window that somebody has just opened."""
SHIFTS_LIFE = timedelta(days=3650)
"""A calendar program asks for the same address for years; a new FOXO_SECRET_KEY ends it."""

ACKNOWLEDGE, UPLOAD, FILE, SHIFTS = "acknowledge", "upload", "file", "shifts"
"""What tokens are made for."""


class Grant(NamedTuple):
    """What a link lets its holder do: acknowledge one recipient as one person."""

    organisation_id: int
    recipient_id: int
    person_id: int


class TrayGrant(NamedTuple):
    """Put files into one tray as one person, who belongs to this organisation."""

    organisation_id: int
    person_id: int
    tray: str


class FileGrant(NamedTuple):
    """See one file of a case of this organisation as one person."""

    organisation_id: int
    attachment_id: int
    person_id: int


class ShiftsGrant(NamedTuple):
    """See when one person of this organisation is on duty."""

    organisation_id: int
    person_id: int


class _Serializer(URLSafeSerializer):
    """Signs without trying to compress: it would never make these few numbers shorter."""

    def dump_payload(self, obj: Any) -> bytes:
        return base64_encode(Serializer.dump_payload(self, obj))


G = TypeVar("G", Grant, TrayGrant, FileGrant, ShiftsGrant)


class Signer:
    """Makes and reads tokens. `purpose` separates kinds of link: one never opens another's door."""

    def __init__(self, secret: str) -> None:
        self._secret = secret
        self._serializers: dict[str, _Serializer] = {}

    def token(
        self,
        grant: Grant | TrayGrant | FileGrant | ShiftsGrant,
        *,
        purpose: str,
        now: datetime,
        life: timedelta = LINK_LIFE,
    ) -> str:
        content = [*grant, int((now + life).timestamp())]
        return str(self._serializer(purpose).dumps(content))

    def read(self, token: str, *, purpose: str, now: datetime) -> Grant:
        """The grant in a token; LinkInvalid where it was altered, expired or made for another."""
        return self.read_as(Grant, token, purpose=purpose, now=now)

    def read_as(self, kind: type[G], token: str, *, purpose: str, now: datetime) -> G:
        """The same for any kind of grant."""
        try:
            *content, expires = self._serializer(purpose).loads(token)
            grant = kind(*content)
        except (BadSignature, ValueError, TypeError):
            raise LinkInvalid from None
        if now.timestamp() > expires:
            raise LinkInvalid
        return grant

    def badge(self, purpose: str) -> str:
        """What only this installation can make: it stands in an address that a machine is told."""
        return str(self._serializer(purpose).dumps(purpose))

    def _serializer(self, purpose: str) -> _Serializer:
        if purpose not in self._serializers:
            key = _Serializer(self._secret, salt=f"foxo-bot {purpose}")
            self._serializers[purpose] = key
        return self._serializers[purpose]


@dataclass(frozen=True, slots=True)
class Links:
    """Makes the addresses that are given to people. `base` is FOXO_PUBLIC_URL."""

    base: str
    signer: Signer

    def acknowledge(self, grant: Grant, now: datetime) -> str:
        return f"{self.base}/ack/{self.signer.token(grant, purpose=ACKNOWLEDGE, now=now)}"

    def upload(self, grant: TrayGrant, now: datetime) -> str:
        token = self.signer.token(grant, purpose=UPLOAD, now=now, life=TRAY_LIFE)
        return f"{self.base}/upload/{token}"

    def file(self, grant: FileGrant, now: datetime) -> str:
        token = self.signer.token(grant, purpose=FILE, now=now, life=FILE_LIFE)
        return f"{self.base}/file/{token}"

    def shifts(self, grant: ShiftsGrant, now: datetime) -> str:
        token = self.signer.token(grant, purpose=SHIFTS, now=now, life=SHIFTS_LIFE)
        return f"{self.base}/shifts/{token}.ics"
