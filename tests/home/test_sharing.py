"""The participant's own switchboard: what holds, what would change, and what has been."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from portal import clock
from portal.appointments.queries import appointments_of
from portal.config import ROOT
from portal.home.sharing_preview import preview, things_of
from portal.i18n.languages import BY_TAG, SWEDISH
from portal.i18n.text import Translators
from portal.messages.queries import threads_of
from portal.people.agencies import Agency
from portal.people.demo import demo_id
from portal.people.models import Participant
from portal.plan.models import Plan
from portal.plan.queries import plan_of
from portal.sharing import consents, wording
from portal.sharing.kinds import ShareKind
from portal.sharing.models import Consent
from portal.sharing.queries import consents_of
from tests.moments import NOW
from tests.one_database import templates  # noqa: F401 - a fixture

AF, MALMO, FK, SKANE = Agency
PLAN, TIMES, MESSAGES, HEALTH = ShareKind
RIM = demo_id("rim")
AT_AF = "/me/sharing/af"
BOXES = [f"{reader}.{kind}" for reader in ("malmo", "fk") for kind in (PLAN, TIMES, MESSAGES)]
BOXES += [f"skane.{kind}" for kind in (PLAN, TIMES)]


def ticked(page):
    return {each["value"] for each in page.soup.select("input[name=shares][checked]")}


def chosen(page, *boxes, **more):
    """The form as a browser would send it with these boxes ticked."""
    fields = page.form(page.soup.select_one("form#change")["action"], do="change")
    return {**fields, "shares": list(boxes), "months": "12", "preview": "1", **more}


def shown_first(reader, *boxes, **more):
    """The preview, and the form that saves it."""
    page = reader.post(AT_AF, chosen(reader.get(AT_AF), *boxes, **more), status=200)
    form = page.form(AT_AF, do="change")
    form["shares"] = [each["value"] for each in page.soup.select("#save input[name=shares]")]
    return page, form


def current(database, source=AF, person=RIM):
    with database.reading() as db:
        return {
            (row.to_agency, row.kind)
            for row in db.scalars(
                select(Consent).where(
                    Consent.participant_id == person, Consent.from_agency == source,
                    Consent.withdrawn.is_(None), Consent.ends > clock.today(),
                )
            )
        }  # fmt: skip


def test_the_overview_says_in_words_who_reads_what_until_when(reader):
    page = reader("rim", "sv").get("/me/sharing")
    first = page.texts("section.card")[0]
    assert "Det som Arbetsförmedlingen skriver får läsas av:" in first
    assert (
        "Malmö stad Plan Tider Meddelanden Gäller till och med torsdag 23 september 2027" in first
    )
    assert "Hälsa" not in page.soup.main.get_text()
    assert "Du får samma hjälp även om du säger nej." in page.text
    assert len(page.soup.select("a[href^='/me/sharing/']")) == 5
    assert "/me/sharing" in [
        each["href"] for each in reader("rim", "sv").get("/me").soup.select("a")
    ]


def test_without_any_consent_it_says_so(reader, do):
    do(lambda db: db.execute(
        update(Consent).where(Consent.withdrawn.is_(None)).values(withdrawn=NOW)
    ))  # fmt: skip
    rim = reader("rim", "sv")
    assert rim.get("/me/sharing").text.count("Ingen annan. Bara du och de.") == 4
    assert ticked(rim.get(AT_AF)) == set()


def test_an_unknown_agency_is_no_page(reader):
    rim = reader("rim", "sv")
    for name in ("kommunen", "AF", "history/x"):
        rim.get(f"/me/sharing/{name}", status=404)


def test_health_is_set_apart_and_never_ticked_beforehand(reader):
    rim = reader("rim", "sv")
    page = rim.get(AT_AF)
    assert ticked(page) == set(BOXES)
    assert "Inget är ikryssat från början." in page.texts("#shares-health")[0]
    assert page.soup.select_one("#change .preview #shares-health") is not None
    _page, form = shown_first(rim, *BOXES, "skane.health")
    rim.send(AT_AF, form)
    page = rim.get(AT_AF)
    assert "skane.health" not in ticked(page)
    assert "Hälsa · Gäller till och med måndag 22 november 2027" in page.texts(".row")[2]
    page, form = shown_first(rim, *[each for each in BOXES if each != "fk.plan"])
    rim.send(AT_AF, form)
    assert "Hälsa" in rim.get(AT_AF).texts(".row")[2]  # an empty box has not stopped it


def test_the_preview_stores_nothing_and_shows_the_words_and_the_things(reader, database):
    rim = reader("rim", "sv")
    before = current(database)
    page, form = shown_first(rim, *[each for each in BOXES if each != "fk.plan"], "skane.messages")
    assert current(database) == before
    text = " ".join(page.soup.main.get_text(" ").split())
    assert "Vårdcentralen får läsa mina meddelanden och papper hos Arbetsförmedlingen." in text
    assert "Jag får samma hjälp om jag säger nej." in text
    stays = "Det som redan har skickats till Försäkringskassan stannar hos Försäkringskassan."
    assert stays in page.texts(".note")
    assert "Du får samma hjälp även om du säger nej." in text
    care = page.soup.select_one("#sees-skane").find_parent("section").get_text(" ")
    assert "Kan läsa från och med nu:" in care
    assert "Lena Övningsson" in care
    fk = " ".join(page.soup.select_one("#sees-fk").find_parent("section").get_text(" ").split())
    assert "Kan inte längre läsa:" in fk
    rim.send(AT_AF, form)
    assert current(database) == before - {(FK, PLAN)} | {(SKANE, MESSAGES)}


STAFF = {AF: "lena", MALMO: "maria", FK: "hakan", SKANE: "nadia"}


@pytest.mark.parametrize("source", Agency)
@pytest.mark.parametrize(
    "case", ["as it is", "everything", "nothing", "health alone", "one agency"]
)
def test_the_preview_says_exactly_what_staff_then_see(database, actor, do, source, case):
    """The policy is asked as each agency's own staff; the preview must name the same things."""
    rim = actor("rim")
    others = [each for each in Agency if each is not source]
    given, stopped = {
        "as it is": ([], []),
        "everything": ([(each, kind) for each in others for kind in ShareKind], []),
        "nothing": ([], [(each, kind) for each in others for kind in ShareKind]),
        "health alone": ([(others[0], HEALTH)], []),
        "one agency": ([], [(others[1], kind) for kind in ShareKind]),
    }[case]
    with database.reading() as db:
        told = preview(things_of(db, rim), source, consents_of(db, rim, RIM), given, stopped)
        mark = consents.mark_of(row.id for row in consents_of(db, rim, RIM) if row.source is source)
    new = consents.Change(source, given, stopped, 12, SWEDISH, mark)
    do(consents.change, rim, RIM, new)
    for sees in told:
        reads = actor(STAFF[sees.reader])
        with database.reading() as db:
            plan = plan_of(db, reads, RIM)
            real = {("step", step.id) for step in plan.steps if step.agency is source}
            real |= {("goal", "goal")} if plan.goal_open else set()
            real |= {
                ("appointment", row.id)
                for row in appointments_of(db, reads, RIM, NOW - timedelta(days=90))
                if row.agency is source
            }
            real |= {
                ("thread", row.id) for row in threads_of(db, reads, RIM) if row.agency is source
            }
        expected = {(each.what, each.key) for each in [*sees.more, *sees.same]}
        assert {each for each in expected if each[0] != "hours"} == real, (source, sees.reader)
        assert not {(each.what, each.key) for each in sees.less} & real


