"""Passkeys in a real Chromium with an authenticator of its own (WebAuthn over CDP)."""

import json
import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select, update

from portal import clock
from portal.db import Database
from portal.notices.models import Notice, NoticeKind
from portal.people.demo import demo_id
from portal.people.models import SignIn
from portal.people.sign_in import load, start
from portal.people.sign_in_limits import Assurance
from portal.sign_in import passkeys
from portal.sign_in.passkey_models import Passkey, PasskeyChallenge
from portal.sign_in.passkeys import Place, Refused
from tests.moments import NOW
from tests.sign_in.people import codes_sent, give_letter

SIGN_IN = "Logga in med den här telefonen"
KNOW_ME = "Låt telefonen känna igen mig"
# What the script sends, caught on its way instead of sent.
CATCH = "() => { document.querySelector('[data-passkey]').submit = function () { window.caught = this.elements.answer.value; }; }"


@pytest.fixture
def phone(visit, portal, monkeypatch):
    """A phone on the portal by its name: passkeys know no addresses of digits."""
    monkeypatch.setattr(portal, "address", portal.address.replace("127.0.0.1", "localhost"))

    def start(person=None, *, language="sv", verified=True):
        visitor = visit(person, language)
        cdp = visitor.context.new_cdp_session(visitor.page)
        cdp.send("WebAuthn.enable")
        made = cdp.send("WebAuthn.addVirtualAuthenticator", {"options": {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
            "hasUserVerification": True, "isUserVerified": verified, "automaticPresenceSimulation": True,
        }})  # fmt: skip
        visitor.cdp, visitor.authenticator = cdp, made["authenticatorId"]
        return visitor

    return start


@pytest.fixture
def known(phone):
    """Rim's phone, which knows her, signed out."""

    def start(**rest):
        visitor = phone("rim", **rest)
        add(visitor)
        visitor.open("/sign-ins")
        visitor.page.locator("form[action^='/sign-ins/'][action$='/end'] button").first.click()
        visitor.page.wait_for_url("**/signed-out**")
        return visitor

    return start


def add(visitor):
    page = visitor.open("/sign-ins/passkey")
    page.get_by_role("button", name=KNOW_ME).click()
    expect(page.locator(".notice")).to_contain_text("Nu känner telefonen igen dig")


def stored(portal, table):
    database: Database = portal.app.extensions["portal.database"]
    with database.reading() as db:
        return db.scalars(select(table)).all()


def send(page, answer):
    """Sends an answer as the script would; the status of what came back."""
    with page.expect_response("**/sign-in/passkey") as response:
        page.evaluate(
            "answer => { const form = document.querySelector('[data-passkey]');"
            " form.elements.answer.value = answer; HTMLFormElement.prototype.submit.call(form); }",
            answer,
        )
    return response.value.status


def catch(visitor):
    """An answer to a fresh challenge, not sent yet."""
    page = visitor.open("/sign-in")
    page.evaluate(CATCH)
    page.get_by_role("button", name=SIGN_IN).click()
    page.wait_for_function("() => window.caught")
    return page.evaluate("window.caught")


def changed(answer, **client):
    """An answer whose client data says something else."""
    import base64

    said = json.loads(answer)
    old = said["response"]["clientDataJSON"]
    data = json.loads(base64.urlsafe_b64decode(old + "=" * (-len(old) % 4))) | client
    said["response"]["clientDataJSON"] = (
        base64.urlsafe_b64encode(json.dumps(data).encode()).rstrip(b"=").decode()
    )
    return json.dumps(said)


def test_add_one_sign_out_and_sign_in_with_it(known, portal):
    visitor = known()
    [key] = stored(portal, Passkey)
    [told] = [each for each in stored(portal, Notice) if each.kind is NoticeKind.NEW_PASSKEY]
    assert told.subject_id == key.id
    assert stored(portal, PasskeyChallenge) == []
    [kept] = visitor.cdp.send(
        "WebAuthn.getCredentials", {"authenticatorId": visitor.authenticator}
    )["credentials"]
    assert kept["isResidentCredential"]
    assert "rim" not in kept["userHandle"].lower()
    page = visitor.open("/sign-in?next=/plan")
    page.get_by_role("button", name=SIGN_IN).click()
    expect(page.locator("h1")).to_have_text("خطتك")  # signing out took the language of this phone
    visitor.open("/sign-ins")
    expect(page.locator("main .rows .row")).to_have_count(1)


def test_an_answer_serves_once(known):
    visitor = known()
    answer = catch(visitor)
    assert send(visitor.page, answer) == 303
    visitor.page.wait_for_url(re.compile(r"/$"))
    visitor.context.clear_cookies()
    visitor.open("/sign-in")
    assert send(visitor.page, answer) == 422


@pytest.fixture
def asked(known, portal):
    """A fresh answer, and what the portal says to it, from this place or from another."""
    visitor = known()
    answer = catch(visitor)
    origin = portal.address

    def ask(answer=answer, host="localhost", origin=origin):
        database: Database = portal.app.extensions["portal.database"]
        with database.writing() as db:
            who = passkeys.signed_in_with(db, Place(host, origin), answer)
            db.commit()
            return who

    return ask


