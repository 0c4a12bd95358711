"""Every task done once in a real browser: without JavaScript, and with it."""

import re

import pytest
from playwright.sync_api import expect

from portal.people.demo import demo_id
from tests.browser.places import PERSON, STEP, THREAD, TIME


@pytest.fixture(params=[False, True], ids=["without-script", "with-script"])
def script(request) -> bool:
    return request.param


def test_signing_in_reading_and_signing_out(visit, script):
    visitor = visit("rim", "sv", script=script)
    page = visitor.page
    expect(page.locator("h1")).to_have_text("I dag")
    for tab, heading in (
        ("Plan", "Din plan"),
        ("Tider", "Dina tider"),
        ("Meddelanden", "Dina meddelanden"),
    ):
        page.locator(".tabs a", has_text=tab).click()
        expect(page.locator("h1")).to_have_text(heading)
    page.locator("a.me").click()
    page.get_by_role("button", name="Logga ut", exact=True).click()
    expect(page.locator("h1")).to_have_text("Du är utloggad")
    visitor.open("/plan")
    expect(page.locator("h1")).to_have_text(re.compile("Logga in|Sign in"))


def test_the_language_is_changed_in_two_taps_and_keeps_what_was_typed(visit, script):
    page = visit("rim", "sv", script=script).open("/messages/new")
    page.locator("textarea").fill("Hej, jag undrar en sak")
    page.locator("button.lang").click()
    page.locator("button.pick", has_text="العربية").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("textarea")).to_have_value("Hej, jag undrar en sak")
    expect(page.locator("h1")).to_have_text("كتابة رسالة إلى فريقك")


def test_a_step_is_marked_done(visit, script):
    page = visit("anneli", "sv", script=script).open("/plan")
    page.get_by_role("button", name=re.compile("Jag är klar")).click()
    expect(page.locator("#notices")).to_contain_text("Markerat som klart.")
    expect(page.locator(".tl .done", has_text="Cv och ansökan")).to_be_visible()
    expect(page).to_have_url(re.compile("/plan$"))


def test_a_step_is_said_to_be_not_possible(visit, script):
    page = visit("rim", "sv", script=script).open(STEP)
    page.locator("summary", has_text="Det går inte för mig").click()
    page.get_by_label("Jag behöver mer tid").check()
    page.locator("#not-possible textarea").fill("Kön är lång")
    page.locator("#not-possible button").click()
    expect(page.locator("#notices")).to_contain_text("Vi hittar en annan väg.")
    expect(page.locator(".quote")).to_have_text("Kön är lång")


def test_asking_from_a_step(visit, script):
    page = visit("rim", "sv", script=script).open(STEP)
    page.get_by_role("link", name="Fråga om steget").click()
    expect(page.locator("main")).to_contain_text("Barnomsorg före start")
    page.locator("textarea").fill("Vart ringer jag?")
    page.get_by_role("button", name="Skicka").click()
    expect(page.locator(".msg.mine").last).to_contain_text("Vart ringer jag?")


def test_coming_changing_ones_mind_and_cannot_come(visit, script):
    page = visit("rim", "sv", script=script).open(TIME)
    page.get_by_role("button", name="Jag kommer").click()
    expect(page.locator("#notices")).to_contain_text("Vi vet att du kommer.")
    expect(page.locator("#reply-title")).to_have_text("Du kommer")
    page.get_by_role("button", name="Ändra mitt svar").click()
    page.locator("#reply").get_by_role("link", name="Kan inte komma").click()
    page.get_by_label("Mitt barn är sjukt").check()
    page.get_by_label("En förmiddag passar").check()
    page.get_by_role("button", name="Skicka").click()
    expect(page.locator("#reply-title")).to_have_text("Du kan inte komma")


def test_the_calendar_file_is_saved_under_a_neutral_name(visit, script):
    page = visit("rim", "sv", script=script).open(TIME)
    with page.expect_download() as download:
        page.get_by_role("link", name="Lägg i kalendern").click()
    assert download.value.suggested_filename == "calendar.ics"


