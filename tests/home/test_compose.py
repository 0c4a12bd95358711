"""A message of sentences put together, the check of own text, and what the participant then reads."""

import pytest
from sqlalchemy import select

from portal.config import ROOT
from portal.i18n.languages import LANGUAGES
from portal.i18n.text import Translators
from portal.messages.models import Message
from portal.messages.staff_composing import MOST
from portal.notices.models import Notice
from portal.people.demo import demo_id
from portal.phrases.parameters import ParameterType, Speaker
from portal.phrases.sentences import SENTENCES
from tests.one_database import templates  # noqa: F401 - a fixture
from tests.reader import Page, Reader

POST = f"/staff/participants/{demo_id('rim')}/post"
TYPED = {
    ParameterType.TEXT: "Exempelskolan",
    ParameterType.DATE: "2026-12-01",
    ParameterType.INSTANT: "2026-12-01T13:30",
    ParameterType.AGENCY: "fk",
    ParameterType.MONTH: "2026-12",
}


@pytest.fixture
def lena(reader) -> Reader:
    return reader("lena", "sv")


def begin(staff: Reader, path: str = POST) -> dict[str, str]:
    form = staff.get(f"{path}?what=message").form(path)
    return staff.post(path, form | {"phrase": "sentences", "preview": "fields"}, status=200).form(
        path
    )


def press(staff: Reader, form: dict[str, str], button: str, path: str = POST, **typed: str) -> Page:
    return staff.post(path, form | typed | {"preview": button}, status=200)


def add(staff: Reader, form: dict[str, str], *codes: str) -> dict[str, str]:
    for code in codes:
        form = press(staff, form, f"add:{code}").form(POST)
    return form


def chosen(page: Page) -> list[str]:
    return [each["value"] for each in page.soup.select(".chosen input[type=hidden]")]


def focused(page: Page) -> str:
    return page.soup.select_one("[data-focus]")["id"]


def enter(staff: Reader, form: dict[str, str], **typed: str) -> Page:
    """Presses the button that Enter presses: the first one of the form in the page."""
    page = staff.get(f"{POST}?what=message")
    button = page.soup.select_one("#post button[type=submit], button[form=post]")
    assert not button.get("formaction")
    return press(staff, form, button["value"], **typed)


def latest(database) -> Message:
    with database.reading() as session:
        return session.scalars(select(Message).order_by(Message.sent.desc())).first()


def test_three_letters_enter_a_date_and_it_is_sent(lena, database):
    page = press(lena, begin(lena), "find", q="sva")  # as it is typed
    first = page.soup.select_one("#found .pick")["value"].removeprefix("add:")
    page = enter(lena, page.form(POST))
    assert chosen(page) == [first]
    page = enter(lena, page.form(POST), q="du får svar")  # without script Enter first finds
    assert chosen(page) == [first]
    page = enter(lena, page.form(POST))
    assert chosen(page) == [first, "S038"]
    assert page.form(POST)["q"] == ""
    assert focused(page) == "s2_value_by"
    page = press(lena, page.form(POST), "remove:1")
    lena.send(POST, page.form(POST) | {"s1_value_by": "2026-12-04"})
    sent = latest(database)
    assert sent.sentences == [{"code": "S038", "values": {"by": "2026-12-04"}}]
    assert sent.swedish == "Du får svar senast fredag 4 december."


def test_enter_never_publishes_and_adds_only_what_is_seen(lena, database):
    before = latest(database).id
    page = press(lena, begin(lena), "find", q="tolk")
    page = enter(lena, page.form(POST), q="semester")  # typed on since
    assert chosen(page) == []
    assert "tillbaka" in page.texts("#found")[0]
    page = enter(lena, page.form(POST), q="qqqqqq")
    assert page.form(POST)["q"] == "qqqqqq"
    assert page.texts("#found .muted")
    page = press(lena, page.form(POST), "find", q="")
    page = enter(lena, page.form(POST))  # in another field, while all are listed
    assert chosen(page) == []
    for phrase in ("K18", "free"):
        enter(lena, page.form(POST), phrase=phrase, body="Hej på dig.")
    assert latest(database).id == before


def test_an_empty_search_lists_all_in_their_groups(lena):
    page = press(lena, begin(lena), "find")
    assert len(page.soup.select("#found .pick")) == len(SENTENCES)
    assert len(page.soup.select("#found ul")) == 15


