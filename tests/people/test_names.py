"""Names are found however they are typed, and stand in Swedish order, on both databases."""

import random
import re
from uuid import uuid4

import pytest
from sqlalchemy import select

from portal import clock
from portal.audience import Audience
from portal.cli.crowd import add_crowd
from portal.folding import findable, folded, words
from portal.home.desk import cases, visible_to
from portal.people import names
from portal.people.acting import act_as
from portal.people.demo import demo_id
from portal.people.identity import IdentityVault
from portal.people.models import Assignment, NameWord, Participant, Staff
from portal.people.queries import team
from portal.people.sign_in import load, start
from portal.swedish_order import sort_key
from tests.databases import as_owner
from tests.moments import IDENTITY_KEY, NOW
from tests.thin_crowd import add_thin_crowd


@pytest.fixture
def lena(actor, db):
    """Lena, as whom the session acts."""
    act_as(db, found := actor("lena"))
    return found


def add(db, name: str, **values) -> Participant:
    lena = db.get(Staff, demo_id("lena"))
    person = Participant(
        id=uuid4(), name=name, language="sv", identity_cipher=b"x", identity_hash=uuid4().bytes,
        team_id=lena.team_id, contact_id=lena.id, **values,
    )  # fmt: skip
    db.add(person)
    db.flush()
    db.add(Assignment(participant_id=person.id, staff_id=lena.id, started=NOW))
    db.flush()
    return person


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ÅSA Öberg", "asa oberg"), ("Primjerović", "primjerovic"), ("Straße", "STRASSE"), ("Æbelø", "aebelo"),
        ("Đorđe", "dorde"), ("Łucja", "lucja"), ("İbrahim Işık", "ibrahim isik"), ("Œuvre", "oeuvre"),
        ("A\u030asa", "Åsa"), ("\ufb01n", "fin"), ("Ｒｉｍ", "rim"), ("Rim\u00a0\u2009 Mithal", "rim mithal"),
        ("أحمد إيمان آدم", "احمد ايمان ادم"), ("كَرِيمٌ", "كريم"), ("کریم علی", "كريم علي"), ("موسى", "موسي"),
        ("فاطمة", "فاطمه"), ("محمـــد", "محمد"), ("علاء", "علا"), ("مؤمن", "مومن"), ("علی\u200cرضا", "علیرضا"),
        ("ﻣﺤﻤﺪ", "محمد"), ("۰۱۲۳۴۵۶۷۸۹", "0123456789"), ("٠١٢٣٤٥٦٧٨٩", "0123456789"),
        ("Фёдор Ґалаґан", "федор галаган"), ("aktivitetsstöd", "AKTIVITETSSTOD"), ("خطوه", "خطوة"),
        ("a\u200bb\u00adc\ufeff", "abc"),
    ],
)  # fmt: skip
def test_one_folding_for_whatever_is_the_same_to_who_searches(one, other):
    assert folded(one) == folded(other)


def test_the_folding_keeps_apart_what_is_not_the_same():
    said = ("asa", "osa", "sasa", "پروین", "بروين", "зоя", "зоє", "हिन्दी", "हन्द", "ሀበሻ", "ሐበሻ")
    assert len({folded(each) for each in said}) == len(said)
    assert words("हिन्दी") == [folded("हिन्दी")]
    assert words("Rim, rim  (MITHAL)!") == ["rim", "mithal"]


def test_what_a_hyphen_or_apostrophe_holds_together_is_found_whole_and_in_parts():
    assert findable("Abd al-Rahman") == ["abd", "al", "alrahman", "rahman"]
    assert findable("Sa'id O’Brien") == ["brien", "id", "o", "obrien", "sa", "said"]
    assert findable("علی\u200cرضا") == sorted({folded("علی"), folded("رضا"), folded("علیرضا")})
    assert findable(" %_-' ") == []


@pytest.mark.parametrize(
    "typed",
    [
        "Åsa", "asa", "ÖBERG", "oberg a", "å ö", "Öberg Åsa", "åsa\u00a0öberg", "sve", "svensson oberg asa",
        "oberg-svensson", "A\u030asa",
    ],
)  # fmt: skip
def test_every_typed_word_begins_a_word_of_the_name_in_any_order(lena, db, typed):
    add(db, "Åsa Öberg-Svensson")
    add(db, "Aston Berg")
    assert [case.name for case in cases(db, lena, name=typed)] == ["Åsa Öberg-Svensson"]


@pytest.mark.parametrize("typed", ["sa", "berg ö", "åsa x", "%", "_", "öbergx", "…", "\u200b"])
def test_nothing_else_finds_her(lena, db, typed):
    add(db, "Åsa Öberg-Svensson")
    assert cases(db, lena, name=typed) == []


def test_she_is_found_by_what_she_is_called_and_a_protected_person_by_her_alias_alone(lena, db):
    add(db, "Abd al-Rahman al-Hassan", called="Rahmani")
    hidden = add(db, "Synnöve Gömd", alias="Deltagare Ö4", protected=True)
    assert [each.name for each in cases(db, lena, name="rahmani")] == ["Abd al-Rahman al-Hassan"]
    assert cases(db, lena, name="synn") == []
    assert [each.id for each in cases(db, lena, name="o4")] == [hidden.id]


