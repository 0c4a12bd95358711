"""What every channel over HTTP shares: bounded times, no redirects, and what a status means."""

from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from portal import clock

MOST_BYTES = 256 * 1024  # of an answer; a hundred messages listed are half of that
LONGEST_WAIT = 3600.0  # what we let the other side ask for, in seconds


def session() -> Any:
    """A `requests` session that follows no redirect: a password or a text goes nowhere else."""
    from requests import Session

    made = Session()
    made.max_redirects = 0
    made.trust_env = False  # no proxy and no .netrc that happen to stand in the environment
    return made


def body_of(answer: Any) -> bytes:
    """The first bytes of an answer that was asked for as a stream: one more than is read, at most.

    Raises requests' exceptions.
    """
    body = b""
    for chunk in answer.iter_content(16 * 1024):
        body += chunk
        if len(body) > MOST_BYTES:
            break
    answer.close()
    return body[: MOST_BYTES + 1]


def is_passing(status: int) -> bool:
    """Whether a status is worth another try.

    So are faults of our own set-up (password, account, a redirect): somebody will put them right,
    and after a day of trying staff see that she was not reached.
    """
    return not 400 <= status < 500 or status in (401, 402, 403, 404, 408, 425, 429)


def retry_after(value: str | None) -> float | None:
    """The seconds a Retry-After header asks for (RFC 9110, 10.2.3), at most an hour."""
    if not value:
        return None
    try:
        seconds = float(value) if value.strip().isdigit() else _until(parsedate_to_datetime(value))
    except ValueError:
        return None
    return min(max(seconds, 0.0), LONGEST_WAIT)


def _until(at: datetime) -> float:
    return (at - clock.now()).total_seconds() if at.tzinfo else 0.0
