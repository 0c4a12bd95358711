"""One question to a provider, bounded in time, size and place.

On the standard library on purpose: no redirect is followed, no proxy or password of the
environment is used, nothing is unpacked, and the whole answer has one end in time. A time-out of
`requests` begins anew with every byte, so that a provider who drips could hold a thread for ever.
"""

import ssl
import threading
import time
from contextlib import suppress
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection, IncompleteRead
from socket import SHUT_RDWR
from typing import Any
from urllib.parse import urlencode, urlsplit

from portal import bounded_json
from portal.sign_in.faults import Refused, Why, away

SECONDS = 4.0  # so that an answer comes within five
MOST_BYTES = 256 * 1024
FORM = "application/x-www-form-urlencoded"


class NoAnswer(Refused):
    """Nothing came from a provider, or nothing in time."""

    def __init__(self, detail: str) -> None:
        super().__init__(Why.AWAY, detail)


class Deadline:
    """When everything that is asked in one request must be over."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """The seconds that are left. Raises NoAnswer when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise NoAnswer("too slow")
        return left


def ask(
    url: str, deadline: Deadline, form: dict[str, str] | None = None
) -> tuple[int, dict[str, Any]]:
    """The status and the JSON object a provider answers with; a form is posted.

    Raises NoAnswer for none, a late or too large one; Refused (away) for one that is no JSON object.
    """
    connection = _connection(url, deadline)
    cut = threading.Timer(deadline.left(), _cut, (connection,))
    cut.daemon = True
    cut.start()
    try:
        status, body = _exchange(connection, url, form)
    except (OSError, HTTPException, ValueError) as error:
        raise NoAnswer(f"no answer, {type(error).__name__}") from error
    finally:
        cut.cancel()
        connection.close()
    deadline.left()  # a cut connection looks like a short answer
    return status, _object(body)


def _exchange(
    connection: HTTPConnection, url: str, form: dict[str, str] | None
) -> tuple[int, bytes]:
    address = urlsplit(url)
    target = (address.path or "/") + (f"?{address.query}" if address.query else "")
    headers = {"Accept": "application/json", "Connection": "close"}
    if form is None:
        connection.request("GET", target, headers=headers)
    else:
        connection.request("POST", target, urlencode(form), headers | {"Content-Type": FORM})
    answer = connection.getresponse()
    body = answer.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise HTTPException("too large")
    if answer.length:  # less came than was promised
        raise IncompleteRead(body)
    return answer.status, body


def _connection(url: str, deadline: Deadline) -> HTTPConnection:
    """Over TLS, save for the http addresses on this machine that settings let tests use."""
    address = urlsplit(url)
    host, port, left = address.hostname or "", address.port, deadline.left()
    if address.scheme == "https":
        return HTTPSConnection(host, port, timeout=left, context=_tls())
    return HTTPConnection(host, port, timeout=left)


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _cut(connection: HTTPConnection) -> None:
    with suppress(OSError):
        if connection.sock is not None:
            connection.sock.shutdown(SHUT_RDWR)


def _object(body: bytes) -> dict[str, Any]:
    try:
        return bounded_json.read_object(body, most=MOST_BYTES)
    except bounded_json.NotReadable as error:
        raise away(f"answer, {error}") from error
