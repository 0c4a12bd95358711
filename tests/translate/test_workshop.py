"""The workshop: who may use it, the list, and saving one text."""

import difflib
import threading
from dataclasses import replace

import pytest

from portal.app import create_app
from portal.config import Environment
from portal.i18n.languages import BY_TAG, LANGUAGES
from portal.i18n.po import parse
from portal.translate.reading import Shelf
from portal.translate.saving import Change, save
from portal.translate.staff_places import places_of
from portal.translations.entries import digest_of, name_of, numbers_of
from portal.translations.states import State, state_of
from tests.conftest import settings
from tests.moments import NOW
from tests.one_database import templates  # noqa: F401 - a fixture

ARABIC, POLISH, SWEDISH = BY_TAG["ar"], BY_TAG["pl"], BY_TAG["sv"]
YOUR_PLAN = (None, "Your plan")
WAITED = (None, "Has waited %(count)s day.")
HERE = f"/translate/ar/{name_of(YOUR_PLAN)}"


def po(catalogs, language=ARABIC, domain="participant"):
    return catalogs / language.folder / "LC_MESSAGES" / f"{domain}.po"


def entry(catalogs, key, language=ARABIC):
    return parse(po(catalogs, language).read_bytes()).find(key)


def changed_lines(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in lines if line[:3] not in ("---", "+++") and line[0] in "+-"]


def test_a_saved_text_is_on_the_next_page_and_only_its_line_has_changed(reader, catalogs):
    before, old = po(catalogs).read_text(), entry(catalogs, YOUR_PLAN).texts[0]
    layla, rim = reader("layla", "sv"), reader("rim", "ar")
    assert old in rim.get("/plan").soup.get_text()
    form = layla.get(HERE).form(HERE)
    assert form["form-0"] == old
    layla.send(HERE, form | {"form-0": "خطتك الجديدة", "do": "save"})
    after = po(catalogs).read_text()
    assert changed_lines(before, after) == [f'-msgstr "{old}"', '+msgstr "خطتك الجديدة"']
    assert "خطتك الجديدة" in rim.get("/plan").soup.get_text()


def test_a_text_that_was_changed_since_is_refused_with_both_shown(reader, catalogs):
    layla, other = reader("layla", "en"), reader("layla", "en")
    form = layla.get(HERE).form(HERE)
    other.send(HERE, other.get(HERE).form(HERE) | {"form-0": "THEIRS", "do": "save"})
    stood = po(catalogs).read_bytes()
    refused = layla.post(HERE, form | {"form-0": "MINE", "do": "save"}, status=409)
    assert po(catalogs).read_bytes() == stood
    assert "THEIRS" in refused.soup.select_one(".faults").get_text()
    again = refused.form(HERE)
    assert again["form-0"] == "MINE"
    layla.send(HERE, again | {"do": "save"})  # she has seen it, and means hers
    assert entry(catalogs, YOUR_PLAN).texts == ("MINE",)


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ((None, "Opens %(when)s."), "no value"),
        (YOUR_PLAN, "100% خطة %(nobody)s"),
        (YOUR_PLAN, "two\nlines"),
        (YOUR_PLAN, "\ufdd0secret"),
    ],
)
def test_a_text_that_could_not_be_shown_is_refused_and_kept(reader, catalogs, key, typed):
    if key not in {each.key for each in parse(po(catalogs).read_bytes()).messages()}:
        key = next(
            each.key for each in parse(po(catalogs).read_bytes()).messages()
            if len(each.ids) == 1 and "%(" in each.ids[0]
        )  # fmt: skip
    here = f"/translate/ar/{name_of(key)}"
    stood = po(catalogs).read_bytes()
    layla = reader("layla", "en")
    form = layla.get(here).form(here)
    refused = layla.post(here, form | {"form-0": typed, "do": "save"}, status=422)
    assert po(catalogs).read_bytes() == stood
    assert refused.soup.select_one("#checked .fault")
    if "\ufdd0" not in typed:
        assert refused.form(here)["form-0"].strip() == typed


