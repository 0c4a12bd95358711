"""Ways in and out: a letter and its codes, a passkey, a sign-in that is old, ended, limited or shared."""

import hashlib
import re
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from portal.audience import Audience
from portal.cli.gallery.album import Album
from portal.cli.gallery.specimens.story import NEWCOMER, OWNER
from portal.cli.gallery.studio import Studio
from portal.cli.gallery.visitor import Visitor, visit
from portal.notices.models import Notice, NoticeKind, NoticeState
from portal.people.actor import Actor
from portal.people.agencies import Agency
from portal.people.demo import demo_id
from portal.people.identity import IdentityVault
from portal.people.sign_in_limits import Assurance
from portal.people.verified_phone import verify_phone
from portal.sign_in import letters
from portal.sign_in.entering import row_of
from portal.sign_in.models import ProviderSignIn

LETTER, CODE = "/sign-in/letter", "form:has([value=code])"
AN_HOUR = timedelta(hours=1)
HODAN, ANNELI, DRAGAN = demo_id("hodan"), demo_id("anneli"), demo_id("dragan")


def letter(browser: Any, studio: Studio, album: Album) -> None:
    """A letter opened: wrongly, then with a code by SMS, and with whoever gave it; limited inside."""
    visitor = visit(browser, studio, album)
    for reference, code in (("", ""), ("1", "2"), ("12345678", "ABCD2345")):
        visitor.go(LETTER)
        visitor.send("main form", {"reference": reference, "code": code})
    _open(studio, visitor, HODAN, phone="+46701740661")
    for typed in ("", "1"):
        visitor.send(CODE, {"code": typed})
    visitor.send("form:has([value=confirmed])")
    visitor.go(f"{LETTER}/code")
    visitor.send(CODE, {"code": _sms_code(studio)})  # in, and offered a passkey
    visitor.go("/")
    visitor.context.close()
    locked_out = visit(browser, studio, album)
    _open(studio, locked_out, DRAGAN, phone="+46701740663")
    for _try in range(3):
        locked_out.send(CODE, {"code": "000000"})
    for _more in range(6):
        locked_out.send("main form", {"@action": f"{LETTER}/code", "do": "again"})
    without_phone = visit(browser, studio, album)
    _open(studio, without_phone, ANNELI)
    for each in (locked_out, without_phone):
        each.context.close()


def _open(studio: Studio, visitor: Visitor, participant: Any, phone: str = "") -> None:
    """Gives a letter out, as staff do, and opens it; a picture of the paper is taken with it."""
    lena = Actor(
        id=demo_id("lena"), role=Audience.CASEWORKER, name="", language="sv", agency=Agency.AF
    )
    with studio.database.writing() as db, db.begin():
        if phone:
            verify_phone(db, lena, participant, phone)
        given = letters.issue(db, lena, participant, "passport")
    visitor.go(LETTER)
    visitor.send("main form", {"reference": given.reference, "code": given.code})


def _sms_code(studio: Studio) -> str:
    with studio.database.writing() as db:
        codes = select(Notice).where(
            Notice.kind == NoticeKind.SIGN_IN_CODE, Notice.state == NoticeState.WAITING,
            Notice.participant_id == HODAN,
        )  # fmt: skip
        return db.scalars(codes.order_by(Notice.created.desc())).all()[0].parameters["code"]


def paper(browser: Any, studio: Studio, album: Album) -> None:
    """The letter on paper, as staff print it: in the participant's language and in Swedish."""
    visitor = visit(browser, studio, album, studio.token(demo_id("lena"), staff=True))
    for slug, phone in (("farhad", "070-174 06 62"), ("tesfay", "")):
        visitor.go(f"/staff/participants/{demo_id(slug)}/letter")
        visitor.send("#letter", {"checked": "passport", "seen": "1", "tried": "1", "phone": phone})
    visitor.context.close()


def limited(browser: Any, studio: Studio, album: Album) -> None:
    """What a letter and a code open, on one's own phone and on another's, with times and without."""
    for person, shared in (
        (demo_id("rim"), False),
        (demo_id("rim"), True),
        (demo_id("mikaela"), False),
        (NEWCOMER, False),
    ):
        token = studio.token(person, assurance=Assurance.LIMITED, shared=shared, way="letter")
        visitor = visit(browser, studio, album, token)
        for path in ("/", "/plan", "/sign-ins", "/sign-ins/passkey"):
            visitor.go(path)
        visitor.context.close()


