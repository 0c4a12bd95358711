"""Letters: who gives one out, what opens it, how often, and what nobody learns from an answer."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal import clock
from portal.people.demo import demo_id
from portal.sign_in import codes, letters
from portal.sign_in.letter_models import Activation, Letter
from portal.trail.models import Act
from tests.moments import NOW
from tests.sign_in.people import RIM, codes_sent, enter_code, give_letter, open_with
from tests.trails import traces

PATH = f"/staff/participants/{RIM}/letter"
REFUSED = "Det fungerade inte."


@pytest.fixture
def lena(actor):
    return actor("lena")


@pytest.fixture
def checks(monkeypatch):
    """What the hash function was asked about, and of which hash."""
    asked = []
    real = codes.matches
    monkeypatch.setattr(
        codes, "matches", lambda kept, code: (asked.append(kept), real(kept, code))[1]
    )
    return asked


def issued(reader, **rest):
    lena = reader("lena", "sv")
    fields = lena.get(PATH).form(PATH, do="issue") | {"checked": "passport", "seen": "1", **rest}
    return lena, lena.client.post(PATH, data=fields)


def printed(page):
    found = [each.get_text() for each in page.soup.select(".letter-codes dd")]
    return found[0].replace(" ", ""), found[1]


def test_it_is_printed_once_in_both_languages_and_kept_as_a_hash(reader, database):
    lena = reader("lena", "sv")
    fields = lena.get(PATH).form(PATH, do="issue") | {"checked": "passport", "seen": "1"}
    page = lena.post(PATH, fields, status=200)
    reference, code = printed(page)
    columns = page.soup.select(".letter-columns > div")
    assert [(each["lang"], each["dir"]) for each in columns] == [("ar", "rtl"), ("sv", "ltr")]
    assert page.headers["Cache-Control"] == "no-store"
    with database.reading() as db:
        row = db.scalars(select(Letter)).one()
        assert row.code_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
        assert (row.reference, row.checked, row.issued_by_id) == (
            reference,
            "passport",
            demo_id("lena"),
        )
        assert row.expires - row.issued == timedelta(days=14)
        assert codes.matches(row.code_hash, codes.read_letter_code(code))
    again = lena.client.post(PATH, data=fields)  # a double tap
    assert (again.status_code, again.location) == (303, PATH)
    assert code not in lena.get(PATH).text
    assert traces(database, "letter") == [(Act.ADDED, demo_id("lena"), row.id)]


def test_the_square_holds_the_address_and_the_reference_alone(reader, monkeypatch):
    import segno

    drawn = []
    real = segno.make
    monkeypatch.setattr(
        segno, "make", lambda text, **rest: (drawn.append(text), real(text, **rest))[1]
    )
    _lena, answer = issued(reader)
    assert answer.status_code == 200
    assert [each.split("?")[0] for each in drawn] == ["http://localhost/sign-in/letter"]
    assert drawn[0].split("?")[1].startswith("reference=")
    assert "style=" not in answer.text


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"seen": ""}, "Ett brev ges bara till den som är här."),
        ({"checked": ""}, "Välj hur du kontrollerade vem det är."),
        ({"phone": "0701740605"}, "Ring numret först och kryssa i att det ringde. Eller lämna det tomt."),
        ({"phone": "12"}, "Vi kan inte läsa numret. Skriv det så här: 070-123 45 67."),
    ],
)  # fmt: skip
def test_nothing_is_given_out_unless_who_it_is_was_seen(reader, database, fields, fault):
    lena = reader("lena", "sv")
    sent = lena.get(PATH).form(PATH, do="issue") | {"checked": "passport", "seen": "1", **fields}
    if not fields.get("seen", "1"):
        del sent["seen"]
    assert fault in lena.post(PATH, sent, status=422).faults
    with database.reading() as db:
        assert db.scalar(select(func.count()).select_from(Letter)) == 0


def test_one_a_day_unless_the_first_is_revoked(database, lena, reader):
    first = give_letter(database, lena)
    clock.fix(NOW + timedelta(hours=23, minutes=59))
    with database.writing() as db, pytest.raises(letters.TooSoon):
        letters.issue(db, lena, RIM, "passport")
    page = reader("lena", "sv").get(PATH)
    assert not page.soup.select("form#letter")
    with database.writing() as db, db.begin():
        assert letters.revoke(db, lena, RIM, first.id)
    second = give_letter(database, lena)
    clock.fix(NOW + timedelta(days=3))
    third = give_letter(database, lena)  # and the one before opens nothing from now on
    nobody = reader(None, "sv")
    assert [open_with(nobody, each).status_code for each in (first, second, third)] == [
        422,
        422,
        303,
    ]


def test_nobody_else_gives_one_out_or_ends_one(database, lena, reader):
    letter = give_letter(database, lena)
    petra = reader("petra", "sv")
    token = petra.get("/staff").form("/sign-out")["csrf_token"]
    for do in ("issue", "revoke", "confirm"):
        data = {"csrf_token": token, "do": do, "letter": str(letter.id)}
        assert petra.client.post(PATH, data=data).status_code == 404


@pytest.mark.parametrize(
    "typed",
    [
        lambda code: code.lower(), lambda code: f" {code[:4]} {code[4:]} ", lambda code: f"{code[:4]}-{code[4:]}",
        lambda code: code.replace("0", "O").replace("1", "l"), lambda code: code.replace("1", "i"),
        lambda code: "".join(chr(0x660 + int(each)) if each.isdigit() else each for each in code),
        lambda code: f"\u200f{code[:4]}\u2013{code[4:]}\u200f",
    ],
)  # fmt: skip
def test_a_code_is_read_however_it_is_written(database, lena, reader, typed, monkeypatch):
    monkeypatch.setattr(codes, "new_letter_code", lambda: "0A1Z01X9")
    letter = give_letter(database, lena)
    assert open_with(reader(None, "sv"), letter, code=typed(letter.code)).status_code == 303


def the_answer(nobody, letter, **rest):
    fields = nobody.get("/sign-in/letter").form("/sign-in/letter")
    page = nobody.post(
        "/sign-in/letter",
        fields | {"reference": letter.reference, "code": letter.code, **rest},
        status=422,
    )
    for each in page.soup.select("input"):
        each["value"] = ""
    return str(page.soup.main)


def test_every_refusal_is_the_same_and_costs_one_hash(database, lena, reader, checks):
    letter, nobody = give_letter(database, lena), reader(None, "sv")
    answers = [
        the_answer(nobody, letter, reference="00000000"),
        the_answer(nobody, letter, code="AAAAAAAA"),
    ]
    assert open_with(nobody, letter).status_code == 303
    answers.append(the_answer(nobody, letter))  # used
    clock.fix(NOW + timedelta(days=15))
    newer = give_letter(database, lena)
    answers.append(the_answer(nobody, letter))  # replaced and too old
    answers += [the_answer(nobody, newer, code="AAAAAAAA") for _each in range(5)]
    assert len(set(answers)) == 1
    assert REFUSED in answers[0]
    assert len(checks) == len(answers) + 1
    assert [each is None for each in checks] == [True, False, False, True, True, *[False] * 5]
    assert open_with(nobody, newer).status_code == 429  # right, the sixth time
    assert len(checks) == len(answers) + 1


def test_what_cannot_be_a_code_uses_up_no_try(database, lena, reader, checks):
    letter, nobody = give_letter(database, lena), reader(None, "sv")
    for code in ("ABC", "ABCDEFGHI", "ABCD%FGH", ""):
        assert open_with(nobody, letter, code=code).status_code == 422
    assert checks == []
    assert open_with(nobody, letter).status_code == 303


def test_every_use_and_failure_is_on_her_trail(database, lena, reader):
    letter, nobody = give_letter(database, lena), reader(None, "sv")
    open_with(nobody, letter, code="AAAAAAAA")
    open_with(nobody, letter)
    for _after in range(3):  # dead by now: counted, and her trail cannot be flooded
        open_with(nobody, letter)
    assert traces(database, "letter") == [
        (Act.ADDED, demo_id("lena"), letter.id), (Act.REFUSED, None, letter.id), (Act.CHANGED, None, letter.id),
    ]  # fmt: skip


def test_the_reference_is_filled_in_from_the_square(reader):
    page = reader(None, "ar").get("/sign-in/letter?reference=12345678")
    assert page.form("/sign-in/letter")["reference"] == "12345678"
    kept = reader(None, "sv").client.get(f"/sign-in/letter?kept={RIM}")
    assert kept.status_code == 200


def test_revoking_ends_what_was_opened_with_it(database, lena, reader):
    letter, nobody = give_letter(database, lena), reader(None, "sv")
    open_with(nobody, letter)
    assert enter_code(nobody, codes_sent(database)[-1], shared="1").status_code == 303
    assert nobody.client.get("/sign-ins").status_code == 200
    staff = reader("lena", "sv")
    page = staff.send(PATH, staff.get(PATH).form(PATH, do="revoke"))
    assert page.notices == ["Brevet öppnar inget längre. Du kan ge ut ett nytt."]
    assert nobody.client.get("/sign-ins").status_code == 303
    with database.reading() as db:
        assert db.scalars(select(Activation)).all() == []


def test_no_secret_shows_in_a_repr(database, lena):
    letter = give_letter(database, lena)
    assert letter.code not in repr(letter)
