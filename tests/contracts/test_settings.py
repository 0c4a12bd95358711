"""Unsafe settings refuse to start, each with one clear line."""

import os
import re
import subprocess
import sys
from urllib.parse import urlsplit

import psycopg
import pytest

from portal import instance, startup
from portal.app import create_app
from portal.config import ROOT, Settings, UnsafeSettings, from_environment
from portal.db import Database
from portal.migrations import commands as migrations
from tests.databases import owner_url

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


ELSEWHERE = "postgresql://portal:gr8-secret@db.example.se/portal"


def refused(environ: dict[str, str], words: str) -> str:
    """The one clear line that a configuration is refused with; it never repeats a secret."""
    with pytest.raises(UnsafeSettings, match=words) as found:
        from_environment(environ)
    line = str(found.value)
    assert re.fullmatch(r"[A-Z][^\n]{20,220}", line), line
    secrets = [
        environ[name] for name in environ if re.search("KEY$|PASSWORD|USER|DATABASE_URL", name)
    ]
    assert not [each for each in secrets if len(each) > 5 and each in line], line
    return line


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
    refused(GOOD | CHANNELS | change, words)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        *(
            ({name: "1"}, f"^{name} is on")
            for name in ("DEBUG", "FLASK_DEBUG", "PORTAL_DEBUG", "WERKZEUG_DEBUG_PIN")
        ),
        ({"PORTAL_SECRET_KEY": "change-me-change-me-change-me-please"}, "from an example"),
        ({"PORTAL_SECRET_KEY": "your-secret-key-of-more-than-32-letters"}, "from an example"),
        ({"PORTAL_SECRET_KEY": "k7Qx2vLp9sTz" * 3}, "PORTAL_SECRET_KEY says the same"),
        ({"PORTAL_IDENTITY_KEY": "0123456789abcdef" * 4}, "PORTAL_IDENTITY_KEY says the same"),
        ({"PORTAL_SECRET_KEY": bytes(range(32)).hex()}, "must differ"),
        ({"PORTAL_SECRET_KEY": bytes(range(32)).hex().upper()}, "must differ"),
        ({"PORTAL_DATABASE_URL": "mysql://portal@localhost/portal"}, "must begin with postgresql"),
        ({"PORTAL_DATABASE_URL": "portal"}, "must begin with postgresql"),
        ({"PORTAL_DATABASE_URL": ELSEWHERE}, "another machine without sslmode"),
        ({"PORTAL_DATABASE_URL": f"{ELSEWHERE}?sslmode=prefer"}, "another machine without sslmode"),
        (
            {"PORTAL_DATABASE_URL": "postgresql:///portal?host=db.example.se"},
            "another machine without sslmode",
        ),
        (
            {"PORTAL_DATABASE_URL": "sqlite://", "PORTAL_SQLITE_IN_PRODUCTION": "1"},
            "a database in memory",
        ),
        ({"PORTAL_STATEMENT_SECONDS": "61"}, "PORTAL_STATEMENT_SECONDS must be 60 or less"),
        ({"PORTAL_TRUSTED_PROXIES": "-1"}, "PORTAL_TRUSTED_PROXIES must be"),
        ({"PORTAL_TRUSTED_PROXIES": "6"}, "PORTAL_TRUSTED_PROXIES must be"),
        ({"PORTAL_TRUSTED_PROXIES": "one"}, "PORTAL_TRUSTED_PROXIES cannot be read"),
        ({"PORTAL_TRUSTED_HOSTS": "*"}, "name each host in full"),
        ({"PORTAL_TRUSTED_HOSTS": "*.malmo.example"}, "name each host in full"),
        ({"PORTAL_TRUSTED_HOSTS": "https://plan.malmo.example"}, "names only"),
        ({"PORTAL_TRUSTED_HOSTS": "plan.malmo.example:443"}, "names only"),
        ({"PORTAL_TRUSTED_HOSTS": "plan.malmo.example, a b"}, "names only"),
        ({"PORTAL_PROVIDERS": "broker"}, "PORTAL_PROVIDERS: No such file"),
        ({"PORTAL_SECRET_KEY_FILE": "/run/secrets/key"}, "are both set"),
        (
            {"PORTAL_SECRET_KEY": "", "PORTAL_SECRET_KEY_FILE": "/no/such/file"},
            r"PORTAL_SECRET_KEY_FILE cannot be read \(FileNotFoundError\)",
        ),
        (
            {"PORTAL_IDENTITY_KEY": "", "PORTAL_IDENTITY_KEY_FILE": "/"},
            "PORTAL_IDENTITY_KEY_FILE cannot be read",
        ),
    ],
)
def test_what_else_refuses_to_start(change, words):
    refused(GOOD | change, words)


