"""A provider that signs what it likes: every fault one could send, from a server of our own."""

import base64
import hmac
import json
import socket
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey

from portal import clock

LEVEL = "http://id.elegnamnden.se/loa/1.0/loa3"
NUMBER = "https://id.oidc.se/claim/personalIdentityNumber"
COORDINATION = "https://id.oidc.se/claim/coordinationNumber"
PREVIOUS = "https://id.oidc.se/claim/previousCoordinationNumber"
RIM = "198304149282"
HUGE = 60 * 1024 * 1024


def without(claims: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in claims.items() if key != name}


class Hostile:
    """Signs Rim in, unless it is told to do something else."""

    def __init__(self) -> None:
        self.keys = [ECKey.generate_key("P-256", {"kid": "one", "use": "sig", "alg": "ES256"})]
        hostile = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                hostile.answer(self)

            do_POST = do_GET  # noqa: N815 - the library's name

            def log_message(self, *_rest: object) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.behave()

    def behave(self) -> None:
        """Forgets every fault."""
        self.claims: dict[str, Any] = {}
        self.metadata: dict[str, Any] = {}
        self.forged = self.sign
        self.how: dict[str, str] = {}  # path: what goes wrong with its answers
        self.asked: list[str] = []
        self.forms: list[dict[str, list[str]]] = []

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def sign(self, claims: dict[str, Any], key: Any = None, **header: Any) -> str:
        key = key or self.keys[0]
        made = {"alg": "ES256", "kid": key.kid, **header}
        return jwt.encode(made, claims, key, algorithms=[made["alg"]])

    def good(self, client: str, nonce: str) -> dict[str, Any]:
        """The claims of an honest ID token."""
        now = int(clock.now().timestamp())
        return {
            "iss": self.issuer, "aud": client, "sub": "rim", "sid": "session one", "nonce": nonce,
            "iat": now, "exp": now + 300, "auth_time": now, "acr": LEVEL, NUMBER: RIM,
        }  # fmt: skip

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        path = request.path.partition("?")[0]
        self.asked.append(path)
        size = int(request.headers.get("Content-Length", 0))
        request.rfile.read(size)
        how = self.how.get(path, "")
        with suppress(OSError):
            if how:
                getattr(self, f"_{how}")(request)
            else:
                self._say(request, json.dumps(self._content(path)).encode())

    def _content(self, path: str) -> dict[str, Any]:
        if path == "/.well-known/openid-configuration":
            names = {"authorization_endpoint": "auth", "token_endpoint": "token", "jwks_uri": "keys",
                     "end_session_endpoint": "out"}  # fmt: skip
            listed = {name: f"{self.issuer}/{place}" for name, place in names.items()}
            algorithms = ["none", "HS256", "ES256"]  # what it claims must not count
            said = {"issuer": self.issuer, "id_token_signing_alg_values_supported": algorithms}
            return said | listed | self.metadata
        if path == "/keys":
            return {"keys": [key.as_dict(private=False) for key in self.keys]}
        return {"access_token": "x", "token_type": "Bearer", "id_token": self.forged(self.claims)}

    def _say(self, request: BaseHTTPRequestHandler, body: bytes, status: int = 200) -> None:
        request.send_response(status)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    def _error(self, request: BaseHTTPRequestHandler) -> None:
        self._say(request, b'{"error": "server_error"}', 500)

    def _denial(self, request: BaseHTTPRequestHandler) -> None:
        self._say(request, b'{"error": "invalid_grant"}', 400)

    def _page(self, request: BaseHTTPRequestHandler) -> None:
        self._say(request, b"<html>Maintenance</html>")

    def _list(self, request: BaseHTTPRequestHandler) -> None:
        self._say(request, b"[1, 2]")

    def _deep(self, request: BaseHTTPRequestHandler) -> None:
        self._say(request, b"[" * 100_000)

    def _cut(self, request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "5000")
        request.end_headers()
        request.wfile.write(b'{"id_token":')

    def _redirect(self, request: BaseHTTPRequestHandler) -> None:
        request.send_response(307)
        request.send_header("Location", f"{self.issuer}/elsewhere")
        request.send_header("Content-Length", "0")
        request.end_headers()

    def _huge(self, request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(HUGE))
        request.end_headers()
        for _part in range(HUGE // 65536):
            request.wfile.write(b" " * 65536)

    def _hang(self, _request: BaseHTTPRequestHandler) -> None:
        time.sleep(20)

    def _drip(self, request: BaseHTTPRequestHandler) -> None:
        """A header a second: every single wait is short."""
        request.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(20):
            request.wfile.write(b"X-%d: y\r\n" % number)
            time.sleep(1)

    def _gone(self, request: BaseHTTPRequestHandler) -> None:
        request.connection.shutdown(socket.SHUT_RDWR)


def unsigned(claims: dict[str, Any]) -> str:
    """A token that nobody has signed."""
    parts = ({"alg": "none", "typ": "JWT"}, claims)
    return ".".join(_part(json.dumps(each).encode()) for each in parts) + "."


def signed_with_public_key(hostile: Hostile, claims: dict[str, Any]) -> str:
    """HS256 with the public key as the secret, which everybody knows."""
    public = hostile.keys[0].as_pem(private=False)
    parts = ({"alg": "HS256", "kid": "one"}, claims)
    said = ".".join(_part(json.dumps(each).encode()) for each in parts)
    return f"{said}.{_part(hmac.digest(public, said.encode(), 'sha256'))}"


def tampered(hostile: Hostile, claims: dict[str, Any]) -> str:
    """Another payload under an honest signature."""
    header, _payload, signature = hostile.sign(claims).split(".")
    other = json.dumps(claims | {NUMBER: "199104272381"}).encode()
    return f"{header}.{_part(other)}.{signature}"


def _part(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
