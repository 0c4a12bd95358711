"""The portal as in production, behind a certificate that one browser trusts."""

import base64
import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from flask import Flask
from werkzeug.serving import generate_adhoc_ssl_pair, make_server

from portal.app import create_app
from portal.config import Environment
from portal.db import Database
from portal.migrations import commands as migrations
from tests.browser.conftest import ARGUMENTS
from tests.conftest import settings

HOST = "plan.example"  # by its own name: browsers trust what they know to be this machine


class Certificate:
    """Of the host, with its key, as two files; `arguments` are what a Chromium that trusts it starts with."""

    def __init__(self, folder: Path) -> None:
        made, key = generate_adhoc_ssl_pair(cn=HOST)
        self.files = (str(folder / "certificate.pem"), str(folder / "key.pem"))
        Path(self.files[0]).write_bytes(made.public_bytes(Encoding.PEM))
        Path(self.files[1]).write_bytes(
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        )
        public = made.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        digest = base64.b64encode(hashlib.sha256(public).digest()).decode()
        names = f"MAP {HOST} 127.0.0.1, MAP *.{HOST} 127.0.0.1"
        self.arguments = [
            *ARGUMENTS, f"--host-resolver-rules={names}",
            f"--ignore-certificate-errors-spki-list={digest}",
        ]  # fmt: skip


@dataclass
class Secure:
    """A portal that serves over TLS."""

    app: Flask
    host: str
    database: Database

    @property
    def address(self) -> str:
        return f"https://{self.host}"


@contextmanager
def serving(copy: Callable[[], object], certificate: Certificate, folder: Path) -> Iterator[Secure]:
    """With the settings of production; `copy()` lends the address of a database with people."""
    empty = f"sqlite:///{folder / 'empty.db'}"
    made = Database(empty)
    migrations.upgrade(made)
    made.dispose()
    app = create_app(
        replace(
            settings(empty), environment=Environment.PRODUCTION, sqlite_in_production=True, now=None,
            trusted_hosts=(HOST,), secret_key="b7Qk2v9XzL4mT8sR1wY6cE3nH5jD0pFa",
            identity_key=bytes(range(7, 39)),
        )
    )  # fmt: skip
    with copy() as url:
        database = Database(url)
        app.extensions["portal.database"] = database
        server = make_server("127.0.0.1", 0, app, threaded=True, ssl_context=certificate.files)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Secure(app, f"{HOST}:{server.port}", database)
        server.shutdown()
        database.dispose()
