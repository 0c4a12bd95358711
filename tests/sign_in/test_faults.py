"""What a provider can do wrong: each is refused with a page, soon, and nobody is signed in."""

import time
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import pytest
from joserfc.jwk import ECKey
from sqlalchemy import func, select

from portal import clock
from portal.people.models import SignIn
from portal.sign_in import clients
from portal.sign_in.attempts import LASTS
from portal.sign_in.models import Attempt
from tests.moments import NOW
from tests.one_database import templates  # noqa: F401 - a fixture
from tests.sign_in.conftest import LOW, query
from tests.sign_in.hostile import (
    COORDINATION,
    NUMBER,
    PREVIOUS,
    signed_with_public_key,
    tampered,
    unsigned,
    without,
)

SECONDS = 5.0  # the whole of it: four for all that is asked, and the page
TOKEN, KEYS, METADATA = "/token", "/keys", "/.well-known/openid-configuration"
STRANGER = ECKey.generate_key("P-256", {"kid": "one"})
UNKNOWN = ECKey.generate_key("P-256", {"kid": "nobody's"})
THEN = int(NOW.timestamp())


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong: claims, a token, an answer, or what a path does."""

    claims: object = None
    token: object = None
    answer: object = None
    how: tuple[str, str] | None = None
    metadata: object = None
    status: int = 400


def put(**changed):
    return Fault(claims=lambda claims: claims | changed)


def leave_out(name):
    return Fault(claims=lambda claims: without(claims, name))


def at(path, how, status=503):
    return Fault(how=(path, how), status=status)


FAULTS = {
    "wrong nonce": put(nonce="another"),
    "no nonce": leave_out("nonce"),
    "no nonce, and says it knows none": Fault(
        claims=lambda claims: without(claims, "nonce"), metadata={"nonce_supported": False}
    ),
    "nonce of another kind": put(nonce=["nonce"]),
    "for another client": put(aud="another"),
    "for several, by nobody": put(aud=["bankid", "another"]),
    "for several, by another": put(aud=["bankid", "another"], azp="another"),
    "by another party": put(azp="another"),
    "for a number": put(aud=[1]),
    "run out": put(iat=THEN - 700, exp=THEN - 400),
    "never runs out": leave_out("exp"),
    "runs out at no time": put(exp=float("nan")),
    "lives for a year": put(exp=THEN + 365 * 86400),
    "foreign issuer": put(iss="https://elsewhere.example"),
    "no subject": leave_out("sub"),
    "subject of another kind": put(sub=7),
    "issued in the future": put(iat=THEN + 400, exp=THEN + 700),
    "not yet": put(nbf=THEN + 400),
    "too weak": replace(put(acr=LOW), status=403),
    "no level": replace(leave_out("acr"), status=403),
    "level of another kind": replace(put(acr=[LOW]), status=403),
    "seen long ago": put(auth_time=THEN - 4000),
    "seen at no time": leave_out("auth_time"),
    "seen tomorrow": put(auth_time=THEN + 86400),
    "wrong key": Fault(token=lambda hostile, claims: hostile.sign(claims, STRANGER)),
    "unknown key": Fault(token=lambda hostile, claims: hostile.sign(claims, UNKNOWN)),
    "unsigned": Fault(token=lambda _hostile, claims: unsigned(claims)),
    "signed with the public key": Fault(token=signed_with_public_key),
    "tampered with": Fault(token=tampered),
    "half a token": Fault(token=lambda hostile, claims: hostile.sign(claims)[:40] + ".e30.AA"),
    "no token": Fault(token=lambda _hostile, _claims: None),
    "a token that is a number": Fault(token=lambda _hostile, _claims: 7),
    "a token that is noise": Fault(token=lambda _hostile, _claims: "å.b.c"),
    "both numbers": put(**{COORDINATION: "198105732385"}),
    "no number": leave_out(NUMBER),
    "a number with a wrong digit": put(**{NUMBER: "198304149283"}),
    "a number of no day": put(**{NUMBER: "198302304287"}),
    "a number with a hyphen": put(**{NUMBER: "19830414-9282"}),
    "a number that is none": put(**{NUMBER: 198304149282}),
    "an old number that is none": put(**{PREVIOUS: "' OR 1=1 --"}),
    "answer by another": Fault(answer={"iss": "https://elsewhere.example"}),
    "answer by nobody": Fault(answer={"iss": None}),
    "answer without a code": Fault(answer={"code": None}),
    "an error nobody knows": Fault(answer={"error": "<script>", "code": None}),
    "she cancels": Fault(answer={"error": "access_denied", "code": None}),
    "cannot be as strong": Fault(
        answer={"error": "unmet_authentication_requirements", "code": None}, status=403
    ),
    "says it is away": Fault(answer={"error": "temporarily_unavailable"}, status=503),
    "code refused": at(TOKEN, "denial", 400),
    "error": at(TOKEN, "error"),
    "a page": at(TOKEN, "page"),
    "a list": at(TOKEN, "list"),
    "deeper than anyone reads": at(TOKEN, "deep"),
    "half an answer": at(TOKEN, "cut"),
    "leads elsewhere": at(TOKEN, "redirect"),
    "sixty megabytes": at(TOKEN, "huge"),
    "hangs": at(TOKEN, "hang"),
    "drips": at(TOKEN, "drip"),
    "hangs up": at(TOKEN, "gone"),
    "keys away": at(KEYS, "error"),
    "keys are a page": at(KEYS, "page"),
    "keys hang": at(KEYS, "hang"),
    "keys are a list": at(KEYS, "list"),
}
# What is wrong before she is sent anywhere.
AT_THE_START = {
    "metadata hang": at(METADATA, "hang"),
    "metadata away": at(METADATA, "error"),
    "metadata are a page": at(METADATA, "page"),
    "metadata lead elsewhere": at(METADATA, "redirect"),
    "metadata of another": Fault(metadata={"issuer": "https://elsewhere.example"}),
    "metadata nearly ours": Fault(metadata={"issuer": "http://127.0.0.1/"}),
    "no place for the code": Fault(metadata={"token_endpoint": None}),
    "a place that is no page": Fault(metadata={"authorization_endpoint": "javascript:alert(1)"}),
    "a place on this machine": Fault(metadata={"jwks_uri": "file:///etc/passwd"}),
    "a place that is broken": Fault(metadata={"token_endpoint": "http://[/"}),
}


def begin(reader, provider="bankid"):
    """Someone who has been sent to the provider, and what she was sent with."""
    someone = reader(None, "en")
    sent = someone.get(f"/sign-in/with/{provider}", status=303)
    return someone, query(sent.headers["Location"])


def answer_of(hostile, sent, **changed):
    answer = {"code": "a code", "state": sent["state"], "iss": hostile.issuer} | changed
    given = {name: value for name, value in answer.items() if value is not None}
    return f"/sign-in/callback/{sent['client_id']}?{urlencode(given)}"


def signed_in(database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(SignIn))


def test_an_honest_provider_signs_someone_in(reader, hostile, database):
    someone, sent = begin(reader)
    hostile.claims = hostile.good("bankid", sent["nonce"])
    answer = someone.get(answer_of(hostile, sent), status=303)
    assert answer.headers["Location"] == "/"
    assert someone.get("/").heading == "Today"
    assert signed_in(database) == 1


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_lets_nobody_in(reader, hostile, database, name):
    fault = FAULTS[name]
    hostile.metadata = fault.metadata or {}
    someone, sent = begin(reader)
    claims = hostile.good("bankid", sent["nonce"])
    hostile.claims = fault.claims(claims) if fault.claims else claims
    if fault.token:
        hostile.forged = lambda claims: fault.token(hostile, claims)
    if fault.how:
        hostile.how[fault.how[0]] = fault.how[1]
    begun = time.monotonic()
    page = someone.get(answer_of(hostile, sent, **(fault.answer or {})), status=fault.status)
    assert time.monotonic() - begun < SECONDS
    require_friendly(page)
    assert signed_in(database) == 0
    assert someone.client.get("/").status_code == 303


@pytest.mark.parametrize("name", AT_THE_START)
def test_a_provider_that_is_not_itself_is_never_gone_to(reader, hostile, database, name):
    fault = AT_THE_START[name]
    hostile.metadata = fault.metadata or {}
    if fault.how:
        hostile.how[fault.how[0]] = fault.how[1]
    begun = time.monotonic()
    page = reader(None, "en").get("/sign-in/with/bankid", status=fault.status)
    assert time.monotonic() - begun < SECONDS
    require_friendly(page)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Attempt)) == 0


def require_friendly(page):
    """Four numbers to call, a way back, nothing of what was said."""
    assert len(page.soup.select(".phones li")) == 4
    assert page.soup.select_one("main a.btn")["href"] == "/sign-in"
    assert not any(secret in page.text for secret in ("19830414", "<script>", "a code"))


def test_there_are_more_faults_than_were_promised():
    assert len(FAULTS) + len(AT_THE_START) >= 29


def test_a_forged_answer_is_refused(reader, hostile):
    someone, sent = begin(reader)
    hostile.claims = hostile.good("bankid", sent["nonce"])
    forged = someone.get(answer_of(hostile, sent, state="made up"), status=400)
    assert forged.heading == "Please sign in once more"
    reader(None, "en").get("/sign-in/callback/bankid", status=400)
    assert TOKEN not in hostile.asked


def test_another_browser_cannot_use_a_stolen_answer_nor_use_it_up(reader, hostile, database):
    someone, sent = begin(reader)
    hostile.claims = hostile.good("bankid", sent["nonce"])
    thief, _own = begin(reader)
    for each in (thief, reader(None, "en")):
        each.get(answer_of(hostile, sent), status=400)
    assert signed_in(database) == 0
    someone.get(answer_of(hostile, sent), status=303)


def test_an_answer_counts_once(reader, hostile, database):
    someone, sent = begin(reader)
    hostile.claims = hostile.good("bankid", sent["nonce"])
    cookie = someone.client.get_cookie("attempt").value
    someone.get(answer_of(hostile, sent), status=303)
    someone.client.set_cookie("attempt", cookie)
    someone.get(answer_of(hostile, sent), status=400)
    assert hostile.asked.count(TOKEN) == 1
    assert signed_in(database) == 1


def test_an_answer_to_one_provider_does_not_count_at_another(reader, hostile):
    someone, sent = begin(reader, "af")
    hostile.claims = hostile.good("bankid", sent["nonce"])
    someone.get(answer_of(hostile, sent | {"client_id": "bankid"}), status=400)


def test_an_answer_after_ten_minutes_is_too_late(reader, hostile):
    someone, sent = begin(reader)
    clock.fix(NOW + LASTS)
    hostile.claims = hostile.good("bankid", sent["nonce"])
    someone.get(answer_of(hostile, sent), status=400)


def test_attempts_that_never_came_back_are_forgotten(reader, database):
    begin(reader)
    clock.fix(NOW + LASTS)
    begin(reader)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Attempt)) == 1


def test_what_she_is_sent_with(reader):
    _someone, first = begin(reader)
    _someone, second = begin(reader)
    assert first["code_challenge_method"] == "S256"
    assert (first["response_type"], first["response_mode"]) == ("code", "query")
    assert first["ui_locales"] == "en sv"
    assert '"acr":{"essential":true' in first["claims"]
    assert NUMBER in first["claims"]
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name]) >= 43
        assert first[name] != second[name]


@pytest.mark.parametrize(("language", "asked"), [("sv-simple", "sv"), ("ar", "ar sv")])
def test_the_provider_is_asked_for_her_language_and_then_swedish(reader, language, asked):
    sent = reader(None, language).get("/sign-in/with/bankid", status=303)
    assert query(sent.headers["Location"])["ui_locales"] == asked


def test_a_new_key_under_the_old_name_is_asked_for_once_a_minute(reader, hostile):
    def sign_in(status):
        someone, sent = begin(reader)
        hostile.claims = hostile.good("bankid", sent["nonce"])
        someone.get(answer_of(hostile, sent), status=status)

    sign_in(303)
    before = hostile.keys[0]
    try:
        hostile.keys[0] = ECKey.generate_key("P-256", {"kid": "one", "use": "sig"})
        sign_in(303)
        assert hostile.asked.count(KEYS) == 2
        hostile.keys[0] = ECKey.generate_key("P-256", {"kid": "one", "use": "sig"})
        sign_in(400)
        assert hostile.asked.count(KEYS) == 2
    finally:
        hostile.keys[0] = before


def test_where_she_wanted_to_go_is_kept_here_and_only_here(reader, hostile):
    for wanted, led in (("/plan", "/plan"), ("https://elsewhere.example", "/"), ("//x", "/")):
        someone = reader(None, "en")
        sent = query(
            someone.get(f"/sign-in/with/bankid?{urlencode({'next': wanted})}", status=303).headers[
                "Location"
            ]
        )
        assert "plan" not in str(sent)
        hostile.claims = hostile.good("bankid", sent["nonce"])
        answer = someone.get(answer_of(hostile, sent), status=303)
        assert answer.headers["Location"] == led


def test_signing_in_ends_the_sign_in_before(reader, hostile, database):
    rim = reader("hodan", "en")
    sent = query(rim.get("/sign-in/with/bankid", status=303).headers["Location"])
    hostile.claims = hostile.good("bankid", sent["nonce"])
    rim.get(answer_of(hostile, sent), status=303)
    assert signed_in(database) == 1
    assert "Rim" in rim.get("/").text


def test_a_refusal_can_be_read_in_another_language(reader, hostile):
    someone, sent = begin(reader)
    page = someone.get(answer_of(hostile, sent, error="access_denied"), status=400)
    assert page.soup.select_one("a.lang")["href"] == "/language?next=/sign-in/refused/cancelled"
    arabic = reader(None, "ar").get("/sign-in/refused/cancelled", status=400)
    assert arabic.soup.html["dir"] == "rtl"
    reader(None, "ar").get("/sign-in/refused/anything", status=404)


def test_there_is_no_way_in_where_no_provider_is(app, reader):
    clients.install(app, ())
    for path in ("/sign-in/with/bankid", "/sign-in/callback/bankid"):
        reader(None, "en").get(path, status=404)
    assert reader(None).client.post("/sign-in/logout/bankid").status_code == 404
