"""Signing keys as Microsoft publishes them, with rotation, and the tokens made with them."""

import base64
import hashlib
from dataclasses import dataclass, field
from functools import cache

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from foxo_bot.sandbox.wire import Json

TEAMS = ("msteams",)


@dataclass(frozen=True, slots=True)
class Key:
    """A private key under its public name; `endorsements` are the channels it may sign for."""

    name: str
    endorsements: tuple[str, ...] = TEAMS

    @property
    def kid(self) -> str:
        """The name in token headers."""
        digest = hashlib.sha256(self.name.encode()).digest()
        return base64.urlsafe_b64encode(digest[:20]).decode().rstrip("=")

    @property
    def private(self) -> rsa.RSAPrivateKey:
        """The key itself."""
        return _made(self.name)

    def public(self) -> Json:
        """The key as a key set lists it."""
        numbers = self.private.public_key().public_numbers()
        return {
            "kty": "RSA",
            "use": "sig",
            "kid": self.kid,
            "x5t": self.kid,
            "n": _base64(numbers.n),
            "e": _base64(numbers.e),
            "endorsements": list(self.endorsements),
        }

    def sign(self, claims: Json, *, kid: str | None = None) -> str:
        """A token (RS256); `kid` pretends that another key signed."""
        headers = {"kid": kid or self.kid, "x5t": kid or self.kid}
        return jwt.encode(claims, self.private, algorithm="RS256", headers=headers)


@dataclass(slots=True)
class KeyRing:
    """The keys published now; the last one signs."""

    name: str
    keys: list[Key] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.keys = self.keys or [Key(f"{self.name}-1")]

    @property
    def current(self) -> Key:
        """The key that signs."""
        return self.keys[-1]

    def rotate(self, *, endorsements: tuple[str, ...] = TEAMS, keep_old: bool = False) -> Key:
        """Sign with a new key from now on; the old ones are no longer published, unless kept."""
        number = int(self.current.name.rpartition("-")[2]) + 1
        fresh = Key(f"{self.name}-{number}", endorsements)
        self.keys = [*(self.keys if keep_old else ()), fresh]
        return fresh

    def published(self) -> Json:
        """The key set."""
        return {"keys": [key.public() for key in self.keys]}


@cache
def _made(name: str) -> rsa.RSAPrivateKey:  # noqa: ARG001 - one key for each name
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _base64(number: int) -> str:
    size = (number.bit_length() + 7) // 8
    return base64.urlsafe_b64encode(number.to_bytes(size, "big")).decode().rstrip("=")