def test_answering_with_a_tap_and_in_own_words(visit, script):
    page = visit("rim", "sv", script=script).open(THREAD)
    page.get_by_role("button", name="Ja, det passar").click()
    expect(page.locator(".msg.mine").last).to_contain_text("Ja, det passar")
    page.locator("textarea").fill("شكرًا")
    page.get_by_role("button", name="Skicka").click()
    expect(page.locator(".msg.mine").last).to_contain_text("شكرًا")


def test_swedish_is_one_tap_away(visit, script):
    page = visit("rim", "ar", script=script).open(THREAD)
    page.locator(".original summary").last.click()
    expect(page.locator(".original [lang=sv]").last).to_be_visible()


def test_a_duty_is_ticked(visit, script):
    page = visit("rim", "sv", script=script).open("/")
    page.get_by_role("button", name=re.compile("Klart – Ansök om aktivitetsstöd")).click()
    expect(page.locator(".duty").nth(1)).to_contain_text("Du har markerat det som klart.")
    expect(page.locator(".duty").first).to_contain_text("Lämna din aktivitetsrapport")
    expect(page.locator(".duty").first).not_to_contain_text("Du har markerat")


def test_staff_find_someone_and_open_her(visit, script):
    page = visit("lena", "sv", script=script, width=1280).open("/staff")
    page.locator("#q").fill("rim")
    page.get_by_role("button", name="Sök").click()
    page.locator(".cases a", has_text="Rim Mithal").click()
    expect(page.locator("h1")).to_have_text("Rim Mithal")


def test_staff_hand_over_a_turn_in_four_taps(visit, script):
    lena = visit("lena", "sv", script=script, width=1280)
    page = lena.page
    page.locator(".cases a", has_text="Rim Mithal").click()
    page.get_by_role("link", name="Lämna över turen").click()
    page.locator("label.choice", has_text="Malmö stad").click()
    page.get_by_role("button", name="Publicera").click()
    expect(page.locator("#notices")).to_contain_text("Publicerat. Rim ser det nu.")
    rim = visit("rim", "ar", script=script).open("/plan")
    expect(rim.locator(".tl li.wait", has_text="Malmö stad")).to_be_visible()


def test_staff_preview_and_publish_a_message(visit, script):
    page = visit("lena", "sv", script=script, width=1280).open(f"{PERSON}/post?what=message")
    page.locator("#phrase").select_option("K17")
    if not script:
        page.get_by_role("button", name="Visa förhandsvisning").click()
    page.locator("[name=value_place]").fill("Exempelskolans matsal")
    page.locator("[name=value_by]").fill("2026-12-04")
    if not script:
        page.get_by_role("button", name="Visa förhandsvisning").click()
    expect(page.locator("#preview [lang=ar][dir=rtl]")).to_contain_text("Exempelskolans matsal")
    expect(page.locator("#preview [lang=sv][dir=ltr]")).to_contain_text(
        "Vi har hittat en praktikplats"
    )
    page.get_by_role("button", name="Publicera").click()
    expect(page.locator("#notices")).to_contain_text("Publicerat.")


@pytest.mark.parametrize("what", ["done", "step", "appointment"])
def test_staff_post_the_other_things(visit, script, what):
    page = visit("lena", "sv", script=script, width=1280).open(f"{PERSON}/post?what={what}")
    if what == "step":
        page.locator("#kind").select_option("A08")
        if not script:
            page.get_by_role("button", name="Visa förhandsvisning").click()
        page.locator("[name=value_trade]").select_option("office")
        page.wait_for_load_state("networkidle")  # the preview is being drawn anew beside it
    if what == "appointment":
        page.locator("#day").fill("2026-12-09")
        page.locator("#start").fill("10:00")
        page.locator("#place").fill("Provgatan 8")
        page.locator("label.choice", has_text="Tolk beställd").click()
    page.get_by_role("button", name="Publicera").click()
    expect(page.locator("#notices")).to_contain_text("Publicerat.")