def test_sent_twice_it_is_saved_once(reader, catalogs):
    layla = reader("layla", "en")
    form = layla.get(HERE).form(HERE) | {"form-0": "خطة", "do": "reviewed", "initials": "lt"}
    layla.send(HERE, form)
    once = po(catalogs).read_bytes()
    layla.send(HERE, form)
    assert po(catalogs).read_bytes() == once


def test_unsure_waits_and_reviewed_is_noted(reader, catalogs):
    layla, rim = reader("layla", "en"), reader("rim", "ar")
    layla.send(HERE, layla.get(HERE).form(HERE) | {"form-0": "ربما", "do": "unsure"})
    assert state_of(entry(catalogs, YOUR_PLAN), ARABIC) is State.UNSURE
    assert "ربما" not in rim.get("/plan").soup.get_text()
    refused = layla.post(
        HERE, layla.get(HERE).form(HERE) | {"do": "reviewed", "initials": ""}, status=422
    )
    assert "initials" in refused.soup.select_one(".faults").get_text()
    form = layla.get(HERE).form(HERE)
    assert form["initials"] == ""  # not those of the made-up translator that everyone comes in as
    layla.send(HERE, form | {"do": "reviewed", "initials": "åk"})
    now = entry(catalogs, YOUR_PLAN)
    assert now.comments[-1] == f"reviewed: åk {NOW.date()}"
    assert layla.get(HERE).form(HERE)["initials"] == "åk"
    assert state_of(now, ARABIC) is State.READY
    assert "ربما" in rim.get("/plan").soup.get_text()
    layla.send(HERE, layla.get(HERE).form(HERE) | {"form-0": "أخرى", "do": "save"})
    assert state_of(entry(catalogs, YOUR_PLAN), ARABIC) is State.UNREVIEWED


def test_new_swedish_is_noted_in_every_language_until_a_translator_has_looked(reader, catalogs):
    there = f"/translate/sv/{name_of(YOUR_PLAN)}"
    old = entry(catalogs, YOUR_PLAN, SWEDISH).texts[0]
    layla = reader("layla", "en")
    before = po(catalogs, POLISH).read_text()
    layla.send(there, layla.get(there).form(there) | {"form-0": "Din egen plan", "do": "save"})
    assert changed_lines(before, po(catalogs, POLISH).read_text()) == [
        f"-#. sv: {old}", "+#. sv: Din egen plan", f"+#. sv before: {old}",
    ]  # fmt: skip
    assert state_of(entry(catalogs, YOUR_PLAN), ARABIC) is State.CHANGED
    page = layla.get(HERE)
    assert page.soup.select_one("del").get_text() == old
    said = entry(catalogs, YOUR_PLAN).texts
    layla.send(HERE, page.form(HERE) | {"do": "still-right"})
    now = entry(catalogs, YOUR_PLAN)
    assert (now.texts, now.notes) == (said, ("sv: Din egen plan",))


@pytest.mark.usefixtures("catalogs")
def test_every_plural_form_says_which_numbers_it_serves(reader):
    here = f"/translate/ar/{name_of(WAITED)}"
    page = reader("layla", "en").get(here)
    labels = [label for label in page.texts("label") if label.startswith("For the number")]
    assert len(labels) == 6
    assert labels[0].split() == ["For", "the", "number", "0", "form", "0"]
    assert " ".join(labels[3].split()) == "For the numbers 3–10, 103–110 form 3"
    assert numbers_of(POLISH, 0) == "1"
    assert numbers_of(BY_TAG["uk"], 0) == "1, 21, 31, 41 …"
    boxes = page.soup.select("#entry textarea")
    assert {(box["lang"], box["dir"]) for box in boxes} == {("ar", "rtl")}
    assert page.soup.select("[data-insert='%(count)s']")


