"""A provider's word that someone has signed out: only a good logout token counts, and once."""

import pytest
from joserfc.jwk import ECKey
from limits import parse
from sqlalchemy import func, select

from portal.people.demo import demo_id
from portal.people.models import SignIn
from portal.people.sign_in import start
from portal.sign_in.models import ProviderSignIn
from portal.sign_in.tokens import LOGOUT_EVENT
from portal.web import rates
from portal.web.models import KeptForm
from tests.moments import NOW
from tests.sign_in.hostile import signed_with_public_key, unsigned, without
from tests.sign_in.test_faults import answer_of, begin

THEN = int(NOW.timestamp())


@pytest.fixture
def rim(reader, hostile):
    """Rim, signed in by way of the provider."""
    someone, sent = begin(reader)
    hostile.claims = hostile.good("bankid", sent["nonce"])
    someone.get(answer_of(hostile, sent), status=303)
    return someone


def logout_claims(hostile, **changed):
    return {
        "iss": hostile.issuer, "aud": "bankid", "iat": THEN, "exp": THEN + 120, "jti": "one",
        "sub": "rim", "sid": "session one", "events": {LOGOUT_EVENT: {}},
    } | changed  # fmt: skip


def tell(app, token, provider="bankid"):
    client = app.test_client(use_cookies=False)
    return client.post(f"/sign-in/logout/{provider}", data={"logout_token": token})


def signed_in(database):
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(ProviderSignIn))


@pytest.mark.parametrize("by", ["both", "sub", "sid"])
def test_the_provider_ends_the_sign_in(app, rim, hostile, database, by):
    claims = logout_claims(hostile)
    if by != "both":
        claims = without(claims, {"sub": "sid", "sid": "sub"}[by])
    answer = tell(app, hostile.sign(claims, typ="logout+jwt"))
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert "Set-Cookie" not in answer.headers
    assert signed_in(database) == 0
    assert rim.client.get("/").status_code == 303


@pytest.mark.usefixtures("rim")
def test_others_stay_signed_in(app, hostile, database):
    with database.writing() as session, session.begin():
        start(session, participant=demo_id("rim"))
        session.add(KeptForm(actor_id=demo_id("hodan"), fields={}, at=NOW))
    assert tell(app, hostile.sign(logout_claims(hostile))).status_code == 200
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(SignIn)) == 1
        assert session.scalar(select(func.count()).select_from(KeptForm)) == 1


def test_a_session_of_another_person_is_not_hers(app, rim, hostile):
    for changed in ({"sub": "hodan"}, {"sid": "session two", "jti": "two"}):
        assert tell(app, hostile.sign(logout_claims(hostile, **changed))).status_code == 200
    assert rim.client.get("/").status_code == 200


