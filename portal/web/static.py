"""Static files: served by WhiteNoise, addressed with a digest, so they can be kept for a year."""

import hashlib
import shutil
from functools import lru_cache
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

YEAR = 365 * 24 * 3600


def build(source: Path, target: Path) -> None:
    """Copies the static files to a folder of the instance's own and compresses each ahead."""
    if target.resolve() == source.resolve() or target.resolve() in source.resolve().parents:
        raise ValueError(f"{target} would be emptied, and the originals with it")
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    compressor = Compressor(use_gzip=False, quiet=True)
    for path in sorted(target.rglob("*")):
        if path.is_file() and compressor.should_compress(path.name):
            for _written in compressor.compress(str(path)):
                pass


def install(app: Flask, folder: Path) -> None:
    """Serves a folder under /static, in front of the app."""
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=folder,
        prefix="static/",
        max_age=YEAR,
        add_headers_function=_add_headers,
    )

    @lru_cache(maxsize=64)
    def static(name: str) -> str:
        digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()[:10]
        return f"/static/{name}?v={digest}"

    app.extensions["portal.static"] = static


def _add_headers(headers: object, _path: str, _url: str) -> None:
    for name, value in (
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("X-Content-Type-Options", "nosniff"),
    ):
        headers[name] = value  # type: ignore[index]
