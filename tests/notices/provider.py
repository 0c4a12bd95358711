"""An SMS provider shaped like 46elks, on this machine: it keeps what it did, and can misbehave.

`python -m tests.notices.provider PORT FAIL SWALLOW` serves it as a process of its own.
"""

import json
import random
import sys
import threading
import time
from base64 import b64decode
from collections import Counter
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, urlsplit

import requests

from portal import clock

USER, PASSWORD = "u-test", "p-test"
FAIL, SWALLOW, STALL, REJECT, GARBAGE, TWICE, REDIRECT, BUSY = (
    "fail", "swallow", "stall", "reject", "garbage", "twice", "redirect", "busy",
)  # fmt: skip
REFUSALS: dict[str, tuple[int, object, dict[str, str]]] = {
    FAIL: (500, {}, {}),
    BUSY: (429, {}, {"Retry-After": "120"}),
    REJECT: (400, "Invalid phone number in to", {}),
    REDIRECT: (307, {}, {"Location": "/elsewhere"}),
}


class Provider(ThreadingHTTPServer):
    """What it has done; `behave` is taken from for each POST, then it works as it should."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int = 0, *, fail: float = 0, swallow: float = 0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}/a1/sms"
        self.done: list[dict[str, str]] = []
        self.keys: Counter[str] = Counter()  # effects, by idempotency key
        self.posts: Counter[str] = Counter()  # POSTs, by idempotency key
        self.looked_up = 0
        self.elsewhere = 0  # requests that followed a redirect
        self.behave: list[str] = []
        self.stall_seconds = 0.0
        self.lock = threading.Lock()
        self._odds = (fail, swallow)

    def mood(self) -> str:
        """How it treats the next POST."""
        if self.behave:
            return self.behave.pop(0)
        fail, swallow = self._odds
        drawn = random.random()
        return FAIL if drawn < fail else SWALLOW if drawn < fail + swallow else ""

    def act(self, form: dict[str, str], key: str) -> dict[str, str]:
        """Sends an SMS, as far as the world can see."""
        record = {
            "id": f"s{len(self.done):032d}", "direction": "outgoing", "status": "created",
            "created": clock.now().replace(tzinfo=None).isoformat(), **form,
        }  # fmt: skip
        with self.lock:
            self.done.append(record)
            self.keys[key] += 1
        return record

    def report(self, record: dict[str, str], status: str) -> int:
        """Tells whoever sent a message how it fared, as 46elks does, and gives what was answered."""
        said = {"id": record["id"], "status": status}
        return requests.post(record["whendelivered"], data=said, timeout=5).status_code

    def handle_error(self, *_args: object) -> None:
        """A worker that was killed hangs up; that is what we are here for."""


class Handler(BaseHTTPRequestHandler):
    """POST sends, GET lists; /figures tells what happened."""

    server: Provider
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Sends one SMS, in one mood or another."""
        length = int(self.headers["Content-Length"])
        body = self.rfile.read(length)
        if len(body) < length:  # the sender was killed in the middle of it
            self.close_connection = True
            return
        form = dict(parse_qsl(body.decode()))
        key, provider = self.headers["Idempotency-Key"], self.server
        if self._is_stranger():
            return
        with provider.lock:
            provider.posts[key] += 1
        mood = provider.mood()
        if mood in REFUSALS:
            self._answer(*REFUSALS[mood])
            return
        for _time in range(2 if mood == TWICE else 1):
            record = provider.act(form, key)
        if mood in (SWALLOW, TWICE):
            self.close_connection = True
            self.connection.close()
            return
        if mood == STALL:
            time.sleep(provider.stall_seconds)
        self._answer(200, "<html>All is well</html>" if mood == GARBAGE else record)

    def do_GET(self) -> None:
        """What was sent to a number after an instant, the newest first, as 46elks lists it."""
        address = urlsplit(self.path)
        if address.path == "/figures":
            found = {"effects": self.server.keys, "posts": self.server.posts}
            self._answer(200, {**found, "looked_up": self.server.looked_up})
            return
        if self._is_stranger():
            return
        self.server.looked_up += 1
        asked = {name: values[0] for name, values in parse_qs(address.query).items()}
        with self.server.lock:
            listed = [
                record
                for record in reversed(self.server.done)
                if record["to"] == asked["to"] and record["created"] > asked["end"]
            ]
        self._answer(200, {"data": listed[: int(asked["limit"])]})

    def _is_stranger(self) -> bool:
        if self.path.endswith("/elsewhere"):
            self.server.elsewhere += 1
        given = self.headers.get("Authorization", "").removeprefix("Basic ")
        if b64decode(given).decode() == f"{USER}:{PASSWORD}":
            return False
        self._answer(401, {})
        return True

    def _answer(self, status: int, body: object, headers: dict[str, str] | None = None) -> None:
        content = (body if isinstance(body, str) else json.dumps(body)).encode()
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_args: object) -> None:
        """Quiet."""


@contextmanager
def serving(server: ThreadingHTTPServer):
    """A server in a thread."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


if __name__ == "__main__":
    port, fail, swallow = sys.argv[1:]
    Provider(int(port), fail=float(fail), swallow=float(swallow)).serve_forever()