def grown_old(browser: Any, studio: Studio, album: Album) -> None:
    """A sign-in of an hour ago, which does not do for everything; and one that has ended."""
    visitor = visit(browser, studio, album, studio.token(demo_id("rim"), ago=AN_HOUR))
    for path in ("/me/close", "/sign-ins/passkey", "/me/export", "/me/sharing/af", f"/sign-ins/ending?language={studio.language.tag}",
        "/sign-in/again?next=/me/sharing%3Fkept%3D1"):  # fmt: skip
        visitor.go(path)
    visitor.context.close()
    token = studio.token(demo_id("hodan"))
    ended = visit(browser, studio, album, token)
    ended.go("/messages/new")
    studio.let_end(token)
    ended.send("#write", {"body": "Hej"})
    ended.go("/sign-in")
    stale = studio.token(demo_id("hodan"))
    ended.context.add_cookies(studio.cookies(stale))
    ended.go("/plan/goal")
    studio.let_end(stale)
    ended.send("#goal", {"text": "Kock"})
    ended.context.close()


def passkey(browser: Any, studio: Studio, album: Album) -> None:
    """One that is refused, one that is made, and one that is removed."""
    nobody = visit(browser, studio, album)
    nobody.go("/sign-in")
    nobody.send("form[data-passkey]", {"answer": "{}"})
    nobody.context.close()
    visitor = visit(browser, studio, album, studio.token(demo_id("rim")))
    driver = visitor.context.new_cdp_session(visitor.page)
    driver.send("WebAuthn.enable")
    driver.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}})  # fmt: skip
    visitor.go("/sign-ins/passkey")
    visitor.send("form[data-passkey]", {"answer": "{}"})
    visitor.go("/sign-ins/passkey")
    with visitor.page.expect_navigation(wait_until="load"):
        visitor.page.click("form[data-passkey] button")
    visitor.look()
    visitor.send("form[action$=remove]")
    visitor.context.close()


def elsewhere(browser: Any, studio: Studio, album: Album) -> None:
    """Ending a sign-in on another phone, saying that this one is shared, and leaving a provider too."""
    visitor = visit(browser, studio, album, studio.token(demo_id(OWNER)))
    visitor.go("/sign-ins")
    visitor.send("li:not(:has(strong)) form[action$=end]")
    visitor.go("/sign-ins")
    visitor.send("form[action='/sign-ins/shared']")
    visitor.go("/sign-ins/passkey")
    visitor.context.close()
    staff = visit(browser, studio, album, studio.token(demo_id("lena"), staff=True))
    staff.go("/sign-ins")
    staff.context.close()
    _leave_provider(browser, studio, album)


def _leave_provider(browser: Any, studio: Studio, album: Album) -> None:
    """Signed in by way of a provider, whose own sign-out comes after ours."""
    token = studio.token(demo_id("rim"))
    vault: IdentityVault = studio.app.extensions["portal.vault"]
    digest = hashlib.sha256(token.encode()).hexdigest()
    with studio.database.writing() as db, db.begin():
        db.add(
            ProviderSignIn(
                token_hash=digest, provider="e-id", sub_hash=vault.fingerprint("sub"), sid_hash=None,
                id_token=vault.seal("token", row_of(digest)), end_session="http://localhost:9/sign-out",
            )
        )  # fmt: skip
    visitor = visit(browser, studio, album, token)
    visitor.go("/me")
    visitor.context.route(re.compile("localhost:9/"), lambda route: route.fulfill(status=204))
    visitor.send("form[action='/sign-out']")
    visitor.context.close()


def close_account(browser: Any, studio: Studio, album: Album) -> None:
    """Asked, not ticked, ticked: closed."""
    visitor = visit(browser, studio, album, studio.token(demo_id("oksana")))
    visitor.go("/me/close")
    visitor.send("#sure")
    visitor.send("#sure")
    visitor.send("#sure", {"sure": "yes"})
    visitor.context.close()


def too_often(browser: Any, studio: Studio, album: Album) -> None:
    """More messages than anyone writes: the text is kept, and it is said when to try again."""
    visitor = visit(browser, studio, album, studio.token(demo_id("mikaela")))
    for number in range(25):
        visitor.go("/messages/new")
        visitor.send("#write", {"topic": "question", "body": f"Hej {number}"})
        if "/messages/new" in visitor.page.url:
            break
    visitor.context.close()


SCENES = (letter, paper, limited, grown_old, passkey, elsewhere, too_often, close_account)
