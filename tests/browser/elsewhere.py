"""Another site on this machine, and a way to take a header from the portal's answers."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import waitress
from flask import Flask

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@dataclass
class Elsewhere:
    """A site of someone else's, under another name than the portal's: `pages` are what it shows."""

    pages: dict[str, str] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._server = waitress.create_server(self._answer, host="127.0.0.1", port=0, ident=None)
        self.address = f"http://localhost:{self._server.effective_port}"
        threading.Thread(target=self._server.run, daemon=True).start()

    def _answer(self, environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        self.asked.append(environ)
        start("200 OK", [("Content-Type", "text/html"), ("Access-Control-Allow-Origin", "*")])
        return [self.pages.get(environ["PATH_INFO"], "").encode()]

    def heard(self, path: str) -> list[dict[str, Any]]:
        """What was asked for here, with its headers."""
        return [each for each in self.asked if each["PATH_INFO"] == path]

    def forget(self) -> None:
        """As if nothing had been shown or asked for yet."""
        self.pages.clear()
        self.asked.clear()

    def close(self) -> None:
        """Gives the port back."""
        self._server.close()


def without(app: Flask, header: str, part: str = "") -> Wsgi:
    """A portal as it would be without a header, or without a part of what it says."""
    whole = app.wsgi_app

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        def begin(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return start(status, [each for each in map(weaken, headers) if each[1]], *rest)

        def weaken(given: tuple[str, str]) -> tuple[str, str]:
            if given[0].lower() != header.lower():
                return given
            return given[0], given[1].replace(part, "") if part else ""

        return whole(environ, begin)

    return answer