def test_a_form_that_is_refused_says_what_to_do_and_keeps_the_text(visit, script):
    page = visit("lena", "sv", script=script, width=1280).open(f"{PERSON}/post?what=appointment")
    page.locator("#place").fill("Provgatan 8, rum 12")
    page.get_by_role("button", name="Publicera").click()
    expect(page.locator(".faults li").first).to_have_text("Skriv datumet.")
    expect(page.locator("#place")).to_have_value("Provgatan 8, rum 12")


def test_a_double_click_sends_one_message(visit):
    page = visit("rim", "sv").open(THREAD)
    page.locator("textarea").fill("Bara en gång")
    page.get_by_role("button", name="Skicka").dblclick()
    expect(page.locator(".msg.mine", has_text="Bara en gång")).to_have_count(1)


def test_the_desk_searches_while_one_types(visit):
    page = visit("lena", "sv", width=1280).open("/staff")
    page.locator("#q").press_sequentially("tesf", delay=30)
    expect(page.locator(".cases li")).to_have_count(1)
    expect(page.locator(".cases .t")).to_have_text("Tesfay Abnet")


def test_the_goal_is_written_and_kept_when_the_language_changes(visit, script):
    page = visit("rim", "sv", script=script).open("/plan/goal")
    page.locator("#text").fill("Laga mat i en skola")
    page.locator("button.lang").click()
    page.locator("button.pick", has_text="العربية").click()
    expect(page.locator("#text")).to_have_value("Laga mat i en skola")
    page.locator("#goal button[type=submit]").click()
    expect(page.locator(".goal .big")).to_contain_text("Laga mat i en skola")


def test_her_own_step_is_added_done_and_taken_back(visit, script):
    page = visit("rim", "sv", script=script).open("/plan")
    page.get_by_role("link", name="Lägg till ett eget steg").click()
    page.locator("#title").fill("Öva på intervju")
    page.get_by_role("button", name="Lägg till").click()
    expect(page.locator("h1")).to_have_text("Öva på intervju")
    page.get_by_role("button", name="Jag är klar").click()
    expect(page.locator("#notices")).to_contain_text("Markerat som klart.")
    page.get_by_role("button", name=re.compile("Ångra.*Öva på intervju")).click()
    expect(page.locator("#notices")).to_contain_text("Du har ångrat dig.")


def test_a_ready_set_is_changed_and_published(visit, script):
    page = visit("lena", "sv", script=script, width=1280).open(f"{PERSON}/post?what=set")
    page.locator("#set").select_option("sick")
    if not script:
        page.get_by_role("button", name="Visa förhandsvisning").click()
    page.locator("input[name=keep][value=A16]").uncheck()
    page.locator("#holder_A14").select_option("fk")
    page.get_by_role("button", name="Publicera").click()
    expect(page.locator("#notices")).to_contain_text("Publicerat.")
    expect(page.locator(".tl li", has_text="specialist")).to_contain_text("Försäkringskassan")
    expect(page.locator(".tl li", has_text="SIUS")).to_have_count(0)


def test_a_notice_of_delay_is_one_tap(visit, script):
    page = visit("amir", "sv", script=script).open(f"/staff/participants/{demo_id('hodan')}")
    page.get_by_role("button", name=re.compile("Skicka med den nya dagen")).click()
    expect(page.locator("#notices")).to_contain_text("Publicerat.")
    expect(page.locator(".draft")).to_have_count(0)


def test_the_plan_on_paper_has_two_languages_and_at_most_two_sheets(visit):
    page = visit("rim", "ar").open("/plan/paper")
    first = page.locator(".sip-part").first
    expect(first.locator("div[lang=ar][dir=rtl] h2")).to_be_visible()
    expect(first.locator("div[lang=sv] h2")).to_have_text("Det här behövs")
    assert page.locator(".sip-part").count() == 5
    assert sheets(page) == 1


def sheets(page) -> int:
    """How many A4 pages the browser prints."""
    printed = page.pdf(
        format="A4", margin=dict.fromkeys(("top", "right", "bottom", "left"), "12mm")
    )
    return len(re.findall(rb"/Type\s*/Page[^s]", printed))