def test_saving_needs_no_script_and_a_double_tap_saves_once(reader, database):
    rim = reader("rim", "sv")
    _page, form = shown_first(rim, *BOXES, "skane.messages", months="3")
    page = rim.send(AT_AF, form)
    assert page.notices == ["Sparat. Det gäller från och med nu."]
    rim.post(AT_AF, form)
    with database.reading() as db:
        rows = db.scalar(select(func.count()).where(
            Consent.participant_id == RIM, Consent.to_agency == SKANE, Consent.kind == MESSAGES,
        ))  # fmt: skip
    assert rows == 1


def test_an_old_sign_in_stops_things_and_gives_nothing(reader, database):
    rim = reader("rim", "sv")
    before, page = current(database), rim.get(AT_AF)
    _preview, save = shown_first(rim, *BOXES, "skane.messages")
    clock.fix(NOW + timedelta(minutes=16))
    for form in (chosen(page, *BOXES, "skane.messages"), save):
        answer = rim.client.post(AT_AF, data=form)
        assert (answer.status_code, answer.location.split("?")[0]) == (303, "/sign-in/again")
    assert current(database) == before
    fewer = BOXES[1:]
    _preview, form = shown_first(rim, *fewer)
    rim.send(AT_AF, form)
    assert len(current(database)) == len(before) - 1


