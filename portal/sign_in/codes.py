"""Codes that people type: made at random, read however they are written, kept as argon2id only."""

import secrets
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

# Crockford's base 32: no I, L, O, U, so nothing is taken for a digit and no word comes about.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SPOKEN_AS = str.maketrans("OIL", "011")
LETTER_CODE, REFERENCE, SMS_CODE = 8, 8, 6  # characters


def new_letter_code() -> str:
    """40 random bits as eight characters."""
    return "".join(secrets.choice(ALPHABET) for _each in range(LETTER_CODE))


def new_digits(length: int) -> str:
    """That many random digits."""
    return f"{secrets.randbelow(10**length):0{length}}"


def grouped(code: str) -> str:
    """A code in two groups, as it is printed: "7KQ2-M9XA"."""
    return f"{code[: len(code) // 2]}-{code[len(code) // 2 :]}"


def read_letter_code(typed: str) -> str | None:
    """The code that was meant; None when it cannot be one, whatever letter it belongs to."""
    found = "".join(_characters(typed)).upper().translate(_SPOKEN_AS)
    return found if len(found) == LETTER_CODE and set(found) <= set(ALPHABET) else None


def read_digits(typed: str, length: int) -> str | None:
    """That many digits, however they are grouped and in whichever script's digits; else None."""
    found = "".join(_characters(typed))
    return found if len(found) == length and found.isascii() and found.isdigit() else None


def hashed(code: str) -> str:
    """What is kept of a code."""
    return _hasher().hash(code)


def matches(kept: str | None, code: str) -> bool:
    """Whether a code is the one that was kept. Without one it works as long, and answers no."""
    from argon2.exceptions import VerifyMismatchError

    try:
        return _hasher().verify(kept or _nobodys(), code) and kept is not None
    except VerifyMismatchError:
        return False


def _characters(typed: str) -> list[str]:
    """Without spaces, hyphens and marks of direction; every script's digits as ours."""
    plain = unicodedata.normalize("NFKC", typed[:80])
    return [
        str(unicodedata.decimal(each)) if each.isdecimal() else each
        for each in plain
        if each.isalnum()
    ]


@cache
def _hasher() -> "PasswordHasher":
    """OWASP's smallest: 19 MiB and two passes; more would let a few guesses eat the machine."""
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def _nobodys() -> str:
    return _hasher().hash(secrets.token_urlsafe(16))