# Each is another machine, however it is named.
AWAY = (
    "postgresql:///portal?hostaddr=203.0.113.7", "postgresql://localhost/portal?hostaddr=203.0.113.7",
    "postgresql://127.0.0.1/portal?hostaddr=127.0.0.1,203.0.113.7", "postgresql:///portal?service=away",
    "postgresql://localhost/portal?host=db.example.se", "postgresql:///portal?host=/run,db.example.se",
    "postgresql:///portal?host=localhost&host=db.example.se", "postgresql:///portal?host=localhost,%20db.se",
    "postgresql:///portal?host=localhost:5432&host=db.example.se:5432",
    "postgresql+psycopg:///portal?hostaddr=2001:db8::7", "postgresql://LOCALHOST.example.se/portal",
)  # fmt: skip


@pytest.mark.parametrize("url", AWAY)
def test_a_database_elsewhere_is_spoken_to_over_tls_however_it_is_named(url):
    refused(GOOD | {"PORTAL_DATABASE_URL": url}, "another machine without sslmode")
    more = "&" if "?" in url else "?"
    assert from_environment(GOOD | {"PORTAL_DATABASE_URL": f"{url}{more}sslmode=verify-full"}).https
    twice = f"{url}{more}sslmode=verify-full&sslmode=disable"
    refused(GOOD | {"PORTAL_DATABASE_URL": twice}, "another machine without sslmode")


@pytest.mark.parametrize("variable", ["PGHOST", "PGHOSTADDR", "PGSERVICE"])
def test_so_is_one_that_libpqs_own_environment_names(monkeypatch, variable):
    here = {"PORTAL_DATABASE_URL": "postgresql:///portal"}
    assert from_environment(GOOD | here).https
    monkeypatch.setenv(variable, "db.example.se")
    refused(GOOD | here, "another machine without sslmode")


@pytest.mark.parametrize(
    "change",
    [
        {"FLASK_DEBUG": "0", "DEBUG": ""},
        {"PORTAL_DATABASE_URL": "postgresql://localhost/portal?hostaddr=127.0.0.1"},
        {"PORTAL_DATABASE_URL": "postgresql:///portal?host=/run/postgresql,localhost"},
        {"PORTAL_DATABASE_URL": f"{ELSEWHERE}?sslmode=verify-full"},
        {"PORTAL_DATABASE_URL": "postgresql:///portal?host=/run/postgresql"},
        {"PORTAL_DATABASE_URL": "postgresql+psycopg://portal@[::1]/portal"},
        {"PORTAL_TRUSTED_PROXIES": "2"},
        {"PORTAL_TRUSTED_HOSTS": "plan.malmo.example, localhost,127.0.0.1"},
    ],
)
def test_what_is_safe_is_taken(change):
    assert from_environment(GOOD | change).https