def test_the_challenge_itself_serves_once(asked):
    assert asked().participant == demo_id("rim")
    with pytest.raises(Refused):
        asked()


def test_a_count_that_goes_back_is_refused_and_told(asked, portal):
    database: Database = portal.app.extensions["portal.database"]
    with database.writing() as db, db.begin():
        count = db.scalars(select(Passkey.sign_count)).one()
        assert count > 0  # this one counts
        db.execute(update(Passkey).values(sign_count=count + 10))
    with pytest.raises(passkeys.Copied):
        asked()
    [told] = [each for each in stored(portal, Notice) if each.kind is NoticeKind.PASSKEY_REFUSED]
    assert told.participant_id == demo_id("rim")


@pytest.mark.parametrize("place", [{"origin": "https://localhost"}, {"host": "example.se"}])
def test_an_answer_made_for_another_place_is_refused(asked, place):
    with pytest.raises(Refused):
        asked(**place)


def test_a_challenge_lasts_five_minutes(asked):
    clock.fix(NOW + timedelta(minutes=5))
    with pytest.raises(Refused):
        asked()


def test_after_a_letter_the_phone_is_known_and_everything_opens(phone, portal):
    database: Database = portal.app.extensions["portal.database"]
    with database.writing() as db, db.begin():
        lena = load(db, start(db, staff=demo_id("lena")))
    letter = give_letter(database, lena)
    visitor = phone()
    page = visitor.open(f"/sign-in/letter?reference={letter.reference}")
    page.get_by_label("Din hemliga kod").fill(letter.code.lower())
    page.get_by_role("button", name="Fortsätt").click()
    page.get_by_label("Koden i sms:et").fill(codes_sent(database)[0])
    page.get_by_role("button", name="Logga in", exact=True).click()
    expect(page.locator("h1")).to_have_text(SIGN_IN)
    assert page.goto(f"{visitor.address}/messages").status == 403
    visitor.open("/")
    page.get_by_role("link", name=KNOW_ME).click()
    page.get_by_role("button", name=KNOW_ME).click()
    expect(page.locator(".tabs")).to_be_visible()
    assert page.goto(f"{visitor.address}/messages").status == 200
    with database.reading() as db:
        mine = db.scalars(select(SignIn).where(SignIn.participant_id == demo_id("rim"))).all()
    assert [(each.way, each.assurance) for each in mine] == [("passkey", Assurance.FULL)]


def test_an_old_answer_does_not_fit_a_new_challenge(known):
    visitor = known()
    old = catch(visitor)
    catch(visitor)  # this browser has been given another since
    assert send(visitor.page, old) == 422


def test_one_without_a_finger_or_a_code_is_refused(known):
    visitor = known()
    visitor.cdp.send(
        "WebAuthn.setUserVerified",
        {"authenticatorId": visitor.authenticator, "isUserVerified": False},
    )
    page = visitor.open("/sign-in")
    page.get_by_role("button", name=SIGN_IN).click()
    expect(page.locator("[data-passkey] [data-refused]")).to_be_visible()
    # A browser that does not ask for it gets nowhere either.
    page.evaluate(CATCH)
    page.evaluate(
        "() => { const get = navigator.credentials.get.bind(navigator.credentials);"
        "navigator.credentials.get = (o) => { o.publicKey.userVerification = 'discouraged'; return get(o); }; }"
    )
    page.get_by_role("button", name=SIGN_IN).click()
    page.wait_for_function("() => window.caught")
    assert send(page, page.evaluate("window.caught")) == 422


@pytest.mark.parametrize(
    "client", [{"origin": "https://localhost.example"}, {"origin": "http://localhost:1"}, {"type": "webauthn.create"}]
)  # fmt: skip
def test_one_from_elsewhere_is_refused(known, client):
    visitor = known()
    assert send(visitor.page, changed(catch(visitor), **client)) == 422


def test_one_that_was_removed_opens_nothing(known):
    visitor = known()
    page = visitor.open("/sign-in")
    page.get_by_role("button", name=SIGN_IN).click()
    expect(page.locator("h1")).to_have_text("اليوم")
    page = visitor.open("/sign-ins/passkey")
    page.locator("form[action$='/remove'] button").click()
    page.wait_for_url(re.compile(r"/signed-out\?in=ar$"))  # it had signed in this very phone
    visitor.context.clear_cookies()
    page = visitor.open("/sign-in")
    page.get_by_role("button", name=SIGN_IN).click()
    expect(page.locator("h1")).to_have_text("Du är inte inloggad")


def test_on_anothers_phone_it_is_not_offered(phone):
    visitor = phone("rim")
    page = visitor.open("/sign-ins")
    page.get_by_role("button", name="Det här är inte min telefon").click()
    page = visitor.open("/sign-ins/passkey")
    expect(page.get_by_role("button", name=KNOW_ME)).to_have_count(0)