FAULTS = {
    "foreign issuer": {"iss": "https://elsewhere.example"},
    "another client": {"aud": "another"},
    "run out": {"iat": THEN - 400, "exp": THEN - 100},
    "old": {"iat": THEN - 400, "exp": THEN + 100},
    "of tomorrow": {"iat": THEN + 400, "exp": THEN + 500},
    "no event": {"events": {}},
    "another event": {"events": {"https://elsewhere.example": {}}},
    "an event that is none": {"events": [LOGOUT_EVENT]},
    "with a nonce": {"nonce": "an ID token has one"},
    "no name of its own": {"jti": ""},
    "about nobody": {"sub": "", "sid": ""},
    "about a number": {"sub": 7},
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_faulty_token_ends_nothing(app, rim, hostile, name):
    claims = logout_claims(hostile, **FAULTS[name])
    assert tell(app, hostile.sign(claims)).status_code == 400
    assert rim.client.get("/").status_code == 200


def test_a_forged_token_ends_nothing(app, rim, hostile):
    claims = logout_claims(hostile)
    stranger = ECKey.generate_key("P-256", {"kid": "one"})
    forged = (
        unsigned(claims), signed_with_public_key(hostile, claims), hostile.sign(claims, stranger),
        hostile.sign(claims, typ="at+jwt"), "noise", "",
        hostile.sign(hostile.good("bankid", "a nonce")),
    )  # fmt: skip
    assert [tell(app, token).status_code for token in forged] == [400] * len(forged)
    assert app.test_client().post("/sign-in/logout/bankid").status_code == 400
    assert rim.client.get("/").status_code == 200


def test_a_token_counts_once(app, rim, reader, hostile):
    token = hostile.sign(logout_claims(hostile))
    assert tell(app, token).status_code == 200
    someone, sent = begin(reader)
    hostile.claims = hostile.good("bankid", sent["nonce"])
    someone.get(answer_of(hostile, sent), status=303)
    assert tell(app, token).status_code == 400
    assert someone.client.get("/").status_code == 200
    assert rim.client.get("/").status_code == 303


def test_a_token_for_one_provider_does_not_count_at_another(app, rim, hostile):
    assert tell(app, hostile.sign(logout_claims(hostile)), "af").status_code == 400
    # Nor does one that is good there end what began here, though the names are the same.
    assert tell(app, hostile.sign(logout_claims(hostile, aud="af")), "af").status_code == 200
    assert rim.client.get("/").status_code == 200


@pytest.mark.usefixtures("rim")
def test_keys_that_cannot_be_had_are_asked_for_later(app, hostile, database):
    app.extensions["portal.clients"]["bankid"]._metadata._keys = None
    hostile.how["/keys"] = "error"
    assert tell(app, hostile.sign(logout_claims(hostile))).status_code == 503
    assert signed_in(database) == 1


def test_the_cookie_of_a_browser_lets_nobody_end_anything(rim, hostile):
    """The address takes no form token, so it must look at nothing a browser brings along."""
    assert rim.client.post("/sign-in/logout/bankid").status_code == 400
    assert rim.client.get("/").status_code == 200
    assert hostile.asked.count("/token") == 1


def test_what_is_kept_names_nobody(rim, hostile, database):  # noqa: ARG001 - she has signed in
    token = hostile.sign(hostile.claims)
    with database.reading() as session:
        row = session.scalars(select(ProviderSignIn)).one()
    kept = row.id_token + row.sub_hash + (row.sid_hash or b"")
    assert not any(part in kept for part in (b"rim", b"session one", token[:20].encode()))


def test_signing_out_here_goes_on_to_the_provider(rim, hostile, database):
    token = rim.get("/me").form("/sign-out")["csrf_token"]
    page = rim.post("/sign-out", {"csrf_token": token}, status=200)
    onward = page.soup.select_one("main a.btn")["href"]
    assert onward.startswith(f"{hostile.issuer}/out?id_token_hint=eyJ")
    assert "post_logout_redirect_uri=http%3A%2F%2Flocalhost%2Fsigned-out&state=" in onward
    assert page.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert signed_in(database) == 0
    assert "Clear-Site-Data" not in rim.get("/signed-out?state=other").headers
    state = onward.rpartition("state=")[2]
    assert "cookies" in rim.get(f"/signed-out?state={state}").headers["Clear-Site-Data"]


def test_signing_out_everywhere_goes_on_too(rim, hostile):
    token = rim.get("/me").form("/sign-out")["csrf_token"]
    page = rim.post("/sign-ins/everywhere", {"csrf_token": token}, status=200)
    assert page.soup.select_one("main a.btn")["href"].startswith(hostile.issuer)


def test_a_provider_without_a_sign_out_of_its_own_ends_here(reader, hostile):
    hostile.metadata = {"end_session_endpoint": None}
    someone, sent = begin(reader)
    hostile.claims = hostile.good("bankid", sent["nonce"])
    someone.get(answer_of(hostile, sent), status=303)
    token = someone.get("/me").form("/sign-out")["csrf_token"]
    left = someone.post("/sign-out", {"csrf_token": token}, status=303)
    assert left.headers["Location"] == "/signed-out?in=en"
    assert "cookies" in left.headers["Clear-Site-Data"]


@pytest.mark.usefixtures("rim")
def test_signing_out_needs_no_provider(rim, hostile):
    hostile.how["/.well-known/openid-configuration"] = "hang"
    token = rim.get("/me").form("/sign-out")["csrf_token"]
    rim.post("/sign-out", {"csrf_token": token}, status=200)
    assert rim.client.get("/").status_code == 303


def test_more_than_a_provider_sends_is_refused_before_anything_is_asked(app, hostile):
    most = parse(rates.LIMITS["logout"].most).amount
    assert most <= 300
    assert {tell(app, "noise").status_code for _each in range(most)} == {400}
    asked = list(hostile.asked)
    refused = tell(app, hostile.sign(logout_claims(hostile)))
    assert (refused.status_code, hostile.asked) == (429, asked)
    assert 0 < int(refused.headers["Retry-After"]) <= 61
