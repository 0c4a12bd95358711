"""The wording contract: every kind in every language that is offered, with the longest values."""

import re
from datetime import UTC, date, datetime

import pytest

from portal.config import ROOT
from portal.i18n.languages import OFFERED, SWEDISH
from portal.i18n.text import Translator, Translators
from portal.notices import wording
from portal.notices.models import NoticeKind
from portal.notices.sms_encoding import is_gsm, segments
from portal.people.agencies import RECORDS

TRANSLATORS = Translators(ROOT / "translations")
SOURCE = Translator(SWEDISH, ())
ON = date(2026, 11, 26)
STARTS = datetime(2026, 11, 27, 12, 30, tzinfo=UTC)  # 13:30 in Malmö
LONGEST = {
    "starts": STARTS.isoformat(),
    "was": "2026-11-26T22:45:00+00:00",
    "by": "2026-12-24",
    "code": "480215",
}
FAR = {
    "starts": "2028-11-27T12:30:00+00:00", "was": "2028-11-26T22:45:00+00:00", "by": "2028-12-24",
    "code": "480215",
}  # fmt: skip
# From the hour in summer time to the same one in winter time, and both with their year.
DOUBLED = {
    "was": "2028-10-29T00:30:00+00:00", "starts": "2028-10-29T01:30:00+00:00", "by": "2028-10-24",
    "code": "480215",
}  # fmt: skip
CLOCK = re.compile(r"\d{1,2}[:.]\d\d")
FORBIDDEN = re.compile(r"https?:|www\.|\.se\b|://|malm|\bAF\b|\bFK\b|vård|health|\bcare\b", re.IGNORECASE)  # fmt: skip

CASES = [
    pytest.param(kind, parameters, on, id=f"{kind}-{name}")
    for kind in NoticeKind
    for name, parameters, on in (
        ("by", LONGEST, ON),
        ("no-by", {name: value for name, value in LONGEST.items() if name != "by"}, ON),
        ("same-day", LONGEST, date(2026, 11, 27)),
        ("far", FAR, ON),
        ("doubled-hour", DOUBLED, ON),
    )
]


@pytest.mark.parametrize("protected", [False, True], ids=["open", "protected"])
@pytest.mark.parametrize("language", OFFERED, ids=lambda language: language.tag)
@pytest.mark.parametrize(("kind", "parameters", "on"), CASES)
def test_one_segment_and_nothing_that_tells(kind, parameters, on, language, protected):
    translator = TRANSLATORS[language]
    text = wording.text_of(kind, parameters, translator, protected=protected, on=on)
    assert segments(text) == 1, (len(text), text)
    assert not FORBIDDEN.search(text)
    for record in RECORDS:
        assert record.name not in text
        assert translator.say(record.gloss) not in text
    assert "%" not in text
    if protected:
        assert not CLOCK.search(text)
    if language.tag.startswith("sv"):
        assert is_gsm(text), set(text)
    subject = wording.subject_of(translator)
    assert not FORBIDDEN.search(subject)
    assert not re.search(r"\d", subject)


def said(kind, *, protected=False, on=ON, **parameters):
    return wording.text_of(NoticeKind(kind), parameters, SOURCE, protected=protected, on=on)


def test_days_and_times_are_those_on_the_wall_in_malmo():
    starts = STARTS.isoformat()
    assert said("five_days", starts=starts, on=date(2026, 11, 22)) == (
        "You have a time on 27/11 at 13:30. Open your plan as usual."
    )
    assert said("moved", starts=starts, was="2026-07-01T22:15:00+00:00") == (
        "Your time on 2/7 at 00:15 has moved to 27/11 at 13:30. Open your plan as usual."
    )
    assert said("cancelled", starts=starts) == (
        "Your time on 27/11 at 13:30 is cancelled. You do not need to come."
    )


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        ("2026-01-02", "2/1"), ("2026-12-31", "31/12"), ("2027-11-25", "25/11"),
        ("2027-11-26", "26/11/2027"), ("2028-11-27", "27/11/2028"), ("2025-12-31", "31/12/2025"),
    ],
)  # fmt: skip
def test_a_day_names_its_year_when_it_is_not_this_one_nor_in_the_next_twelve_months(day, shown):
    starts = f"{day}T12:30:00+00:00"
    assert said("cancelled", starts=starts) == (
        f"Your time on {shown} at 13:30 is cancelled. You do not need to come."
    )
    assert f"moved to {shown} at" in said("moved", starts=starts, was=STARTS.isoformat())
    assert f"Your time on {shown} at" in said("moved", starts=STARTS.isoformat(), was=starts)


def test_a_deadline_names_its_year_too():
    assert "Answer by 27/11/2028." in said("message", by="2028-11-27")


def test_a_time_in_the_doubled_hour_says_which():
    assert said("moved", starts=DOUBLED["starts"], was=DOUBLED["was"]) == (
        "Your time on 29/10/2028 at 02:30 (summer time) has moved to 29/10/2028 at 02:30 (winter time)."
        " Open your plan as usual."
    )
    swedish = TRANSLATORS[SWEDISH]
    text = wording.text_of(NoticeKind.NEW_TIME, DOUBLED, swedish, protected=False, on=ON)
    assert "02:30 (vintertid)" in text


def test_where_the_word_does_not_fit_into_one_sms_no_time_is_said_rather_than_an_unclear_one():
    ukrainian = next(each for each in OFFERED if each.tag == "uk")
    text = wording.text_of(
        NoticeKind.MOVED, DOUBLED, TRANSLATORS[ukrainian], protected=False, on=ON
    )
    assert segments(text) == 1
    assert not CLOCK.search(text)


def test_tomorrow_is_said_only_where_it_is_tomorrow():
    starts = STARTS.isoformat()
    assert "tomorrow at 13:30" in said("tomorrow", starts=starts)
    late = said("tomorrow", starts=starts, on=date(2026, 11, 27))
    assert late == "You have a time today at 13:30. Open your plan as usual."
    assert "on 27/11" in said("tomorrow", starts=starts, on=date(2026, 11, 25))
    assert said("tomorrow", starts=starts, protected=True) == (
        "You have a time tomorrow. Open your plan as usual."
    )


def test_the_deadline_is_inside_until_it_has_passed():
    assert "Answer by 26/11." in said("message", by="2026-11-26")
    assert "Answer" not in said("message", by="2026-11-25")
    assert "by 14/12" in said("duty", by="2026-12-14")
    assert "by 14/12" in said("your_turn", by="2026-12-14", protected=True)


def test_every_phrase_can_be_translated():
    """They are marked for extraction, with the context that says they are notices."""
    from portal.translations.extraction import extract

    catalog = extract(ROOT)["participant"]
    every = {each for row in wording.PHRASES.values() for each in row} | {
        wording.SUBJECT, wording.TODAY, wording.TODAY_PROTECTED,
    }  # fmt: skip
    assert [each.text for each in every if not catalog.get(each.text, "notice")] == []
