"""What a notice says, in the reader's language: short, and true when it goes out.

Whoever else reads her phone must learn nothing: no agency, no programme, no health word, no name,
no link (people are taught not to follow one), and no time or place for someone with protected
identity. Every sentence is a whole text of its own, so that it can be turned round in translation.
"""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType

from portal import clock
from portal.i18n.formats import Formats
from portal.i18n.text import Phrase, Translator, phrase
from portal.notices.models import NoticeKind
from portal.notices.sms_encoding import segments

SUBJECT = phrase("notice", "Something new in your plan")

# Translators: SMS. With its values it must fit into 160 letters of the simple SMS alphabet (a-z, å ä ö, é), or into 70 where one other letter is needed. No typographic quotes or dashes. Days look like 27/11, times like 13:30.
TIME = phrase("notice", "You have a time on %(day)s at %(time)s. Open your plan as usual.")
TIME_BY = phrase("notice", "You have a time on %(day)s at %(time)s. Answer by %(by)s. Open your plan as usual.")  # fmt: skip
TIME_PROTECTED = phrase("notice", "You have a time on %(day)s. Open your plan as usual.")
TIME_BY_PROTECTED = phrase("notice", "You have a time on %(day)s. Answer by %(by)s. Open your plan as usual.")  # fmt: skip

TOMORROW = phrase("notice", "You have a time tomorrow at %(time)s. Open your plan as usual.")
TOMORROW_BY = phrase("notice", "You have a time tomorrow at %(time)s. Answer by %(by)s. Open your plan as usual.")  # fmt: skip
TOMORROW_PROTECTED = phrase("notice", "You have a time tomorrow. Open your plan as usual.")
TOMORROW_BY_PROTECTED = phrase("notice", "You have a time tomorrow. Answer by %(by)s. Open your plan as usual.")  # fmt: skip
TODAY = phrase("notice", "You have a time today at %(time)s. Open your plan as usual.")
TODAY_PROTECTED = phrase("notice", "You have a time today. Open your plan as usual.")

NEW_TIME = phrase("notice", "You have a new time, on %(day)s at %(time)s. Open your plan as usual.")
NEW_TIME_PROTECTED = phrase("notice", "You have a new time. Open your plan as usual.")
# Translators: Keep it short, there are four values. "Moved: 27/11 13:30 to 28/11 14:30." is fine.
MOVED = phrase("notice", "Your time on %(old_day)s at %(old_time)s has moved to %(day)s at %(time)s. Open your plan as usual.")  # fmt: skip
MOVED_PROTECTED = phrase("notice", "One of your times has moved. Open your plan as usual.")
CHANGED = phrase("notice", "Something has changed about your time on %(day)s at %(time)s. Open your plan as usual.")  # fmt: skip
CHANGED_PROTECTED = phrase("notice", "Something has changed about one of your times. Open your plan as usual.")  # fmt: skip
CANCELLED = phrase("notice", "Your time on %(day)s at %(time)s is cancelled. You do not need to come.")  # fmt: skip
CANCELLED_PROTECTED = phrase("notice", "A time on %(day)s is cancelled. Open your plan as usual.")

MESSAGE = phrase("notice", "You have a new message. Open your plan as usual.")
MESSAGE_BY = phrase("notice", "You have a new message. Answer by %(by)s. Open your plan as usual.")
YOUR_TURN = phrase("notice", "There is something for you to do. Open your plan as usual.")
YOUR_TURN_BY = phrase("notice", "There is something for you to do by %(by)s. Open your plan as usual.")  # fmt: skip
# Translators: nothing but the code: whoever else reads the phone must not learn what it opens.
SIGN_IN_CODE = phrase("notice", "Your code is %(code)s")
NEW_PASSKEY = phrase("notice", "You can now sign in with one more phone. If it was not you: call your contact.")  # fmt: skip
LETTER_ISSUED = phrase("notice", "A letter to sign in with was given out. If it was not to you: call your contact.")  # fmt: skip
LETTER_OPENED = phrase("notice", "Your letter was used. If it was not you: call your contact.")
LETTER_CONFIRMED = phrase("notice", "Your letter was approved. If it was not you: call your contact.")  # fmt: skip
WAY_ENDED = phrase("notice", "A way to sign in has ended. Do you wonder why? Call your contact.")
PASSKEY_REFUSED = phrase("notice", "A sign-in was stopped. If it was not you: call your contact.")
NUMBER_CHANGED = phrase("notice", "Your number was changed. If it was not you: call your contact.")
DUTY = phrase("notice", "This month's task is to be done by %(by)s. Open your plan as usual.")

ANSWER = phrase("notice", "You have got an answer. Open your plan as usual.")

