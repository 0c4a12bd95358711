"""Where a provider reports how an SMS fared: an address of our own that only we can have made.

The signature proves that a report answers one of our messages. Its second half is of the number
that the message went to, so that a late report is never taken for one about a newer number.
"""

import base64
import hashlib
import hmac
from uuid import UUID

PURPOSE = "sms delivery report"  # the portal's key signs other things too
HALF = 22  # characters of base64url: 132 bits


def report_address(base: str, key: str, notice: UUID, number: str) -> str:
    """The whole address for one message to one number."""
    return f"{base}/notices/{notice}/report/{signature_of(key, notice, number)}"


def signature_of(key: str, notice: UUID, number: str) -> str:
    """HMAC-SHA256 of the notice, and of the notice with the number, both cut to `HALF`."""
    return _signed(key, str(notice)) + _signed(key, f"{notice} {number}")


def is_ours(key: str, notice: UUID, signature: str) -> bool:
    """Whether an address is one that we made for the notice, for whatever number."""
    return _same(signature[:HALF], _signed(key, str(notice)))


def is_about(key: str, notice: UUID, number: str, signature: str) -> bool:
    """Whether the message went to this very number."""
    return _same(signature[HALF:], _signed(key, f"{notice} {number}"))


def _signed(key: str, what: str) -> str:
    digest = hmac.new(key.encode(), f"{PURPOSE}: {what}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode()[:HALF]


def _same(given: str, ours: str) -> bool:
    """In constant time; as bytes, since text with other letters than ASCII raises TypeError."""
    return hmac.compare_digest(given.encode(), ours.encode())
