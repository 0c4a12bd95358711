"""Unsafe settings refuse to start, each with one clear line."""

import re

import pytest

from portal.config import UnsafeSettings, from_environment

GOOD = {
    "PORTAL_DATABASE_URL": "postgresql://portal@localhost/portal",
    "PORTAL_SECRET_KEY": "correct-horse-battery-staple-2026!",
    "PORTAL_IDENTITY_KEY": bytes(range(32)).hex(),
    "PORTAL_TRUSTED_HOSTS": "plan.malmo.example",
}
CHANNELS = {
    "PORTAL_SMS_URL": "https://api.46elks.com/a1/sms",
    "PORTAL_SMS_USER": "u-secret-name",
    "PORTAL_SMS_PASSWORD": "elk-secret-word",
    "PORTAL_SMTP_HOST": "mail.example.se",
    "PORTAL_SMTP_USER": "post-secret-name",
    "PORTAL_SMTP_PASSWORD": "post-secret-word",
    "PORTAL_MAIL_FROM": "plan@example.se",
    "PORTAL_VAPID_PRIVATE_KEY": "c2VjcmV0".ljust(43, "A"),
    "PORTAL_VAPID_CONTACT": "mailto:plan@example.se",
}


def test_channels_are_offered_only_when_set():
    none = from_environment(GOOD).channels
    assert not none.sends
    assert none.sms_from == "MinPlan"
    every = from_environment(GOOD | CHANNELS).channels
    assert every.sends
    assert (every.smtp_port, every.sms_url) == (587, "https://api.46elks.com/a1/sms")
    assert "fcm.googleapis.com" in every.push_hosts
    assert not re.search("secret|c2VjcmV0", repr(from_environment(GOOD | CHANNELS)))


def test_a_stand_in_on_this_machine_is_for_tests_only():
    here = {"PORTAL_SMS_URL": "http://127.0.0.1:9/sms", "PORTAL_PUSH_HOSTS": "127.0.0.1"}
    test = GOOD | CHANNELS | here | {"PORTAL_ENV": "test", "PORTAL_TRUSTED_HOSTS": ""}
    assert from_environment(test).channels.sms_url == "http://127.0.0.1:9/sms"


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
        ({"PORTAL_SMS_USER": ""}, "PORTAL_SMS_PASSWORD belong together"),
        ({"PORTAL_SMS_URL": ""}, "PORTAL_SMS_URL, PORTAL_SMS_USER"),
        (
            {"PORTAL_SMS_URL": "http://api.46elks.com/a1/sms"},
            "PORTAL_SMS_URL must be a plain https",
        ),
        ({"PORTAL_SMS_URL": "http://127.0.0.1/a1/sms"}, "PORTAL_SMS_URL must be a plain https"),
        ({"PORTAL_SMS_URL": "https://user:word@api.46elks.com/"}, "without user name"),
        ({"PORTAL_SMS_FROM": "Malmokraft"}, "PORTAL_SMS_FROM must name no agency"),
        ({"PORTAL_SMS_FROM": "ForsakrKass"}, "PORTAL_SMS_FROM must name no agency"),
        ({"PORTAL_SMS_FROM": "Min plan"}, "PORTAL_SMS_FROM must be 3 to 11"),
        ({"PORTAL_SMS_FROM": "MinPlanIMalmo"}, "PORTAL_SMS_FROM must be 3 to 11"),
        ({"PORTAL_MAIL_FROM": ""}, "PORTAL_MAIL_FROM belong together"),
        ({"PORTAL_MAIL_FROM": "Plan <a@b.se>"}, "one bare address"),
        ({"PORTAL_MAIL_FROM": "plan@malmokraften.se"}, "PORTAL_MAIL_FROM must name no agency"),
        ({"PORTAL_SMTP_PASSWORD": ""}, "PORTAL_SMTP_PASSWORD belong together"),
        ({"PORTAL_SMTP_HOST": "", "PORTAL_MAIL_FROM": ""}, "without PORTAL_SMTP_HOST"),
        ({"PORTAL_SMTP_PORT": "many"}, "cannot be read"),
        ({"PORTAL_SMTP_PORT": "70000"}, "PORTAL_SMTP_PORT"),
        ({"PORTAL_VAPID_CONTACT": ""}, "PORTAL_VAPID_CONTACT belong together"),
        ({"PORTAL_VAPID_CONTACT": "plan@example.se"}, "must begin with mailto"),
        ({"PORTAL_VAPID_PRIVATE_KEY": "c2hvcnQ"}, "must be 32 bytes"),
        ({"PORTAL_PUSH_HOSTS": "127.0.0.1"}, "PORTAL_PUSH_HOSTS"),
        ({"PORTAL_PUSH_HOSTS": "10.0.0.7"}, "PORTAL_PUSH_HOSTS"),
        ({"PORTAL_PUSH_HOSTS": "*.com"}, "PORTAL_PUSH_HOSTS"),
        ({"PORTAL_OUTBOX_FILE": "outbox.jsonl"}, "PORTAL_OUTBOX_FILE keeps"),
        ({"PORTAL_ENV": "demo", "PORTAL_TRUSTED_HOSTS": "localhost"}, "a demo sends nothing"),
    ],
)
def test_unsafe_settings_refuse_to_start(change, words):
    with pytest.raises(UnsafeSettings, match=words):
        from_environment(GOOD | CHANNELS | change)


def test_demo_sign_in_does_not_exist_in_production(app, reader, monkeypatch):
    nobody = reader(None)
    token = nobody.get("/sign-in").form("/language")["csrf_token"]
    monkeypatch.setitem(app.config, "PORTAL_DEMO", False)
    nobody.post("/sign-in/demo", {"person": "rim", "csrf_token": token}, status=404)