# kind: without a deadline, with one, and the same two for someone with protected identity
PHRASES = MappingProxyType({
    NoticeKind.FIVE_DAYS: (TIME, TIME_BY, TIME_PROTECTED, TIME_BY_PROTECTED),
    NoticeKind.TOMORROW: (TOMORROW, TOMORROW_BY, TOMORROW_PROTECTED, TOMORROW_BY_PROTECTED),
    NoticeKind.NEW_TIME: (NEW_TIME, NEW_TIME, NEW_TIME_PROTECTED, NEW_TIME_PROTECTED),
    NoticeKind.MOVED: (MOVED, MOVED, MOVED_PROTECTED, MOVED_PROTECTED),
    NoticeKind.CHANGED: (CHANGED, CHANGED, CHANGED_PROTECTED, CHANGED_PROTECTED),
    NoticeKind.CANCELLED: (CANCELLED, CANCELLED, CANCELLED_PROTECTED, CANCELLED_PROTECTED),
    NoticeKind.MESSAGE: (MESSAGE, MESSAGE_BY, MESSAGE, MESSAGE_BY),
    NoticeKind.YOUR_TURN: (YOUR_TURN, YOUR_TURN_BY, YOUR_TURN, YOUR_TURN_BY),
    NoticeKind.ANSWER: (ANSWER, ANSWER, ANSWER, ANSWER),
    NoticeKind.DUTY: (YOUR_TURN, DUTY, YOUR_TURN, DUTY),
    NoticeKind.SIGN_IN_CODE: (SIGN_IN_CODE, SIGN_IN_CODE, SIGN_IN_CODE, SIGN_IN_CODE),
    NoticeKind.NUMBER_CODE: (SIGN_IN_CODE,) * 4,
    NoticeKind.NEW_PASSKEY: (NEW_PASSKEY,) * 4,
    NoticeKind.LETTER_ISSUED: (LETTER_ISSUED,) * 4,
    NoticeKind.LETTER_OPENED: (LETTER_OPENED,) * 4,
    NoticeKind.LETTER_CONFIRMED: (LETTER_CONFIRMED,) * 4,
    NoticeKind.WAY_ENDED: (WAY_ENDED,) * 4,
    NoticeKind.PASSKEY_REFUSED: (PASSKEY_REFUSED,) * 4,
    NoticeKind.NUMBER_CHANGED: (NUMBER_CHANGED,) * 4,
})  # fmt: skip


def text_of(
    kind: NoticeKind, parameters: Mapping[str, str], translator: Translator, *, protected: bool,
    on: date | None = None,
) -> str:  # fmt: skip
    """The text of a notice as it reads on a day in Malmö: today, unless another is given.

    Where the word for a doubled hour makes it longer than one SMS, it says no time; the page does.
    `parameters` are the notice's own: ISO instants (`starts`, `was`), an ISO day (`by`) and a code (`code`). Raises
    KeyError or ValueError for ones that no writer of notices makes.
    """
    on = on or clock.today()
    by = date.fromisoformat(parameters["by"]) if "by" in parameters else None
    values = _values(parameters, by, Formats(translator), on)
    shown = by if by and by >= on else None
    for without_time in (protected, True):
        said = _phrase(kind, parameters, shown, protected=without_time, on=on)
        text = translator.pgettext(said.context, said.text, **values)
        if not _comes_twice(parameters) or segments(text) == 1:
            break
    return text


def subject_of(translator: Translator) -> str:
    """The subject of an e-mail and the title of a push message: the same for every kind."""
    return translator.say(SUBJECT)


def _phrase(
    kind: NoticeKind, parameters: Mapping[str, str], by: date | None, *, protected: bool, on: date
) -> Phrase:
    if kind is NoticeKind.TOMORROW:
        day = _wall(parameters["starts"]).date()
        if day == on:  # it went out later than it should have
            return TODAY_PROTECTED if protected else TODAY
        if (day - on).days != 1:
            kind = NoticeKind.FIVE_DAYS
    return PHRASES[kind][2 * protected + bool(by)]


def _values(
    parameters: Mapping[str, str], by: date | None, formats: Formats, on: date
) -> dict[str, str]:
    values: dict[str, str] = {}
    if "starts" in parameters:
        starts = _wall(parameters["starts"])
        values |= {"day": _day(starts.date(), on), "time": formats.clock(starts)}
    if "was" in parameters:
        was = _wall(parameters["was"])
        values |= {"old_day": _day(was.date(), on), "old_time": formats.clock(was)}
    if by:
        values["by"] = _day(by, on)
    if "code" in parameters:
        values["code"] = parameters["code"]
    return values


def _comes_twice(parameters: Mapping[str, str]) -> bool:
    """Whether clocks show a time of the notice twice that night, so that it says which."""
    times = (_wall(parameters[name]) for name in ("starts", "was") if name in parameters)
    return any(len(clock.instants_of(at.date(), at.hour, at.minute)) > 1 for at in times)


def _wall(instant: str) -> datetime:
    return clock.local(datetime.fromisoformat(instant))


def _day(value: date, on: date) -> str:
    """Day and month in digits, as on every notice board in Sweden: "27/11".

    With the year when it is neither the year of the day of reading nor in the twelve months after.
    """
    soon = value.year == on.year + 1 and (value.month, value.day) < (on.month, on.day)
    year = "" if value.year == on.year or soon else f"/{value.year}"
    return f"{value.day}/{value.month}{year}"
