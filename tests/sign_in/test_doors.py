"""What a letter and a passkey open ends with them, nobody confirms her own letter, and she is told."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from portal import clock
from portal.appointments import feed
from portal.audience import Audience
from portal.notices import devices, outbox, safety
from portal.notices.models import Channel, Notice, NoticeKind
from portal.notices.worker import run
from portal.people import sign_in
from portal.people.demo import demo_id
from portal.people.models import SignIn, Staff
from portal.people.verified_phone import verified_phone, verify_phone
from portal.sign_in import letters, passkeys, sms_codes
from portal.sign_in.letter_models import Activation, Letter
from portal.sign_in.passkey_models import Passkey
from portal.trail import log
from portal.trail.models import Act, Trace
from portal.trail.sealing import seal_all
from portal.trail.verifying import verify
from tests.moments import NOW
from tests.notices.conftest import provider, sms  # noqa: F401 - a stand-in that SMS goes to
from tests.notices.people import delivery_of, reachable
from tests.sign_in.people import PHONE, RIM, codes_sent, enter_code, give_letter, open_with
from tests.trail.tampering import as_owner
from tests.trails import traces

PATH = f"/staff/participants/{RIM}/letter"
CODE = "/sign-in/letter/code"


@pytest.fixture
def lena(actor):
    return actor("lena")


def opened_by(database, reader, lena, **rest):
    letter, nobody = give_letter(database, lena, **rest), reader(None, "sv")
    assert open_with(nobody, letter).location == CODE
    return letter, nobody


def let_in_by(database, reader, lena, staff="maria"):
    """A phone that a colleague has confirmed, in full."""
    letter, nobody = opened_by(database, reader, lena)
    form = nobody.get(CODE).form(CODE, do="confirmed")
    colleague = reader(staff, "sv")
    colleague.send(PATH, colleague.get(PATH).form(PATH, do="confirm"))
    assert nobody.client.post(CODE, data=form).status_code == 303
    return letter, nobody


def add_passkey(database, *, letter=None, name=b"one"):
    with database.writing() as db, db.begin():
        row = Passkey(
            participant_id=RIM, credential_id=name, public_key=b"k", sign_count=0, added=clock.now(),
            device="Chrome", letter_id=letter,
        )  # fmt: skip
        db.add(row)
        db.flush()
        return row.id


def told(database):
    with database.reading() as db:
        found = db.scalars(select(Notice).where(Notice.participant_id == RIM))
        return sorted(each.kind for each in found if each.kind in SAFETY)


SAFETY = {
    NoticeKind.LETTER_ISSUED, NoticeKind.LETTER_OPENED, NoticeKind.LETTER_CONFIRMED, NoticeKind.WAY_ENDED,
}  # fmt: skip


def test_whoever_issued_a_letter_cannot_confirm_it_on_any_page(database, reader, lena):
    letter, nobody = opened_by(database, reader, lena)
    staff = reader("lena", "sv")
    page = staff.get(PATH)
    assert not page.soup.select("input[name=do][value=confirm]")
    assert "en kollega som arbetar med deltagaren bekräftar" in page.text
    fields = page.form(PATH, do="revoke") | {"do": "confirm", "letter": str(letter.id)}
    assert staff.send(PATH, fields).notices == [
        "Du har lämnat ut det här brevet. En kollega måste bekräfta det."
    ]
    answer = nobody.client.post(CODE, data=nobody.get(CODE).form(CODE, do="confirmed"))
    assert answer.status_code == 409


@pytest.mark.parametrize("act", ["update", "insert", "issuer"])
def test_the_database_refuses_it_too(database, reader, lena, act):
    letter, _nobody = opened_by(database, reader, lena)
    mine = {"activated": NOW, "activated_by_id": lena.id}
    anew = {"letter_id": letter.id, "participant_id": RIM, "token_hash": "x", "begun": NOW}
    statement = {
        "update": update(Activation).values(**mine),
        "insert": insert(Activation).values(**anew, **mine),
        "issuer": update(Letter).values(issued_by_id=demo_id("maria")),
    }[act]
    with database.writing() as db:
        if act == "insert":
            db.execute(delete(Activation))
        with pytest.raises(IntegrityError):
            db.execute(statement)


def test_no_code_goes_to_a_number_that_whoever_issued_the_letter_has_tried(database, reader, lena):
    with database.writing() as db, db.begin():
        verify_phone(db, lena, RIM, PHONE)
    letter, nobody = opened_by(database, reader, lena, phone=None)
    assert codes_sent(database) == []
    assert not nobody.get(CODE).soup.select("input#code")
    with database.writing() as db, pytest.raises(IntegrityError), db.begin():
        db.execute(update(Activation).values(code_hash="x", code_until=NOW))
    with database.writing() as db, db.begin():  # a colleague's, or her own, is another hand
        verify_phone(db, sign_in_actor("maria"), RIM, PHONE)
        assert sms_codes.send_code(db, letter.id, RIM)


def sign_in_actor(slug):
    return letters.Actor(demo_id(slug), Audience.CASEWORKER, "", "")


def test_she_is_told_where_she_was_reached_before(database, reader, lena, sms, provider):  # noqa: F811
    reachable(database, phone="+46701740699")
    let_in_by(database, reader, lena)
    assert told(database) == ["letter_confirmed", "letter_issued", "letter_opened"]
    reachable(database, phone="+46701740611", channel=Channel.NONE)  # by whoever came in
    run(delivery_of(database, sms), _never(), once=True)
    safe = [
        each
        for each in provider.done
        if "kontaktperson" in each["message"] or "تصال" in each["message"]
    ]
    assert {each["to"] for each in safe} == {"+46701740699"}
    assert len(safe) == 3
    with database.reading() as db:
        kept = db.scalars(select(Notice.parameters).where(Notice.kind.in_(SAFETY)))
        assert list(kept) == [{}] * 3


def _never():
    from threading import Event

    return Event()


def test_revoking_ends_all_that_began_with_it(database, reader, lena):
    letter, nobody = let_in_by(database, reader, lena)
    mine = add_passkey(database, name=b"hers")
    thief = add_passkey(database, letter=letter.id)
    with database.writing() as db, db.begin():
        for key, began in ((mine, None), (thief, letter.id)):
            sign_in.start(db, participant=RIM, way="passkey", passkey=key, letter=began)
        rim = letters.reader_of(RIM, letter.id)
        feed.start(db, rim)
        devices.add(db, rim, "https://push.example/x", "p", "a")
        verify_phone(db, rim, RIM, "+46701740612")
    staff = reader("lena", "sv")
    staff.send(PATH, staff.get(PATH).form(PATH, do="revoke"))
    with database.reading() as db:
        assert db.scalars(select(Passkey.id)).all() == [mine]
        assert db.scalars(select(SignIn.passkey_id).where(SignIn.participant_id == RIM)).all() == [
            mine
        ]
        assert feed.started(db, rim) is None
        assert db.scalar(text("SELECT count(*) FROM device")) == 0
        assert verified_phone(db, RIM) is None
    assert nobody.client.get("/messages").status_code == 303
    assert "way_ended" in told(database)


def test_a_new_letter_ends_what_the_one_before_opened(database, reader, lena):
    letter, nobody = let_in_by(database, reader, lena)
    add_passkey(database, letter=letter.id)
    clock.fix(NOW + timedelta(hours=25))
    give_letter(database, lena)
    with database.reading() as db:
        assert db.scalars(select(Passkey.id)).all() == []
    assert nobody.client.get("/").status_code == 303


@pytest.mark.parametrize("what", ["sign_in", "passkey"])
def test_nothing_begins_with_a_revoked_letter(database, lena, what):
    letter = give_letter(database, lena)
    with database.writing() as db, db.begin():
        assert letters.revoke(db, lena, RIM, letter.id)
    with database.writing() as db:
        begin = {
            "passkey": lambda: add_passkey(database, letter=letter.id),
            "sign_in": lambda: sign_in.start(db, participant=RIM, letter=letter.id),
        }[what]
        with pytest.raises(IntegrityError):
            begin()


def test_a_passkey_that_is_added_after_a_letter_remembers_it(database, reader, lena):
    letter, _nobody = let_in_by(database, reader, lena)
    with database.reading() as db:
        assert db.scalars(select(SignIn.letter_id).where(SignIn.way == "letter")).all() == [
            letter.id
        ]


def test_staff_see_passkeys_and_remove_one_with_a_reason(database, reader):
    key = add_passkey(database)
    with database.writing() as db, db.begin():
        token = sign_in.start(db, participant=RIM, way="passkey", passkey=key)
    staff = reader("maria", "sv")
    page = staff.get(PATH)
    assert "Chrome" in page.text
    fields = page.form(PATH, do="remove")
    assert staff.send(PATH, fields).notices == [
        "Välj varför telefonen tas bort. Deltagaren läser det."
    ]
    staff.send(PATH, staff.get(PATH).form(PATH, do="remove") | {"reason": "unknown"})
    with database.reading() as db:
        assert db.scalars(select(Passkey.id)).all() == []
        assert sign_in.load(db, token) is None
    assert traces(database, "passkey_unknown") == [(Act.CHANGED, demo_id("maria"), key)]
    assert told(database) == ["way_ended"]


def test_removing_a_passkey_ends_its_sign_ins_and_no_other(database, actor):
    rim, key = actor("rim"), add_passkey(database)
    with database.writing() as db, db.begin():
        token = sign_in.start(db, participant=RIM, way="passkey", passkey=key)
        assert passkeys.remove(db, rim, key)
    with database.reading() as db:
        assert sign_in.load(db, token) is None
        assert db.scalars(select(SignIn.token_hash)).all() == [rim.session]


@pytest.mark.parametrize("changed", [{"role": Audience.COORDINATOR}, {"agency": "fk"}])
def test_another_role_needs_a_new_sign_in(database, lena, changed):
    with database.writing() as db, db.begin():
        db.execute(update(Staff).where(Staff.id == lena.id).values(phone="+46"))
    with database.reading() as db:
        assert db.scalars(select(SignIn.staff_id)).all() == [lena.id]
    with database.writing() as db, db.begin():
        db.execute(update(Staff).where(Staff.id == lena.id).values(**changed))
    with database.reading() as db:
        assert db.scalars(select(SignIn.staff_id)).all() == []


@pytest.mark.parametrize(
    ("kept", "new", "right"),
    [(0, 0, True), (0, 5, True), (5, 6, True), (5, 5, False), (10, 3, False), (5, 0, False)],
)
def test_a_count_only_grows_unless_it_is_always_0(database, kept, new, right):
    key = add_passkey(database)
    with database.writing() as db, db.begin():
        db.execute(update(Passkey).values(sign_count=kept))
        assert passkeys._counted_up(db, key, new) is right


def test_what_is_done_in_such_a_sign_in_says_so_and_is_sealed(database, reader, lena):
    _letter, nobody = let_in_by(database, reader, lena)
    nobody.get("/me/export")
    with database.reading() as db:
        assert db.scalars(select(Trace.way).where(Trace.subject == "export")).all() == ["letter"]
        lines = log.log_of(db, RIM).days[0][1]
        assert [each.way for each in lines if each.subject == "export"] == ["letter"]
    assert "I en inloggning som började med ett brev" in nobody.get("/me/log").text
    clock.fix(NOW + timedelta(days=1))
    seal_all(database)
    assert verify(database).findings == ()
    with as_owner(database) as connection:
        connection.execute(text("UPDATE trace SET way = NULL WHERE way IS NOT NULL"))
    assert len(verify(database).findings) == 1


def test_the_code_way_tells_that_the_letter_let_someone_in(database, reader, lena):
    _letter, nobody = opened_by(database, reader, lena)
    enter_code(nobody, codes_sent(database)[0])
    assert told(database) == ["letter_confirmed", "letter_issued", "letter_opened"]


def test_codes_that_are_forgotten_take_no_other_notice_with_them(database, lena):
    letter = give_letter(database, lena)
    with database.writing() as db, db.begin():
        safety.tell(db, RIM, NoticeKind.LETTER_OPENED, letter.id)
        outbox.forget_codes(db, letter.id)
    with database.reading() as db:
        states = set(db.scalars(select(Notice.state).where(Notice.subject_id == letter.id)))
    assert states == {"waiting"}