def test_what_holds_keeps_its_day_unless_she_renews_it(reader, database):
    def ends():
        with database.reading() as db:
            return {
                row.ends for row in db.scalars(select(Consent).where(
                    Consent.participant_id == RIM, Consent.from_agency == AF,
                    Consent.to_agency == FK, Consent.withdrawn.is_(None),
                ))
            }  # fmt: skip

    rim = reader("rim", "sv")
    before = ends()
    rim.send(AT_AF, shown_first(rim, *BOXES, "skane.messages", months="1")[1])
    assert ends() == before
    rim.send(AT_AF, shown_first(rim, *BOXES, "skane.messages", months="1", renew="1")[1])
    assert {each.isoformat() for each in ends()} == {"2026-12-23"}


@pytest.mark.parametrize(
    ("boxes", "months", "fault"),
    [
        (BOXES, "12", "Inget har ändrats än. Kryssa i eller ur en ruta först."),
        ([*BOXES, "af.plan"], "12", "Välj bland rutorna på sidan."),
        ([*BOXES, "skane.money"], "12", "Välj bland rutorna på sidan."),
        ([*BOXES, "skane.messages"], "24", "Välj hur länge det ska gälla."),
    ],
)
def test_a_bad_choice_is_explained_and_kept(reader, boxes, months, fault):
    rim = reader("rim", "sv")
    for step in ({}, {"preview": "1"}):
        fields = chosen(rim.get(AT_AF), *boxes, months=months)
        del fields["preview"]
        page = rim.post(AT_AF, {**fields, **step}, status=422)
        assert page.faults == [fault]
        assert ticked(page) == {each for each in boxes if each.split(".")[0] != "af"} - {
            "skane.money"
        }


def test_two_phones_the_second_sees_how_it_stands_and_what_she_ticked(reader, database):
    one, two = reader("rim", "sv"), reader("rim", "sv")
    _page, first = shown_first(one, *BOXES, "skane.messages")
    _page, second = shown_first(two, *BOXES, "skane.health")
    one.send(AT_AF, first)
    page = two.post(AT_AF, second, status=409)
    assert "Någon annan hann före" in page.text or "faults" in page.text
    assert "skane.health" in ticked(page)
    assert (SKANE, HEALTH) not in current(database)
    stale = two.post(AT_AF, chosen(page, *BOXES, "skane.health", version="old"), status=409)
    assert "skane.health" in ticked(stale)


def test_the_words_are_shown_again_when_the_language_has_changed(reader, database):
    rim = reader("rim", "sv")
    _page, form = shown_first(rim, *BOXES, "skane.messages")
    rim.client.post("/language", data={"csrf_token": form["csrf_token"], "language": "ar"})
    page = rim.post(AT_AF, form, status=409)
    assert "قراءة رسائلي" in page.text
    assert (SKANE, MESSAGES) not in current(database)
    form = page.form(AT_AF, do="change")
    form["shares"] = [each["value"] for each in page.soup.select("#save input[name=shares]")]
    rim.send(AT_AF, form)
    with database.reading() as db:
        row = db.scalars(select(Consent).where(
            Consent.participant_id == RIM, Consent.to_agency == SKANE, Consent.kind == MESSAGES,
        )).one()  # fmt: skip
    assert row.language == "ar"


def test_going_back_keeps_what_was_ticked(reader):
    rim = reader("rim", "sv")
    _page, form = shown_first(rim, *BOXES, "skane.health", months="3")
    page = rim.post(AT_AF, form | {"preview": "edit"}, status=200)
    assert ticked(page) == {*BOXES, "skane.health"}
    assert page.soup.select_one("input[name=months][checked]")["value"] == "3"


