"""The portal as it is really served, for browsers: waitress on a free port, static files ahead."""

import threading
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import waitress

from portal.app import create_app
from portal.config import ROOT
from portal.db import WORKER, Database
from portal.web import static
from tests.conftest import settings


class Served:
    """One running portal whose database can be changed under it."""

    def __init__(self, folder: Path) -> None:
        static.build(ROOT / "static", folder)
        self.app = create_app(replace(settings("sqlite://"), static_dir=folder))
        self._server = waitress.create_server(
            self.app, host="127.0.0.1", port=0, threads=8, ident=None
        )
        self.address = f"http://127.0.0.1:{self._server.effective_port}"
        threading.Thread(target=self._server.run, daemon=True).start()

    @contextmanager
    def on(self, url: str):
        """Serves from a database for a while."""
        database = Database(url, acting=WORKER)
        self.app.extensions["portal.database"] = database
        yield self
        database.dispose()
