"""Signed, expiring tokens for links, bound to person, case and purpose. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from itsdangerous import BadSignature, URLSafeSerializer

from foxo_bot.model import LinkInvalid

LINK_LIFE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Grant:
    """What a link lets its holder do: acknowledge one recipient as one person."""

    organisation_id: int
    recipient_id: int
    person_id: int


class Signer:
    """Makes and reads tokens. `purpose` separates kinds of link: one never opens another's door."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def token(self, grant: Grant, *, purpose: str, now: datetime) -> str:
        expires = int((now + LINK_LIFE).timestamp())
        content = [grant.organisation_id, grant.recipient_id, grant.person_id, expires]
        return str(self._serializer(purpose).dumps(content))

    def read(self, token: str, *, purpose: str, now: datetime) -> Grant:
        """The grant in a token; LinkInvalid where it was altered, expired or made for another."""
        try:
            organisation, recipient, person, expires = self._serializer(purpose).loads(token)
        except (BadSignature, ValueError, TypeError):
            raise LinkInvalid from None
        if now.timestamp() > expires:
            raise LinkInvalid
        return Grant(organisation, recipient, person)

    def _serializer(self, purpose: str) -> URLSafeSerializer:
        return URLSafeSerializer(self._secret, salt=f"foxo-bot {purpose}")
