"""The providers of this instance. Without one, nothing of OpenID Connect is even loaded."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from flask import Flask, abort, current_app

from portal.config.providers import Provider

if TYPE_CHECKING:
    from portal.sign_in.client import Client

EXTENSION = "portal.clients"


def install(app: Flask, providers: tuple[Provider, ...]) -> None:
    """Makes a client for each provider; its metadata are asked for when someone first signs in."""
    made: dict[str, object] = {}
    if providers:
        from portal.sign_in.client import Client

        made = {each.name: Client(each) for each in providers}
    app.extensions[EXTENSION] = made


def client_of(name: str) -> "Client":
    """The provider of that name; 404 for none."""
    clients: Mapping[str, Client] = current_app.extensions[EXTENSION]
    return clients.get(name) or abort(404)