def test_secrets_come_from_files_that_only_their_owner_reads(tmp_path):
    files = {"SECRET_KEY": tmp_path / "session", "IDENTITY_KEY": tmp_path / "identity"}
    named = {f"PORTAL_{name}_FILE": str(path) for name, path in files.items()}
    for name, path in files.items():
        path.write_text(GOOD[f"PORTAL_{name}"] + "\n")
        path.chmod(0o640)
    without = {name: value for name, value in GOOD.items() if not name.endswith("KEY")}
    settings = from_environment(without | named)
    assert settings.secret_key == settings.channels.report_key == GOOD["PORTAL_SECRET_KEY"]
    assert settings.identity_key == bytes(range(32))
    for mode in (0o644, 0o602, 0o601):
        files["SECRET_KEY"].chmod(mode)
        refused(without | named, "PORTAL_SECRET_KEY_FILE is open to everybody")
    files["SECRET_KEY"].chmod(0o600)
    files["SECRET_KEY"].write_text(" \n")
    refused(without | named, "PORTAL_SECRET_KEY_FILE is empty")


DEMO = {"PORTAL_ENV": "demo", "PORTAL_TRUSTED_HOSTS": "localhost"}
ON_SQLITE = {"PORTAL_SQLITE_IN_PRODUCTION": "1"}


