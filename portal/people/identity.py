"""Identity numbers: personnummer and samordningsnummer, as opaque strings.

Never parsed as a date (months 00 and days over 60 occur), never shown in full, never in an
address or a log. Kept as AES-256-GCM with the row's id as associated data, so two rows cannot be
swapped, and found through HMAC-SHA-256: a plain hash of a Swedish number is guessed in seconds.
"""

import hashlib
import hmac
import os
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM


class IdentityVault:
    """Seals and finds identity numbers with one 32-byte key."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(hashlib.sha256(b"encrypt" + key).digest())
        self._hash_key = hashlib.sha256(b"look up" + key).digest()
        self._text_key = hashlib.sha256(b"fingerprint" + key).digest()

    def seal(self, number: str, row: UUID) -> bytes:
        """The number, encrypted for one row."""
        nonce = os.urandom(12)
        return nonce + self._cipher.encrypt(nonce, number.encode(), row.bytes)

    def open(self, sealed: bytes, row: UUID) -> str:
        """The number again. Raises cryptography's InvalidTag for another row or key."""
        return self._cipher.decrypt(sealed[:12], sealed[12:], row.bytes).decode()

    def look_up(self, number: str) -> bytes:
        """What the number is found by; the same whether written with a hyphen or without."""
        digits = "".join(character for character in number if character.isdigit())
        return hmac.digest(self._hash_key, digits.encode(), "sha256")

    def fingerprint(self, text: str) -> bytes:
        """What any other text about a person is found by: a provider may name her by her number."""
        return hmac.digest(self._text_key, text.encode(), "sha256")