def test_the_check_speaks_while_it_is_typed(reader, catalogs):
    layla, stood = reader("layla", "en"), po(catalogs).read_bytes()
    form = layla.get(HERE).form(HERE)
    wrong = layla.post(HERE, form | {"form-0": "%(x)s", "preview": "1"}, status=200)
    right = layla.post(HERE, form | {"form-0": "خطة", "preview": "1"}, status=200)
    assert wrong.soup.select_one("#checked .fault")
    assert not right.soup.select_one("#checked .fault")
    assert po(catalogs).read_bytes() == stood


def test_the_list_is_found_by_state_page_and_words(reader, catalogs):
    layla = reader("layla", "en")
    everything = layla.get("/translate?language=ar")
    assert len(everything.soup.select(".text-row")) == 80
    first = everything.soup.select_one(".text-row")["href"]
    assert (
        layla.get(everything.soup.select_one("a[href*='from=80']")["href"]).soup.select(
            ".text-row"
        )[0]["href"]
        != first
    )
    swedish = entry(catalogs, YOUR_PLAN, SWEDISH).texts[0]
    for words in (swedish, "your plan", entry(catalogs, YOUR_PLAN).texts[0]):
        page = layla.get(f"/translate?language=ar&q={words}")
        assert name_of(YOUR_PLAN) in str(page.soup.select_one("#texts"))
    on_log = layla.get("/translate?language=ar&place=log")
    assert on_log.texts("#texts h2") == ["Who has looked"]
    assert not layla.get("/translate?language=ar&show=untranslated").soup.select(".text-row")
    layla.send(HERE, layla.get(HERE).form(HERE) | {"do": "unsure"})
    unsure = layla.get("/translate?language=ar&show=unsure")
    assert len(unsure.soup.select(".text-row")) == 1


@pytest.mark.usefixtures("catalogs")
def test_after_saving_the_next_text_of_the_list_is_open(reader):
    layla = reader("layla", "en")
    rows = layla.get("/translate?language=pl&place=log").soup.select(".text-row")
    here = rows[0]["href"]
    path, _, query = here.partition("?")
    assert "place=log" in query
    form = layla.get(here).form(f"{path}?place=log")
    answer = layla.client.post(f"{path}?place=log", data=form | {"do": "save"})
    assert answer.location.partition("?")[0] == rows[1]["href"].partition("?")[0]


@pytest.mark.usefixtures("catalogs")
def test_the_check_speaks_the_language_of_whoever_reads_it(reader):
    here = f"/translate/ar/{name_of(WAITED)}"
    said = {}
    for language in ("sv", "en"):
        layla = reader("layla", language)
        form = layla.get(here).form(here) | {"form-3": "<b>x"}
        typed = layla.post(here, form | {"preview": "1"}, status=200)
        refused = layla.post(here, form | {"do": "save"}, status=422)
        said[language] = typed.texts("#checked .fault")
        assert refused.texts("#checked .fault") == said[language]
    assert len(said["sv"]) == len(said["en"]) > 1
    assert not set(said["sv"]) & set(said["en"])
    assert "saknar" in said["sv"][0]


@pytest.mark.usefixtures("catalogs")
def test_a_text_can_be_passed_by_and_come_back_to(reader):
    layla = reader("layla", "en")
    rows = layla.get("/translate?language=pl&place=log").soup.select(".text-row")
    hrefs = [each["href"] for each in rows]
    second = layla.get(hrefs[1])
    assert [each["href"].partition("?")[0] for each in second.soup.select(".along a")] == [
        hrefs[0].partition("?")[0], hrefs[2].partition("?")[0],
    ]  # fmt: skip
    assert "place=log" in second.soup.select_one("a[rel=next]")["href"]
    assert second.texts(".along span") == [f"2 of {len(rows)}"]
    assert not layla.get(hrefs[0]).soup.select("a[rel=prev]")
    assert not layla.get(hrefs[-1]).soup.select("a[rel=next]")


