"""Secrets that stand in files, as container platforms hand them over."""

import stat
from collections.abc import Callable
from pathlib import Path


class UnsafeFile(Exception):
    """A file with a secret is missing, empty or open to others; the message says what to do."""


def secret_of(text: Callable[..., str], name: str) -> str:
    """The setting PORTAL_`name`, or what stands in the file that PORTAL_`name`_FILE names.

    Raises UnsafeFile.
    """
    given, named = text(name), text(f"{name}_FILE")
    setting = f"PORTAL_{name}_FILE"
    if not named:
        return given
    if given:
        raise UnsafeFile(f"PORTAL_{name} and {setting} are both set: keep one.")
    path = Path(named)
    try:
        mode = path.stat().st_mode
        written = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UnsafeFile(f"{setting} cannot be read ({type(error).__name__}).") from None
    if mode & stat.S_IRWXO:
        raise UnsafeFile(f"{setting} is open to everybody on this machine. Type: chmod 600 {path}")
    if not written:
        raise UnsafeFile(f"{setting} is empty.")
    return written