def test_what_is_typed_stays_with_its_sentence(lena):
    form = add(lena, begin(lena), "S013", "S012", "S003")
    form |= {"s1_value_paper": "", "s1_value_by": "2026-12-09", "s3_value_place": "Provgatan 8"}
    page = press(lena, form, "up:3", body="Hej")
    assert chosen(page) == ["S013", "S003", "S012"]
    assert focused_button(page) == "up:2"
    again = page.form(POST)
    assert (again["s1_value_by"], again["s2_value_place"]) == ("2026-12-09", "Provgatan 8")
    page = press(lena, again, "remove:1")
    assert chosen(page) == ["S003", "S012"]
    assert page.form(POST)["s1_value_place"] == "Provgatan 8"
    assert page.form(POST)["body"] == "Hej"
    assert focused(page) == "q"
    page = press(lena, page.form(POST), "add:S011")
    assert page.form(POST)["s1_value_place"] == "Provgatan 8"
    # Another way to say it and back: nothing is lost.
    page = press(lena, page.form(POST), "fields", phrase="K18")
    page = press(lena, page.form(POST), "fields", phrase="sentences")
    assert page.form(POST)["s1_value_place"] == "Provgatan 8"


def focused_button(page: Page) -> str:
    return page.soup.select_one("button[data-focus]")["value"]


@pytest.mark.parametrize(
    "button", ["up:1", "up:9", "remove:0", "remove:", "remove:99999999999999999999", "add:K01", "add:", "x:y"]
)  # fmt: skip
def test_a_button_that_means_nothing_changes_nothing(lena, button):
    form = add(lena, begin(lena), "S011", "S012")
    assert chosen(press(lena, form, button)) == ["S011", "S012"]


def test_twelve_sentences_and_no_more(lena):
    form = add(lena, begin(lena), *["S011"] * MOST)
    page = press(lena, form, "add:S012")
    assert chosen(page) == ["S011"] * MOST
    assert "12" in page.texts("#q-hint")[0]
    page = lena.post(POST, page.form(POST) | {"s13": "S012"}, status=303)


def test_the_preview_shows_it_all_in_both_languages_before_it_is_filled_in(lena):
    form = add(lena, begin(lena), "S011", "S003")
    page = press(lena, form, "1", s2_value_place="Exempelskolan")
    arabic, swedish = (page.soup.select_one(f"#preview [lang={tag}][dir]") for tag in ("ar", "sv"))
    assert "Exempelskolan" in arabic.get_text()
    assert "Du behöver inte ta med något. Vi träffas på Exempelskolan …." in swedish.get_text()


def test_wrong_input_names_the_field_and_keeps_everything(lena, database):
    before = latest(database).id
    page = lena.post(POST, begin(lena), status=422)
    assert page.faults == ["Sök fram en mening och lägg till den."]
    form = add(lena, begin(lena), "S003", "S013") | {"s1_value_place": "Provgatan 8"}
    page = lena.post(POST, form, status=422)
    assert page.faults == ["Fyll i när.", "Fyll i vilket papper."]
    assert page.form(POST)["s1_value_place"] == "Provgatan 8"
    for name in page.soup.select(".faults a"):
        assert page.soup.select_one(name["href"])
    page = lena.post(POST, form | {"s1_value_when": "2026-03-29T02:30", "s2_value_paper": "x"}, status=422)  # fmt: skip
    assert page.faults[0].startswith("Klockan ställs om den natten")
    assert latest(database).id == before


@pytest.mark.parametrize("staff", ["lena", "maria", "hakan", "nadia"])
def test_every_agency_composes_and_she_reads_her_language(reader, staff, database):
    worker = reader(staff, "en")
    form = add(worker, begin(worker), "S075", "S038", "S043") | {"s2_value_by": "2026-12-04"}
    worker.send(POST, form)
    assert [each["code"] for each in latest(database).sentences] == ["S075", "S038", "S043"]
    rim = reader("rim", "ar")
    thread = rim.get("/messages").soup.select_one(".rows a")["href"].split("#")[0]
    arabic = Speaker(Translators(ROOT / "translations")[next(each for each in LANGUAGES if each.tag == "ar")])  # fmt: skip
    assert arabic.plain(SENTENCES["S043"].text) in rim.get(thread).texts(".msg")[-1]