def test_words_and_order_follow_the_name(db):
    person = add(db, "Zoë Ek")
    assert kept(db, person) == (["ek", "zoe"], sort_key("Zoë Ek"))
    person.name = "Åke Ek"
    db.flush()
    assert kept(db, person) == (["ake", "ek"], sort_key("Åke Ek"))
    person.alias, person.protected = "Deltagare 9", True
    db.flush()
    assert kept(db, person) == (["9", "deltagare"], sort_key("Deltagare 9"))
    person.name = "Öst Ek"
    person.alias, person.protected = None, False
    db.flush()
    assert kept(db, person) == (["ek", "ost"], sort_key("Öst Ek"))


def kept(db, person):
    found = db.scalars(select(NameWord.word).where(NameWord.participant_id == person.id))
    key = db.scalar(select(Participant.sort_key).where(Participant.id == person.id))
    return sorted(found), key


def test_everyone_of_the_cast_and_of_the_crowd_is_in_step(database):
    add_crowd(database, IdentityVault(IDENTITY_KEY), 30, 7, lambda _done: None)
    with database.writing() as db:
        people = db.scalars(select(Participant)).all()
        assert len(people) == 38
        for each in people:
            said = {name: getattr(each, name) for name in ("id", "name", "called", "alias")}
            expected = sorted(row["word"] for row in names.name_words(said))
            assert kept(db, each) == (expected, sort_key(each.alias or each.name))
        for member in db.scalars(select(Staff)):
            assert member.sort_key == sort_key(member.name)


IN_ORDER = [
    "adam", "Al Rahman", "Alan", "Çelik", "Doe", "Đorđe", "Eva", "Éva", "Evb", "Łapa", "Lz", "Myller", "Müller",
    "Mysen", "Val", "Vall", "Vz", "Wall", "Yz", "Zorn", "Åberg", "Åz", "Ärla", "Æsop", "Öberg", "Öst", "Øst",
    "Özil", "Ён", "Петро", "أحمد", "بابا", "پروین",
]  # fmt: skip


def test_lists_of_people_are_in_swedish_order(lena, db):
    shuffled = random.Random(17).sample(IN_ORDER, len(IN_ORDER))
    for name in shuffled:
        add(db, name)
    listed = [case.name for case in cases(db, lena) if case.name in IN_ORDER]
    assert listed == IN_ORDER


def test_lists_of_staff_are_in_swedish_order(db):
    for number, name in enumerate(("Örjan", "Ärla", "Åsa", "Zoë")):
        member = Staff(
            id=uuid4(), employee_id=str(number), name=name, role=Audience.CASEWORKER, agency="malmo", title="vagledare",
            phone="+46701740605", team_id=None,
        )  # fmt: skip
        db.add(member)
        db.flush()
        db.add(Assignment(participant_id=demo_id("rim"), staff_id=member.id, started=NOW))
    listed = [each.name for each in team(db, demo_id("rim")) if each.agency == "malmo"]
    assert listed == ["Maria Demodal", "Zoë", "Åsa", "Ärla", "Örjan"]


def test_a_key_is_the_same_on_every_machine():
    """It is compared with keys that were kept years ago."""
    assert sort_key("Åå").hex() == "1f961f96000000200020000000080002" + "0000"


@pytest.fixture
def crowded(postgres_templates):
    """PostgreSQL with 30,000 more people than Lena's own."""
    with postgres_templates.database() as database:
        with as_owner(database) as owner:
            add_thin_crowd(owner, 30_000, NOW)
        yield database


def plan_of(database, statement, actor, values) -> str:
    """How PostgreSQL would run it for someone, held to row level security."""
    starts = clock.at_wall(clock.today(), 0)
    every = {
        **actor.bindings, "actor_holder": "af", "day_starts": starts, "day_ends": starts, **values,
    }  # fmt: skip
    with database.writing() as db:
        act_as(db, actor)
        asked = statement.compile(dialect=database.reader.dialect).construct_expanded_state(every)
        driver = db.connection().connection.driver_connection
        with driver.cursor() as cursor:
            cursor.execute(f"EXPLAIN {asked.statement}", asked.parameters)
            return "\n".join(row[0] for row in cursor.fetchall())


@pytest.mark.postgres
def test_search_uses_indexes_under_row_level_security(crowded):
    """From one's own people on, among 30,000: nothing of theirs is read from end to end."""
    for slug in ("lena", "yusuf"):
        with crowded.writing() as db, db.begin():
            who = load(db, start(db, staff=demo_id(slug)))
        said = plan_of(crowded, visible_to(who.role, 2), who, names.bindings(["rim", "mithal"]))
        assert not re.search(r"Seq Scan on (participant|name_word|assignment)", said), said
        ranges = re.findall(r"Index Cond: .*word\)?(?:::text)? >= '\w+", said)
        assert len(ranges) == 2, said
