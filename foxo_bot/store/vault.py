"""Encryption of what must not be readable in the database or its backups."""

from collections.abc import Sequence
from datetime import UTC, datetime

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class VaultError(Exception):
    """The encryption keys do not open what the database holds: check FOXO_ENCRYPTION_KEYS."""


class Vault:
    """Seals text with the first key and opens it with any (Fernet: AES-CBC with HMAC)."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def seal(self, text: str) -> bytes:
        # Half an emoji, which JSON can carry and UTF-8 cannot, must not cost somebody their case.
        return self.seal_bytes(text.encode(errors="replace"))

    def seal_bytes(self, content: bytes) -> bytes:
        return self._fernet.encrypt(content)

    def sealed_at(self, sealed: bytes) -> datetime:
        """When it was sealed, which the seal itself says."""
        return datetime.fromtimestamp(self._fernet.extract_timestamp(bytes(sealed)), UTC)

    def open(self, sealed: bytes) -> str:
        return self.open_bytes(sealed).decode()

    def open_bytes(self, sealed: bytes) -> bytes:
        try:
            return self._fernet.decrypt(bytes(sealed))
        except InvalidToken:
            raise VaultError(VaultError.__doc__) from None
