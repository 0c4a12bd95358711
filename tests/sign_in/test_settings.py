"""Provider records: read from a TOML file, refused with one clear line when unsafe."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from portal.config import Environment, UnsafeSettings, from_environment
from portal.config.providers import AGENCIES, OIDC_SE
from portal.people.agencies import Agency
from tests.contracts.test_settings import GOOD
from tests.sign_in.conftest import new_key

BROKER = """
[[provider]]
name = "bankid"
audience = "participants"
label = "BankID"
issuer = "https://broker.example.se/oidc"
client_id = "portal-client"
key_file = "client.pem"
acr = ["http://id.elegnamnden.se/loa/1.0/loa3"]
"""
STAFF = """
[[provider]]
name = "af"
audience = "staff"
label = "Arbetsförmedlingen"
issuer = "https://login.agency.example.se"
client_id = "portal-client"
key_file = "client.pem"
acr = ["http://id.elegnamnden.se/loa/1.0/loa3"]
agency = "af"
organisation = "2021002114"
[provider.claims]
employee = "employeeHsaId"
organisation = "orgNumber"
"""


def pem(key) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@pytest.fixture
def read(tmp_path):
    """`read(toml, key=…, mode=…, env=…)`: the settings with these providers."""

    def make(toml, *, key=None, mode=0o600, env="production"):
        (tmp_path / "providers.toml").write_text(toml, encoding="utf-8")
        if key is not False:
            (tmp_path / "client.pem").write_bytes(key or new_key())
            (tmp_path / "client.pem").chmod(mode)
        hosts = GOOD["PORTAL_TRUSTED_HOSTS"] if env == "production" else "127.0.0.1"
        return from_environment(
            GOOD | {"PORTAL_ENV": env, "PORTAL_TRUSTED_HOSTS": hosts, "PORTAL_PROVIDERS": str(tmp_path / "providers.toml")}
        )  # fmt: skip

    return make


def test_records_are_read_and_say_nothing_of_the_key(read):
    key = new_key()
    settings = read(BROKER + STAFF, key=key)
    broker, staff = settings.providers
    assert (broker.name, broker.label, broker.is_for_staff) == ("bankid", "BankID", False)
    assert broker.key == key
    assert broker.algorithms == ("ES256", "PS256", "RS256")
    assert broker.claims.personal_number == f"{OIDC_SE}personalIdentityNumber"
    assert (staff.agency, staff.organisation, staff.claims.employee) == (
        "af", "2021002114", "employeeHsaId",
    )  # fmt: skip
    assert not any(part in repr(settings) for part in ("PRIVATE", key.decode().split("\n")[1]))


def test_without_a_file_there_is_no_provider():
    assert from_environment(GOOD).providers == ()


def test_the_agencies_are_the_four():
    assert set(AGENCIES) == set(Agency)


def test_a_provider_on_this_machine_is_for_tests_only(read):
    here = BROKER.replace("https://broker.example.se/oidc", "http://127.0.0.1:9")
    assert read(here, env="test").environment is Environment.TEST
    with pytest.raises(UnsafeSettings, match="issuer must be an https"):
        read(here)
    with pytest.raises(UnsafeSettings, match="issuer must be an https"):
        read(here, env="development")


def test_a_demo_has_no_provider(read):
    with pytest.raises(UnsafeSettings, match="a demo signs nobody in but its cast"):
        read(BROKER, env="demo")


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('"bankid"', '"Bank ID"', "name must be"),
        ('"bankid"', '""', "name must be"),
        ('"participants"', '"everyone"', "audience must be participants or staff"),
        ('"BankID"', '" "', "label is missing"),
        ("https://broker", "http://broker", "issuer must be an https"),
        ("https://broker.example.se/oidc", "https://u:p@broker.example.se", "issuer must be an https"),
        ("https://broker.example.se/oidc", "https://broker.example.se?x", "issuer must be an https"),
        ("https://broker.example.se/oidc", "https://[", "issuer must be an https"),
        ('"portal-client"', '""', "client_id is missing"),
        ('key_file = "client.pem"\n', "", "key_file is missing"),
        ("client.pem", "elsewhere.pem", "key_file is missing or cannot be read"),
        ('acr = ["http://id.elegnamnden.se/loa/1.0/loa3"]', "acr = []", "acr is missing"),
        ('acr = ["http://id.elegnamnden.se/loa/1.0/loa3"]', "", "acr is missing"),
        ("acr =", 'algorithms = ["none"]\nacr =', "algorithms may only name"),
        ("acr =", 'algorithms = ["ES256", "HS256"]\nacr =', "algorithms may only name"),
        ("acr =", "algorithms = []\nacr =", "algorithms may only name"),
        ("acr =", 'scopes = ["profile"]\nacr =', "scopes must hold openid"),
        ("acr =", "max_age = 0\nacr =", "max_age must be from 1"),
        ("acr =", "max_age = 86400\nacr =", "max_age must be from 1"),
        ("acr =", 'max_age = "long"\nacr =', "“max_age” is of the wrong kind"),
        ("acr =", 'secret = "x"\nacr =', "there is no setting “secret”"),
        ("acr =", "key_open = false\nacr =", "there is no setting “key_open”"),
        ("acr =", 'agency = "af"\nacr =', "for staff only"),
        ("acr =", "claims = 1\nacr =", "claims must be a table"),
        ("acr =", 'claims = {number = "x"}\nacr =', "there is no setting “number”"),
        ("acr =", 'claims = {personal_number = ""}\nacr =', "claims.personal_number is missing"),
        ("[[provider]]", "[provider]", "each provider is a table of its own"),
        ("acr =", "acr", "cannot be read"),
    ],
)  # fmt: skip
def test_unsafe_records_refuse_to_start(read, before, after, words):
    assert before in BROKER
    with pytest.raises(UnsafeSettings, match=words):
        read(BROKER.replace(before, after, 1))


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('agency = "af"', 'agency = "police"', "agency must be one of"),
        ('agency = "af"\n', "", "agency must be one of"),
        ('"2021002114"', '"202100-2114"', "ten digits"),
        ('employee = "employeeHsaId"', 'employee = ""', "claims.employee is missing"),
    ],
)
def test_staff_come_from_an_agency_with_its_number(read, before, after, words):
    with pytest.raises(UnsafeSettings, match=words):
        read(STAFF.replace(before, after, 1))


def test_two_must_be_told_apart(read):
    with pytest.raises(UnsafeSettings, match="two providers have the same name"):
        read(BROKER + BROKER.replace("broker", "other"))
    with pytest.raises(UnsafeSettings, match="the same issuer and client_id"):
        read(BROKER + BROKER.replace('"bankid"', '"freja"'))


@pytest.mark.parametrize(
    "key",
    [
        pem(rsa.generate_private_key(65537, 2048)),
        pem(ec.generate_private_key(ec.SECP384R1())),
        b"no key",
    ],
    ids=["rsa", "p-384", "noise"],
)
def test_a_key_for_another_algorithm_is_refused(read, key):
    with pytest.raises(UnsafeSettings, match="P-256 private key"):
        read(BROKER, key=key)


def test_a_key_that_others_can_read_is_refused(read):
    with pytest.raises(UnsafeSettings, match="can be read by others"):
        read(BROKER, mode=0o604)
    assert read(BROKER, mode=0o640).providers  # a group of its own is common


def test_a_file_that_is_not_there_is_said_in_one_line():
    with pytest.raises(UnsafeSettings, match=r"PORTAL_PROVIDERS: No such file.*nowhere\.toml"):
        from_environment(GOOD | {"PORTAL_PROVIDERS": "/nowhere.toml"})