def portal(*command: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """The command as it is really run, with nothing of ours in its environment."""
    mine = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    return subprocess.run(
        [sys.executable, "-m", "portal", *command], env=mine | environ, cwd=ROOT, timeout=60,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("command", "change", "line"),
    [
        ("serve", {"PORTAL_SECRET_KEY": ""}, "PORTAL_SECRET_KEY is missing"),
        ("serve", {"FLASK_DEBUG": "1"}, "FLASK_DEBUG is on"),
        ("serve", {"PORTAL_DATABASE_URL": "postgresql://x@127.0.0.1:9/x"}, "does not answer"),
        ("deliver", {"PORTAL_TRUSTED_PROXIES": "-1"}, "PORTAL_TRUSTED_PROXIES must be"),
        ("migrate", {"PORTAL_TRUSTED_HOSTS": "*"}, "name each host in full"),
    ],
)
def test_a_refused_process_says_one_line_and_ends_with_2(command, change, line):
    ended = portal(command, **GOOD | change)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("portal: ")
    assert ended.stderr.count("\n") == 1
    assert line in ended.stderr


def on(url: str, **change: str) -> Settings:
    return from_environment(GOOD | {"PORTAL_DATABASE_URL": url} | change)


def test_a_database_of_made_up_people_is_for_no_production(sqlite_templates):
    with sqlite_templates.copy() as url:
        with pytest.raises(UnsafeSettings, match="names a demo's database"):
            create_app(on(url, **ON_SQLITE))
        ended = portal("serve", **GOOD | ON_SQLITE | {"PORTAL_DATABASE_URL": url})
        assert (ended.returncode, ended.stderr) == (2, f"portal: {startup.A_DEMO}\n")


def test_a_database_without_its_tables_is_not_served(tmp_path):
    url = f"sqlite:///{tmp_path / 'new.db'}"
    with pytest.raises(UnsafeSettings, match="latest migration"):
        create_app(on(url, **ON_SQLITE))


@pytest.fixture
def real(tmp_path):
    """A production's database: every table, and nobody made up."""
    database = Database(f"sqlite:///{tmp_path / 'real.db'}")
    migrations.upgrade(database)
    yield database
    database.dispose()


def test_a_demo_is_not_started_on_a_database_of_real_people(real):
    for environment in ("demo", "test"):
        with pytest.raises(UnsafeSettings, match="was not made by `portal demo`"):
            create_app(on(real.url, **DEMO | {"PORTAL_ENV": environment}))
    with real.writing() as session, session.begin():
        instance.mark_as_demo(session)
    assert "/sign-in/demo" in addresses(create_app(on(real.url, **DEMO)))


def addresses(app) -> set[str]:
    return {rule.rule for rule in app.url_map.iter_rules()}


def test_the_demo_sign_in_does_not_exist_in_production(real):
    app = create_app(on(real.url, **ON_SQLITE))
    assert not addresses(app) & {"/sign-in/demo", "/outbox"}
    host = {"base_url": "https://plan.malmo.example"}
    shown = app.test_client().get("/sign-in", **host)
    assert shown.status_code == 200
    assert "/sign-in/demo" not in shown.text
    assert app.test_client().get("/outbox", **host).status_code == 404
    assert app.test_client().get("/sign-in/demo", **host).status_code == 404


def test_a_demo_answers_on_this_machine_only():
    settings = {
        "PORTAL_ENV": "test",
        "PORTAL_TRUSTED_HOSTS": "",
        "PORTAL_DATABASE_URL": "sqlite://",
    }
    asking = create_app(from_environment(GOOD | settings)).test_client()
    assert asking.get("/about", base_url="http://127.0.0.1:5000").status_code == 200
    assert asking.get("/about", base_url="http://plan.malmo.example").status_code == 400


# What a role is given, and what it is refused for; None: it may serve.
ROLES = {
    "superuser": ("ALTER ROLE {role} SUPERUSER", "no rule binds it"),
    "bypass": ("ALTER ROLE {role} BYPASSRLS", "no rule binds it"),
    "maker of roles": ("ALTER ROLE {role} CREATEROLE", "no rule binds it"),
    "member of a mighty one": ("GRANT portal TO {role}", "no rule binds it"),
    "not inheriting": ("ALTER ROLE {role} NOINHERIT; GRANT portal TO {role}", "no rule binds it"),
    "owner of a table": ("ALTER TABLE step OWNER TO {role}", "it owns the tables"),
    "owner of a function": ("ALTER FUNCTION trace_append_only() OWNER TO {role}", "it owns the tables"),
    "owner of the schema": ("ALTER SCHEMA public OWNER TO {role}", "it owns the tables"),
    "owner of the database": ("ALTER DATABASE {name} OWNER TO {role}", "it owns the tables"),
    "member of the owner": (
        "ALTER TABLE step OWNER TO {owner}; GRANT {owner} TO {role}", "it owns the tables",
    ),
    "not inheriting the owner": (
        "ALTER TABLE step OWNER TO {owner}; ALTER ROLE {role} NOINHERIT; GRANT {owner} TO {role}",
        "it owns the tables",
    ),
    "of its own": ("SELECT 1", None),
}  # fmt: skip


@pytest.fixture
def serving_role(postgres_templates):
    """`serving_role(words)`: the settings of a role that was given something, on a copy."""
    with postgres_templates.copy() as served:
        url, name = owner_url(served), urlsplit(served).path[1:]
        role, owner = f"r_{name}"[:60], f"o_{name}"[:60]

        def give(words: str) -> Settings:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(words.format(role=role, owner=owner, name=name))
            return on(url.replace("//portal@", f"//{role}@"))

        with psycopg.connect(url, autocommit=True) as connection:
            for each in (role, owner):
                connection.execute(f"CREATE ROLE {each} LOGIN")
            connection.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}")
        yield give
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"REASSIGN OWNED BY {role}, {owner} TO portal")
            connection.execute(f"DROP OWNED BY {role}, {owner}")
            connection.execute(f"DROP ROLE {role}, {owner}")


@pytest.mark.postgres
@pytest.mark.parametrize(("given", "refused_for"), ROLES.values(), ids=ROLES)
def test_a_role_that_could_take_the_rules_off_is_refused(serving_role, given, refused_for):
    settings = serving_role(given)
    words = f"must not serve: {refused_for}" if refused_for else "a demo's database"
    with pytest.raises(UnsafeSettings, match=words):
        create_app(settings)


@pytest.mark.postgres
@pytest.mark.parametrize("command", ["serve", "deliver"])
def test_neither_command_runs_as_the_owner_of_the_tables(serving_role, command):
    serving_role("ALTER TABLE step OWNER TO {role}")
    url = serving_role("SELECT 1").database_url
    ended = portal(command, **GOOD | CHANNELS | {"PORTAL_DATABASE_URL": url})
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert "it owns the tables, or belongs to the role that does" in ended.stderr
