"""Writing a message on a phone whose connection, sign-in and patience come and go."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete, func, select

from portal import clock
from portal.messages.drafts import Draft
from portal.messages.models import Message
from portal.people.demo import demo_id
from portal.people.models import SignIn
from portal.people.sign_in_limits import PARTICIPANT
from tests.browser.places import THREAD
from tests.browser.test_accessibility import violations
from tests.moments import NOW

NEW = "/messages/new"
TEXT = "Hej! Jag undrar en sak."
UNSENT = re.compile("Inte skickat: ingen uppkoppling. Din text finns kvar här.")


@pytest.fixture
def database(portal):
    return portal.app.extensions["portal.database"]


def sent(database) -> list[str | None]:
    """What Rim has sent, by text or by phrase."""
    with database.reading() as session:
        hers = (Message.participant_id == demo_id("rim"), Message.staff_id.is_(None))
        rows = session.execute(select(Message.phrase, Message.body).where(*hers))
        return [body or phrase for phrase, body in rows]


def drafts(database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(Draft.body)))


def body(page):
    return page.locator("textarea[name=body]")


def send(page):
    return page.get_by_role("button", name="Skicka", exact=True)


def stored(page) -> list[str]:
    return page.evaluate("[...Object.values(sessionStorage), ...Object.values(localStorage)]")


def write(page, text: str = TEXT) -> None:
    body(page).press_sequentially(text)


# A page that is thrown out is not told: its own listeners hear nothing once `crashed` is set.
DEAF = "for (const type of ['pagehide', 'visibilitychange', 'online']) addEventListener(type, e => window.crashed && e.stopImmediatePropagation(), true)"


def write_in_vain(visitor, path: str, text: str = TEXT) -> None:
    """Types without a connection; then the phone throws the page out, which it is not told of."""
    visitor.context.add_init_script(DEAF)
    page = visitor.open(path)
    visitor.context.set_offline(True)
    write(page, text)
    expect(status(page)).to_contain_text("Inte sparat")
    page.evaluate("window.crashed = true")
    page.goto("about:blank")
    visitor.context.set_offline(False)


def status(page):
    return page.locator("form [role=status]")


def alarm(page):
    return page.locator("form [role=alert]:not(.faults)")


@pytest.mark.parametrize("path", [NEW, THREAD])
def test_what_is_typed_is_saved_and_comes_back_after_a_reload(visit, database, path):
    visitor = visit("rim", "sv")
    page = visitor.open(path)
    write(page)
    assert TEXT in stored(page)[0]
    expect(status(page)).to_have_text("Sparat")
    assert drafts(database) == [TEXT]
    assert stored(page) == []  # the server has it, so the phone has nothing
    page.reload()
    expect(body(page)).to_have_value(TEXT)
    body(page).fill("")
    page.wait_for_timeout(1500)
    assert drafts(database) == []


def test_who_leaves_at_once_loses_nothing(visit, database):
    visitor = visit("rim", "sv")
    page = visitor.open(NEW)
    write(page)
    visitor.open("/plan")
    page.wait_for_timeout(300)
    assert drafts(database) == [TEXT]
    visitor.open(NEW)
    expect(body(page)).to_have_value(TEXT)
    assert stored(page) == []


def test_a_change_of_language_keeps_the_text(visit):
    page = visit("rim", "sv").open(THREAD)
    write(page)
    page.locator("button.lang").click()
    page.locator("button[name=language][value=ar]").click()
    expect(page.locator("html[lang=ar]")).to_have_count(1)
    expect(body(page)).to_have_value(TEXT)
    page.reload()
    expect(body(page)).to_have_value(TEXT)


@pytest.mark.parametrize("path", [NEW, THREAD])
def test_without_a_connection_nothing_is_sent_until_she_presses_again(visit, database, path):
    visitor = visit("rim", "sv")
    page = visitor.open(path)
    before = sent(database)
    visitor.context.set_offline(True)
    write(page)
    expect(status(page)).to_have_text("Inte sparat: ingen uppkoppling. Din text finns kvar här.")
    send(page).click()
    expect(alarm(page)).to_have_text(UNSENT)
    expect(body(page)).to_have_value(TEXT)
    visitor.context.set_offline(False)
    expect(status(page)).to_have_text("Sparat")  # saved again by itself, but not sent
    page.wait_for_timeout(2500)
    assert sent(database) == before
    assert drafts(database) == [TEXT]
    send(page).click()
    expect(page.locator("#notices")).to_contain_text("Skickat till")
    assert sent(database) == [*before, TEXT]
    assert drafts(database) == []
    assert stored(page) == []
    expect(body(page)).to_have_value("")


def test_a_tap_waits_for_a_connection_too_and_keeps_what_it_says(visit, database):
    visitor = visit("rim", "sv")
    page = visitor.open(THREAD)
    before = sent(database)
    visitor.context.set_offline(True)
    page.locator("button[name=quick][value=yes]").click()
    expect(alarm(page)).to_have_text(UNSENT)
    visitor.context.set_offline(False)
    page.locator("button[name=quick][value=yes]").click()
    expect(page.locator("#notices")).to_contain_text("Skickat till")
    assert sent(database) == [*before, "reply:yes"]


def test_two_presses_send_one_message(visit, database):
    page = visit("rim", "sv").open(THREAD)
    before = sent(database)
    write(page)
    send(page).dblclick()
    expect(page.locator("#notices")).to_contain_text("Skickat till")
    assert sent(database) == [*before, TEXT]
    assert drafts(database) == []


@pytest.mark.parametrize("path", [THREAD, NEW], ids=["answer", "new"])
def test_what_was_sent_is_no_draft_when_she_goes_back(visit, database, path):
    visitor = visit("rim", "sv")
    page = visitor.open(path)
    before = sent(database)
    write(page)
    send(page).click()
    expect(page.locator("#notices")).to_contain_text("Skickat till")
    for way in (page.go_back, page.go_back, page.go_forward, page.go_back):
        way(wait_until="load")
    page = visitor.open(path)
    expect(body(page)).to_have_value("")
    assert drafts(database) == []
    assert sent(database) == [*before, TEXT]


def test_sent_once_more_after_going_back_is_told_with_the_receipt(visit, database):
    page = visit("rim", "sv").open(NEW)
    before = sent(database)
    for _each in range(2):
        write(page)
        send(page).click()
        page.wait_for_load_state("load")
        if _each == 0:
            expect(page.locator("#notices")).to_contain_text("Skickat till")
            page.go_back(wait_until="load")
            expect(body(page)).to_have_value("")
    expect(page.locator("h1")).to_have_text("Det här är redan skickat")
    assert violations(page) == []
    assert sent(database) == [*before, TEXT]
    page.get_by_role("button", name="Skicka igen").click()
    expect(page.locator("#notices")).to_contain_text("Skickat till")
    assert sent(database) == [*before, TEXT, TEXT]


def test_a_text_that_never_reached_the_server_is_still_in_this_tab(visit, database):
    visitor = visit("rim", "sv")
    write_in_vain(visitor, THREAD)
    assert drafts(database) == []
    page = visitor.open(THREAD)
    expect(body(page)).to_have_value(TEXT)
    expect(status(page)).to_have_text("Sparat")
    assert drafts(database) == [TEXT]


def test_what_was_written_elsewhere_meanwhile_stays_too(visit, database):
    visitor = visit("rim", "sv")
    write_in_vain(visitor, THREAD, "Här.")
    with database.writing() as session, session.begin():
        session.add(
            Draft(participant_id=demo_id("rim"), place=f"thread:{THREAD[-36:]}", body="Där.", language="sv", saved=NOW)
        )  # fmt: skip
    page = visitor.open(THREAD)
    expect(body(page)).to_have_value("Där.\n\nHär.")


def test_a_sign_in_grown_too_old_keeps_the_text_and_leads_back_to_it(visit, database):
    page = visit("rim", "sv").open(THREAD)
    before = sent(database)
    clock.fix(NOW + PARTICIPANT.idle)
    write(page)
    send(page).click()
    expect(alarm(page)).to_contain_text("Du har blivit utloggad, men din text är sparad.")
    expect(body(page)).to_have_value(TEXT)
    assert drafts(database) == [TEXT]
    assert violations(page) == []
    alarm(page).get_by_role("link", name="Logga in").click()
    page.locator("button[name=person][value=rim]").click()
    page.wait_for_url(f"**{THREAD}")
    expect(body(page)).to_have_value(TEXT)
    assert sent(database) == before
    send(page).click()
    expect(page.locator("#notices")).to_contain_text("Skickat till")
    assert sent(database) == [*before, TEXT]


def test_once_signed_out_elsewhere_the_phone_keeps_no_copy(visit, database):
    page = visit("rim", "sv").open(THREAD)
    with database.writing() as session, session.begin():
        session.execute(delete(SignIn))
    write(page)
    expect(status(page)).to_have_text("Sidan var öppen för länge")
    write(page, " Mer.")
    assert stored(page) == []
    assert drafts(database) == []
    send(page).click()  # and the text is on the page that says so
    expect(body(page)).to_have_value(f"{TEXT} Mer.")


def test_nothing_is_left_for_the_next_person_in_the_tab(visit, database):
    visitor = visit("rim", "sv")
    write_in_vain(visitor, NEW)
    visitor.sign_in("hodan")
    page = visitor.open(NEW)
    expect(body(page)).to_have_value("")
    assert stored(page) == []
    assert drafts(database) == []


def test_signing_out_leaves_nothing_on_the_phone_and_all_on_the_server(visit, database):
    visitor = visit("rim", "sv")
    page = visitor.open(NEW)
    write(page)
    expect(status(page)).to_have_text("Sparat")
    page = visitor.open("/sign-ins")
    page.evaluate("sessionStorage.setItem('draft left', 'x')")
    page.get_by_role("button", name="Logga ut överallt").click()
    expect(page.locator("h1")).to_have_text("Du är utloggad")
    assert stored(page) == []
    assert drafts(database) == [TEXT]
    visitor.sign_in("rim").open(NEW)
    expect(body(page)).to_have_value(TEXT)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_button_keeps_the_text(visit, database, script):
    page = visit("rim", "sv", script=script).open(THREAD)
    body(page).fill(TEXT)
    page.get_by_role("button", name="Spara som utkast").click()
    said = status(page) if script else page.locator("#notices")
    expect(said).to_contain_text("Sparat" if script else "Din text är sparad som utkast.")
    expect(body(page)).to_have_value(TEXT)
    assert drafts(database) == [TEXT]
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Draft)) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["sv", "ar"])
def test_no_violation_while_something_is_said(visit, language, scheme):
    visitor = visit("rim", language, scheme=scheme)
    page = visitor.open(THREAD)
    visitor.context.set_offline(True)
    write(page)
    page.locator("#reply > .btns .btn:not(.quiet)").last.click()
    expect(alarm(page)).not_to_be_empty()
    visitor.context.set_offline(False)
    expect(status(page)).not_to_be_empty()
    assert violations(page) == []
    visitor.open("/messages")
    assert violations(page) == []
