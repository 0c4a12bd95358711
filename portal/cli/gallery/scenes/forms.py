"""Forms as people send them: with nothing, with too much, with what cannot be read, and then right.

Each is a page, the form on it, and what is typed; what comes back is looked at, and so is the page
it leads to. They go through the portal as anyone's do, so what is shown is what is really said.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from typing import Any, NamedTuple
from uuid import uuid5

from portal import clock
from portal.cli.gallery.album import Album
from portal.cli.gallery.specimens.story import OWNER, specimen
from portal.cli.gallery.studio import Studio
from portal.cli.gallery.visitor import Values, Visitor, visit
from portal.people.demo import demo_id
from portal.phrases.papers import PAPERS

RIM = demo_id("rim")
LONG = "ord " * 3000
FIRST_PAPER = next(iter(PAPERS))
HOURS = {"kind": "course", "weekdays": ["1"], "since": "10:00", "until": "12:00"}


class Sent(NamedTuple):
    """A form to send: whose, where (the page that is open, if nowhere), which on the page, with what."""

    slug: str
    path: str
    form: str
    values: Values = {}  # noqa: RUF012 - never changed


def _plan() -> Iterator[Sent]:
    own, mine = (
        f"/plan/steps/{specimen('own own Läsa om att bli kock')}",
        "form:has([value=finish])",
    )
    first, hers = (
        f"/plan/steps/{uuid5(RIM, 'step M14')}",
        f"/plan/steps/{specimen('hers law step A18')}",
    )
    yield Sent("rim", "/plan/goal", "#goal", {"text": "", "horizon": "imorgon"})
    yield Sent("rim", "/plan/goal", "#goal", {"text": LONG, "horizon": "2099-01-01"})
    yield Sent("rim", "/plan/goal", "#goal", {"text": "Kock", "version": "0"})
    yield Sent("rim", "/plan/goal", "#goal", {"text": "Kock"})
    yield Sent("rim", "/plan/steps/new", "#own-step", {"title": ""})
    yield Sent("rim", "/plan/steps/new", "#own-step", {"title": LONG})
    yield Sent("rim", "/plan/steps/new", "#own-step", {"title": "Ringa skolan"})
    yield Sent("rim", "", "form:has([value=rename])", {"title": "Ringa SFI"})
    yield Sent(OWNER, own, "form:has([value=remove])")
    yield Sent("rim", first, "#not-possible", {"reason": "", "text": LONG})
    yield Sent("rim", first, "#not-possible", {"reason": "later", "text": "Jag", "version": "0"})
    yield Sent("rim", first, "#not-possible", {"reason": "later", "text": "Jag behöver tid"})
    yield Sent("rim", first, "form:has([value=take_back])")
    theirs, done = (f"/plan/steps/{uuid5(RIM, f'step {kind}')}" for kind in ("A13", "M08"))
    yield Sent("rim", first, "form", {"@action": theirs, "do": "finish", "version": "1"})
    yield Sent("rim", first, "form", {"@action": done, "do": "take_back", "version": "1"})
    yield Sent("rim", first, mine)
    yield Sent(OWNER, hers, mine)
    yield Sent(
        OWNER,
        f"/plan/steps/{specimen(f'paper {FIRST_PAPER} step M02')}",
        "form:has([value=use_earlier])",
    )
    yield Sent("rim", "/", "form[action*='/plan/duties/']")


def _appointments() -> Iterator[Sent]:
    for mode in ("in_person", "phone", "video"):
        path = f"/appointments/{specimen(f'{mode} none time B04')}"
        yield Sent(OWNER, f"{path}?cannot=1", "#cannot-come", {"reason": "", "text": LONG})
        yield Sent(OWNER, path, "form:has([value=coming])", {"version": "0"})
        yield Sent(OWNER, path, "form:has([value=coming])")
        yield Sent(OWNER, path, "form:has([value=undo])")
        yield Sent(
            OWNER, f"{path}?cannot=1", "#cannot-come", {"reason": "sick", "other_time": "any"}
        )
    yield Sent("rim", f"/appointments/{uuid5(RIM, 'time B05')}", "form:has([value=wrong_language])")
    past = f"/appointments/{specimen('past attended time B09')}"
    yield Sent(OWNER, "/me/calendar", "form", {"@action": past, "do": "coming", "version": "1"})
    page, form = "/appointments/fixed-hours", "#hours"
    yield Sent("rim", page, form)
    yield Sent("rim", page, form, {**HOURS, "since": "tio", "last_day": "2020-01-01"})
    yield Sent(
        "rim", page, form, {**HOURS, "since": "12:00", "until": "10:00", "last_day": "snart"}
    )
    yield Sent("rim", page, form, HOURS)
    soon = clock.local(clock.now() + timedelta(days=4)).weekday()
    yield Sent("rim", page, form, {"kind": "work", "weekdays": [str(day) for day in range(7)],
        "since": "08:00", "until": "17:00", "last_day": f"{clock.days_from_today(20 + soon)}"})  # fmt: skip
    yield Sent("rim", page, "form:has([value=remove])")
    yield Sent(OWNER, page, form, {**HOURS, "weekdays": [str(day) for day in range(7)]})
    for do in ("start", "start", "stop"):
        yield Sent("rim", "/me/calendar", f"form:has([value={do}])")


def _messages() -> Iterator[Sent]:
    thread = f"/messages/{uuid5(RIM, 'thread lena')}"
    yield Sent("rim", "/messages/new", "#write")
    yield Sent(
        "rim", "/messages/new", "#write", {"topic": "money", "payment": "support", "body": LONG}
    )
    yield Sent("rim", "/messages/new", "#write", {"topic": "question", "body": "Hej"})
    yield Sent("rim", thread, "#reply")
    yield Sent("rim", thread, "#reply", {"body": LONG})
    yield Sent("rim", thread, "#reply", {"body": "Hej"})
    yield Sent("rim", "/messages/new", "#write", {"body": "Senare", "csrf_token": "gammal"})
    asked = f"/messages/{specimen('state asking thread way')}"
    agreed = f"/messages/{specimen('reason pays thread way')}"
    yield Sent(OWNER, asked, "#forward", {"do": "no"})
    yield Sent(OWNER, agreed, "#forward", {"do": "yes"})
    yield Sent(OWNER, agreed, "#reply", {"@action": f"{agreed}/forward", "do": "yes"})


def _me() -> Iterator[Sent]:
    page, form = "/me/reminders", "#reach"
    for phone, email, channel in (("abc", "abc", ""), ("", "", "sms"), ("", "", "email")):
        yield Sent(
            "rim", page, form, {"phone": phone, "email": email, "channel": channel, "hour": "3"}
        )
    yield Sent("rim", page, form, {"phone": "", "email": "", "channel": "none", "hour": "17"})
    yield Sent("rim", page, form, {"phone": "070-174 06 60", "channel": "sms", "hour": "17"})
    yield Sent("rim", page, "form[action='/me/devices']", {"endpoint": "https://fcm.googleapis.com/fcm/send/x",
        "p256dh": "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM",
        "auth": "tBHItJI5svbpez7KI4CCXg"})  # fmt: skip
    yield Sent("rim", "/me/corrections/new", "#wrong-form", {"wrong": ""})
    yield Sent("rim", "/me/corrections/new", "#wrong-form", {"wrong": "Numret"})
    page, change, every = "/me/sharing/af", "#change", [f"{who}.{kind}" for who, kind in product(("malmo", "fk", "skane"), ("plan", "appointments", "messages", "health"))]  # fmt: skip
    yield Sent("rim", page, change, {"preview": "1"})
    yield Sent("rim", page, change, {"shares": ["af.plan"], "months": "7", "preview": "1"})
    yield Sent(
        "rim", page, change, {"shares": every, "months": "3", "version": "0", "preview": "1"}
    )
    yield Sent("rim", page, change, {"shares": every, "months": "3", "words_in": "xx"})
    yield Sent("rim", page, change, {"shares": [], "months": "3", "preview": "1"})
    yield Sent("rim", page, change, {"shares": every, "months": "3", "renew": "1", "preview": "1"})
    yield Sent("rim", page, change, {"shares": every, "months": "3", "words_in": "tag"})
    yield Sent("rim", page, "form:has([value=stop])")
    yield Sent("rim", "/me/sharing/skane", "form:has([value=stop_all])")
    yield Sent(
        "rim", "/me/sharing/skane", change, {"shares": ["af.plan"], "months": "3", "preview": "1"}
    )


def send(browser: Any, studio: Studio, album: Album) -> None:
    """Sends all of them."""
    visitors = dict[str, Visitor]()
    for sent in (*_plan(), *_appointments(), *_messages(), *_me()):
        if sent.slug not in visitors:
            visitors[sent.slug] = visit(browser, studio, album, studio.token(demo_id(sent.slug)))
        values = {
            name: studio.language.tag if value == "tag" else value for name, value in sent.values.items()
        }  # fmt: skip
        visitor = visitors[sent.slug]
        if sent.path:
            visitor.go(sent.path)
        visitor.send(sent.form, values)
    for visitor in visitors.values():
        visitor.context.close()


SCENES = (send,)