def test_one_tap_stops_one_line_and_the_next_request_hides_it(reader, database):
    rim, lena = reader("rim", "sv"), reader("lena", "sv")
    with database.reading() as db:
        step = db.scalar(select(Consent.id).where(
            Consent.participant_id == RIM, Consent.from_agency == SKANE, Consent.to_agency == AF,
            Consent.kind == PLAN,
        ))  # fmt: skip
    person = f"/staff/participants/{RIM}"
    assert "Besök på vårdcentralen" in lena.get(person).texts(".tl h3")
    form = rim.get("/me/sharing/skane").form("/me/sharing/skane", do="stop", consent=str(step))
    page = rim.send("/me/sharing/skane", form)
    assert page.notices == ["Stoppat. Det gäller från och med nu."]
    assert "Besök på vårdcentralen" not in lena.get(person).texts(".tl h3")
    assert (AF, TIMES) in current(database, SKANE)


def test_two_lines_of_one_showing_are_both_stopped(reader, database):
    """Their forms share a key; it tells them apart by which consent each is about."""
    rim = reader("rim", "sv")
    page = rim.get(AT_AF)
    which = [each["value"] for each in page.soup.select("input[name=consent]")][:2]
    for each in which:
        rim.post(AT_AF, page.form(AT_AF, do="stop", consent=each))
    with database.reading() as db:
        assert all(db.get(Consent, each_id).withdrawn for each_id in map(UUID, which))


def test_everything_is_stopped_at_once_and_another_agencys_thread_is_closed(
    reader, database, actor
):
    rim, hakan = reader("rim", "sv"), reader("hakan", "sv")
    with database.reading() as db:
        thread = next(row for row in threads_of(db, actor("rim"), RIM) if row.agency is AF)
    path = f"/staff/threads/{thread.id}"
    hakan.get(path)
    rim.send(AT_AF, rim.get(AT_AF).form(AT_AF, do="stop_all"))
    assert current(database) == set()
    hakan.get(path, status=404)


@pytest.mark.parametrize(
    "fields", [{"do": "stop", "consent": "x"}, {"do": "stop"}, {"do": "x"}, {}]
)
def test_a_broken_form_is_refused(reader, fields):
    rim = reader("rim", "sv")
    token = rim.get(AT_AF).form(AT_AF, do="stop_all")["csrf_token"]
    rim.post(AT_AF, {"csrf_token": token, **fields}, status=400)


def test_somebody_elses_consent_cannot_be_stopped(reader, database):
    hodan = reader("hodan", "sv")
    token = hodan.get(AT_AF).form(AT_AF, do="stop_all")["csrf_token"]
    with database.reading() as db:
        hers = db.scalar(select(Consent.id).where(Consent.participant_id == RIM))
    hodan.post(AT_AF, {"csrf_token": token, "do": "stop", "consent": str(hers)}, status=404)
    with database.reading() as db:
        assert db.get(Consent, hers).withdrawn is None


def test_the_history_has_the_words_in_both_languages(reader):
    page = reader("rim", "sv").get("/me/sharing/history")
    assert len(page.soup.select("main .card")) == 4
    one = page.soup.select_one("main .card")
    assert one.select_one("[lang=ar]")["dir"] == "rtl"
    assert "يجوز" in one.select_one("[lang=ar]").get_text()
    assert "får läsa mitt mål" in one.select_one("[lang=sv].flow").get_text()


def test_the_history_says_how_each_came_to_an_end(reader):
    farhad = " ".join(reader("farhad", "sv").get("/me/sharing/history").texts(".pill"))
    assert "Stoppat tisdag 17 november" in farhad
    hodan = reader("hodan", "sv").get("/me/sharing/history")
    said = next(each for each in hodan.texts("main .card") if "Amir" in each)
    assert "Du sa det på ett möte. Amir Provström antecknade det." in said
    assert "Tolk: Faduma Tolksson" in said
    clock.fix(NOW + timedelta(days=30))
    ended = reader("oksana", "sv").get("/me/sharing/history").text
    assert "Tog slut av sig självt söndag 6 december" in ended


