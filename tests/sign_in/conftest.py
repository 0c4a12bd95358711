"""A portal with providers: one that keeps to the rules, and one that does not."""

import json
import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import waitress
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from flask import Flask
from joserfc.jwk import ECKey

from portal import clock
from portal.app import create_app
from portal.config import ROOT
from portal.config.providers import ClaimMap, Provider
from portal.db import Database
from portal.sign_in import clients
from tests.conftest import settings
from tests.databases import SqliteTemplates
from tests.moments import NOW
from tests.sign_in.hostile import COORDINATION, LEVEL, NUMBER, PREVIOUS, Hostile

HERE = Path(__file__).parent / "provider"
EMPLOYEE = "https://id.oidc.se/claim/orgAffiliation"
ORGANISATION = "https://id.oidc.se/claim/orgNumber"
LOW = "http://id.elegnamnden.se/loa/1.0/loa2"
# Who signs in, by the numbers and employee ids of the cast; "moved" is Oksana with a personnummer.
PEOPLE = {
    "rim": {NUMBER: "198304149282"},
    "oksana": {COORDINATION: "198105732385"},
    "moved": {NUMBER: "198105132388", PREVIOUS: "198105732385"},
    "both": {NUMBER: "198304149282", PREVIOUS: "198105732385"},
    "stranger": {NUMBER: "199003142388"},
    "lena": {EMPLOYEE: "lena@af.example", ORGANISATION: "2021002114"},
    "amir": {EMPLOYEE: "amir@malmo.example", ORGANISATION: "2021002114"},
    "leased": {EMPLOYEE: "lena@af.example", ORGANISATION: "2120001124"},
}
WEAK = "weak"


def new_key() -> bytes:
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )


def providers(issuer: str, key: bytes) -> tuple[Provider, Provider]:
    """One for participants and one for the staff of Arbetsförmedlingen."""
    bankid = Provider(
        name="bankid", audience="participants", label="BankID", issuer=issuer, client_id="bankid",
        key=key, acr=(LEVEL,), scopes=("openid", "person"),
    )  # fmt: skip
    staff = replace(
        bankid, name="af", audience="staff", label="Arbetsförmedlingen", client_id="af", agency="af",
        organisation="2021002114", scopes=("openid", "organisation"),
        claims=ClaimMap(organisation=ORGANISATION),
    )  # fmt: skip
    return bankid, staff


@pytest.fixture(scope="session")
def client_key() -> bytes:
    return new_key()


@pytest.fixture(scope="session")
def _hostile() -> Iterator[Hostile]:
    made = Hostile()
    yield made
    made.stop()


@pytest.fixture
def hostile(app: Flask, _hostile: Hostile) -> Hostile:  # noqa: ARG001 - the portal comes first
    """The hostile provider, honest until it is told otherwise."""
    return _hostile


@pytest.fixture(scope="session")
def _hostile_app(_hostile: Hostile, client_key: bytes) -> Flask:
    records = providers(_hostile.issuer, client_key)
    made = create_app(replace(settings("sqlite://"), providers=records))
    made.testing = True
    return made


@pytest.fixture
def app(_hostile_app: Flask, _hostile: Hostile, database: Database) -> Flask:
    """The portal with the hostile provider, of which it knows nothing yet."""
    _hostile.behave()
    clock.fix(NOW)
    _hostile_app.extensions["portal.database"] = database
    clients.install(_hostile_app, _hostile_app.extensions["portal.providers"])
    return _hostile_app


def node_modules() -> Path:
    """Where the provider's packages are; installs them, or skips with the reason."""
    if not (HERE / "node_modules" / "oidc-provider").is_dir() or shutil.which("node") is None:
        message = "oidc-provider is missing. Type: .ci/services (it needs node and npm)"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return HERE


@dataclass
class Real:
    """The portal on a port of this machine, with a certified provider on another."""

    app: Flask
    address: str
    issuer: str


@pytest.fixture(scope="session")
def _real(tmp_path_factory: pytest.TempPathFactory, client_key: bytes) -> Iterator[Real]:
    from portal.web import static

    folder = node_modules()
    listening = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    people = {
        **{name: {"claims": claims} for name, claims in PEOPLE.items()},
        WEAK: {"claims": PEOPLE["rim"], "acr": LOW},
    }
    names = [NUMBER, COORDINATION, PREVIOUS, EMPLOYEE, ORGANISATION, "acr", "auth_time"]
    public = ECKey.import_key(client_key).as_dict(private=False)
    given = {"base": address, "key": public, "people": people, "claims": names}
    node = subprocess.Popen(
        ["node", "provider.mjs", json.dumps(given)], cwd=folder, stdout=subprocess.PIPE,
        stderr=(tmp_path_factory.mktemp("provider") / "log").open("w"), text=True,
    )  # fmt: skip
    assert node.stdout is not None
    issuer = json.loads(node.stdout.readline())["issuer"]
    built = tmp_path_factory.mktemp("static") / "built"
    static.build(ROOT / "static", built)
    records = providers(issuer, client_key)
    app = create_app(replace(settings("sqlite://"), providers=records, static_dir=built))
    server = waitress.create_server(app, sockets=[listening], threads=8)
    threading.Thread(target=server.run, daemon=True).start()
    yield Real(app, address, issuer)
    server.close()
    node.terminate()
    node.wait()
    node.stdout.close()


@pytest.fixture
def real(_real: Real, sqlite_templates: SqliteTemplates) -> Iterator[Real]:
    """Both on a fresh database, at the time it really is: the provider has no other."""
    clock.fix(None)
    with sqlite_templates.copy() as url:
        database = Database(url)
        _real.app.extensions["portal.database"] = database
        clients.install(_real.app, _real.app.extensions["portal.providers"])
        yield _real
        database.dispose()


def query(address: str) -> dict[str, Any]:
    """The query of an address, each name once."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