@pytest.mark.parametrize("part", range(7))
def test_every_sentence_is_composed_and_reads_in_four_languages(reader, lena, database, part):
    some = list(SENTENCES.values())[part * MOST : (part + 1) * MOST]
    form = begin(lena) | {"preview": "fields"}
    for position, sentence in enumerate(some, 1):
        form[f"s{position}"] = sentence.code
        for each in sentence.parameters:
            typed = TYPED.get(each.type) or next(iter(each.choices))
            form[f"s{position}_value_{each.name}"] = typed
    form.pop("preview")
    lena.send(POST, form)
    sent = latest(database)
    assert [each["code"] for each in sent.sentences] == [each.code for each in some]
    for tag in ("sv", "sv-simple", "ar", "en"):
        rim = reader("rim", tag)
        text = rim.get(f"/messages/{sent.thread_id}").texts(".msg")[-1]
        translators = Translators(ROOT / "translations")
        speaker = Speaker(translators[next(each for each in LANGUAGES if each.tag == tag)])
        for each in some:
            if not each.parameters:
                assert speaker.plain(each.text) in text
        assert "%(" not in text


def test_a_double_tap_sends_one(lena, database):
    form = add(lena, begin(lena), "S076")
    for _tap in range(3):
        assert lena.client.post(POST, data=form).status_code == 303
    with database.reading() as session:
        said = session.scalars(select(Message).where(Message.sentences.is_not(None))).all()
    assert len(said) == 1


def test_protected_a_place_and_a_time_reach_no_notice(reader, database):
    path = f"/staff/participants/{demo_id('mikaela')}/post"
    worker = next(
        each
        for each in (reader(slug, "sv") for slug in ("lena", "maria", "hakan", "nadia", "petra"))
        if each.client.get(f"{path}?what=message").status_code == 200
    )
    form = begin(worker, path)
    form = press(worker, form, "add:S003", path).form(path)
    worker.send(
        path, form | {"s1_value_place": "Hemliga gatan 3", "s1_value_when": "2026-12-01T13:30"}
    )
    assert latest(database).sentences[0]["values"]["place"] == "Hemliga gatan 3"
    with database.reading() as session:
        notices = session.scalars(
            select(Notice).where(
                Notice.participant_id == demo_id("mikaela"), Notice.kind == "message"
            )
        ).all()
    assert [each.parameters for each in notices] == [{}]


def test_own_text_is_weighed_as_it_is_typed(lena):
    form = lena.get(f"{POST}?what=message&phrase=free").form(POST)
    text = "Ni ska inkomma med erforderliga handlingar avseende ersättningsansökningarna. " * 2
    page = press(lena, form, "1", body=text)
    seen = page.soup.select_one("#checked")
    assert "Svår att läsa" in seen.get_text()
    assert all(each["translate"] == "no" for each in seen.select("[lang=sv]"))
    assert "inkomma" in seen.select_one("ul[lang=sv]").get_text()
    area = page.soup.select_one("textarea[name=body]")
    assert (area["spellcheck"], area["autocorrect"], area["writingsuggestions"]) == ("false", "off", "false")  # fmt: skip


@pytest.mark.parametrize("phrase", ["free", "K18", "sentences"])
def test_what_may_be_too_much_is_asked_about_once_for_this_very_text(lena, database, phrase):
    before = latest(database).id
    form = lena.get(f"{POST}?what=message&phrase={phrase}").form(POST)
    form |= {"body": "Din diagnos är klar.\nRing oss om 811228-9874."}
    if phrase == "sentences":
        form["s1"] = "S011"
    page = lena.post(POST, form, status=422)
    assert page.faults == ["Läs igenom texten. Ändra den, eller kryssa i att den ska skickas."]
    assert {"Hälsa:", "Personnummer:"} <= set(page.texts("#checked dt strong"))
    ticked = page.form(POST) | {"read_through": tick(page)}
    assert page.form(POST)["body"].strip() == form["body"]
    # The tick is for the text it was shown for.
    page = lena.post(POST, ticked | {"body": form["body"] + " Depression."}, status=422)
    assert not page.soup.select("#checked input[checked]")
    assert latest(database).id == before
    again = page.form(POST) | {"read_through": tick(page)}
    lena.send(POST, again | {"body": again["body"].replace("\n", "\r\n")})
    assert latest(database).body.endswith("Depression.")


def tick(page: Page) -> str:
    return page.soup.select_one("#checked input[name=read_through]")["value"]


def test_an_ordinary_text_is_asked_nothing(lena):
    form = lena.get(f"{POST}?what=message&phrase=free").form(POST)
    lena.send(POST, form | {"body": "Hej! Vi ses på fredag."})