def test_what_was_given_before_words_were_kept_says_so(reader, do):
    def add(db):
        db.add(Consent(
            participant_id=RIM, from_agency=AF, to_agency=SKANE, kind=HEALTH, language="sv",
            text_version="2026-01", given="self", given_at=NOW, starts=NOW.date(),
            ends=NOW.date() + timedelta(days=9),
        ))  # fmt: skip

    do(add)
    assert "Orden sparades inte då." in reader("rim", "sv").get("/me/sharing/history").text


def test_for_a_protected_person_no_place_time_or_name(reader):
    mikaela = reader("mikaela", "sv")
    at = "/me/sharing/malmo"
    fields = chosen(
        mikaela.get(at), "af.plan", "fk.plan", "skane.plan", "af.appointments", "af.messages"
    )
    page = mikaela.post(at, fields, status=200)
    things = page.soup.select_one("#sees-af").find_parent("section").get_text(" ")
    assert "Kan läsa från och med nu:" in things
    for secret in ("Amir", "Nadia", "gatan", "Klockan"):
        assert secret not in things


def test_each_thing_says_who_can_read_it(reader, database, actor):
    rim = reader("rim", "sv")
    with database.reading() as db:
        thread = next(row for row in threads_of(db, actor("rim"), RIM) if row.agency is AF)
        time = next(row for row in appointments_of(db, actor("rim"), RIM, NOW) if row.agency is AF)
        step = next(row for row in plan_of(db, actor("rim"), RIM).steps if row.agency is SKANE)
    for path, owner in ((f"/messages/{thread.id}", AF), (f"/plan/steps/{step.id}", SKANE)):
        link = rim.get(path).soup.select_one(f"a[href='/me/sharing/{owner}']")
        assert link.get_text() == "Vem kan läsa det här?"
    said = rim.get(f"/appointments/{time.id}").texts(".note")[-1]
    assert said.startswith("Det här kan du läsa, och: Arbetsförmedlingen · ")
    assert "Vårdcentralen" in said
    rim.send(AT_AF, rim.get(AT_AF).form(AT_AF, do="stop_all"))
    said = rim.get(f"/appointments/{time.id}").texts(".note")[-1]
    there = {each.agency for each in time.attendees} | {AF}
    assert ("Vårdcentralen" in said, "Malmö stad" in said) == (SKANE in there, MALMO in there)


def test_asking_for_the_preview_takes_few_questions(reader, count_queries):
    rim = reader("rim", "sv")
    fields = chosen(rim.get(AT_AF), *BOXES, "skane.health")
    asked = count_queries(lambda: rim.post(AT_AF, fields, status=200))
    assert len(asked) <= 9  # one of them counts that something was sent


def test_someone_without_a_plan_gets_a_preview_too(reader, do):
    do(lambda db: db.execute(update(Plan).values(closed=NOW)))
    do(lambda db: db.execute(update(Participant).values(phone=None)))
    rim = reader("rim", "sv")
    page, form = shown_first(rim, *BOXES, "skane.messages")
    assert "Ditt mål" not in page.texts("#sees + section")[0]
    rim.send(AT_AF, form)


@pytest.mark.parametrize(
    ("tag", "told"), [("ar", True), ("fi", True), ("en", False), ("sv", False)]
)
def test_the_words_stand_in_swedish_too_where_nobody_has_reviewed_the_language(reader, tag, told):
    page, _form = shown_first(reader("rim", tag), *BOXES, "skane.messages")
    card = page.soup.select_one("section[aria-labelledby=yes]")
    unreviewed = using_words(tag, "not yet checked by a person who speaks it")
    assert (unreviewed in card.get_text()) is told
    swedish = [each.get_text() for each in card.select("details [lang=sv][dir=ltr] p")]
    assert swedish == ([] if tag == "sv" else wording.in_swedish(AF, [(SKANE, MESSAGES)]))
    assert tag == "sv" or swedish[0].startswith("Vårdcentralen får läsa mina meddelanden")


def using_words(tag, text):
    return Translators(ROOT / "translations")[BY_TAG[tag]].gettext(text)
