"""The settings a command reads from its environment, for a command run inside a test."""

import pytest


def use_database(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Has commands work on a test's database."""
    settings = {
        "ENV": "test", "DATABASE_URL": url, "SECRET_KEY": "0" * 32, "IDENTITY_KEY": "0" * 64,
    }  # fmt: skip
    for name, value in settings.items():
        monkeypatch.setenv(f"PORTAL_{name}", value)
