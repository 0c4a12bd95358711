"""Unsafe settings refuse to start, each with one clear line."""

import pytest

from portal.config import UnsafeSettings, from_environment

GOOD = {
    "PORTAL_DATABASE_URL": "postgresql://portal@localhost/portal",
    "PORTAL_SECRET_KEY": "correct-horse-battery-staple-2026!",
    "PORTAL_IDENTITY_KEY": bytes(range(32)).hex(),
    "PORTAL_TRUSTED_HOSTS": "plan.malmo.example",
}


def test_safe_production_settings_are_taken():
    settings = from_environment(GOOD)
    assert settings.environment == "production"
    assert settings.https
    assert not settings.demo
    assert "horse" not in repr(settings)
    assert "portal@localhost" not in repr(settings)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"PORTAL_DATABASE_URL": ""}, "PORTAL_DATABASE_URL is missing"),
        ({"PORTAL_DATABASE_URL": "sqlite:///x.db"}, "PORTAL_DATABASE_URL names SQLite"),
        ({"PORTAL_SECRET_KEY": ""}, "PORTAL_SECRET_KEY"),
        ({"PORTAL_SECRET_KEY": "short"}, "PORTAL_SECRET_KEY"),
        ({"PORTAL_IDENTITY_KEY": ""}, "PORTAL_IDENTITY_KEY"),
        ({"PORTAL_IDENTITY_KEY": "0f" * 16}, "PORTAL_IDENTITY_KEY"),
        ({"PORTAL_IDENTITY_KEY": "no hex"}, "cannot be read"),
        ({"PORTAL_TRUSTED_HOSTS": " , "}, "PORTAL_TRUSTED_HOSTS is missing"),
        ({"PORTAL_NOW": "2026-11-23T08:00+00:00"}, "PORTAL_NOW"),
        ({"PORTAL_NOW": "soon"}, "cannot be read"),
        ({"PORTAL_ENV": "staging"}, "cannot be read"),
        ({"PORTAL_ENV": "demo"}, "answers on this machine only"),
        ({"PORTAL_STATEMENT_SECONDS": "long"}, "cannot be read"),
        ({"PORTAL_STATEMENT_SECONDS": "0"}, "PORTAL_STATEMENT_SECONDS"),
        ({"PORTAL_SECRET_KEY": "0" * 40}, "must be random"),
        ({"PORTAL_IDENTITY_KEY": "00" * 32}, "must be random"),
        ({"PORTAL_TRUSTED_HOSTS": ".se"}, "name each host in full"),
        ({"PORTAL_ENV": "demo", "PORTAL_TRUSTED_HOSTS": ""}, "this machine only"),
        ({"PORTAL_ENV": "test"}, "answers on this machine only"),
    ],
)
def test_unsafe_settings_refuse_to_start(change, words):
    with pytest.raises(UnsafeSettings, match=words):
        from_environment(GOOD | change)


def test_demo_sign_in_does_not_exist_in_production(app, reader, monkeypatch):
    nobody = reader(None)
    token = nobody.get("/sign-in").form("/language")["csrf_token"]
    monkeypatch.setitem(app.config, "PORTAL_DEMO", False)
    nobody.post("/sign-in/demo", {"person": "rim", "csrf_token": token}, status=404)