@pytest.mark.usefixtures("catalogs")
def test_a_list_with_nothing_in_it_says_why_and_leads_on(reader):
    layla = reader("layla", "en")
    nothing = layla.get("/translate?language=ar&q=qqqqqq")
    done = layla.get("/translate?language=sv&show=to-do")
    assert "No text has these words" in nothing.soup.select_one("#texts .card").get_text()
    assert "Nothing is left to do" in done.soup.select_one("#texts .card").get_text()
    for page in (nothing, done):
        leads = page.soup.select_one("#texts .card a")["href"]
        assert layla.get(leads).soup.select(".text-row")


def test_everything_is_read_ahead(catalogs, monkeypatch):
    shelf = Shelf(catalogs)
    shelf.read_ahead().join(30)
    monkeypatch.setattr("portal.translate.reading.read_document", None)  # nothing is read again
    assert {each.language.tag for each in shelf.progress()} == {each.tag for each in LANGUAGES}


@pytest.mark.usefixtures("catalogs")
def test_who_is_nobody_yet_is_led_to_the_translators(reader):
    answer = reader(None).client.get("/translate")
    path, _, place = answer.location.partition("#")
    page = reader(None).get(path)
    choices = page.soup.find(id=place).find_next_sibling("ul")
    assert choices.select("button[value=layla]")


@pytest.mark.usefixtures("catalogs")
def test_progress_of_every_language(reader):
    page = reader("layla", "en").get("/translate")
    assert len(page.soup.select("svg.progress")) == 14
    assert "0 of" in page.texts("a[href$='=ar'] .d")[0]


def test_two_at_once_lose_nothing(catalogs):
    shelf = Shelf(catalogs)
    rows = shelf.rows(POLISH)[:40]
    single = [row for row in rows if len(row.entry.ids) == 1 and "%" not in row.entry.ids[0]][:16]

    def work(row):
        wanted = Change(digest_of(row.entry), (f"{row.entry.texts[0]}!",))
        save(catalogs, POLISH, row.name, wanted, NOW.date())

    threads = [threading.Thread(target=work, args=(row,)) for row in single]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    now = Shelf(catalogs).by_name(POLISH)
    assert all(now[row.name].entry.texts[0].endswith("!") for row in single)
    assert list((catalogs / "pl" / "LC_MESSAGES").iterdir()) == [po(catalogs, POLISH)]


@pytest.mark.usefixtures("catalogs")
@pytest.mark.parametrize("person", ["rim", "lena", "yusuf"])
def test_nobody_else_is_let_in(reader, person):
    asking = reader(person)
    token = asking.get("/sign-in").form("/language")["csrf_token"]
    for path in ("/translate", HERE):
        assert asking.client.get(path).status_code == 403
    for path in (HERE, "/translate/here"):
        answer = asking.client.post(path, data={"csrf_token": token, "do": "on"})
        assert answer.status_code == 403
    forged = reader(person)
    forged.client.set_cookie("translate", "Im9uIg.forged")
    assert forged.client.get("/translate").status_code == 403


@pytest.mark.usefixtures("catalogs")
def test_unknown_languages_and_texts_are_no_pages(reader):
    layla = reader("layla")
    for path in (
        "/translate?language=xx",
        "/translate/xx/0123456789",
        "/translate/ar/0123456789",
        "/translate/sv/../sv",
    ):
        assert layla.client.get(path).status_code == 404


def test_every_text_has_a_name_of_its_own_and_a_page(catalogs):
    for language in (SWEDISH, ARABIC):
        rows = Shelf(catalogs).rows(language)
        keys = {row.entry.key for row in rows}
        assert len({row.name for row in rows}) == len(keys) > 1400
        elsewhere = [
            row.entry.places for row in rows if places_of(row.entry.places)[0].code == "other"
        ]
        assert elsewhere == []


def test_outside_a_demo_there_is_no_workshop():
    app = create_app(replace(settings("sqlite://"), environment=Environment.DEVELOPMENT))
    assert not [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/translate")]
    assert "portal.shelf" not in app.extensions
