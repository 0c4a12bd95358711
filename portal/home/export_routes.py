"""Everything about me: a page to read and print, a file for programs, and the calendar."""

import json
from datetime import date, datetime, timedelta

from flask import Blueprint, Response, current_app, g
from werkzeug.wrappers import Response as BaseResponse

from portal import clock
from portal.appointments.calendar import FILE_NAME, calendar_feed
from portal.appointments.events import events_of
from portal.audience import Audience, audience, recent_sign_in
from portal.home.export import everything_about
from portal.home.export_page import SECTIONS
from portal.home.export_said import SAID
from portal.i18n.formats import Formats
from portal.i18n.languages import SWEDISH
from portal.i18n.text import Translators, current
from portal.people.current import me
from portal.phrases.exports import HOLDER_IS_YOU, HOLDER_OUTSIDE, SOMETHING, SUBJECTS
from portal.phrases.parameters import Speaker
from portal.trail.models import Act
from portal.trail.service import leave
from portal.web import rates
from portal.web.pages import page
from portal.web.session import db

blueprint = Blueprint("export", __name__, url_prefix="/me")
EVER = datetime(2000, 1, 1, tzinfo=clock.STOCKHOLM)
WEEKDAYS = tuple(date(2024, 1, 1) + timedelta(days=each) for each in range(7))  # a Monday first
DATA_FILE = "data.json"  # says nothing: it stays in the list of downloads on a shared phone


@blueprint.get("/export")
@audience(Audience.PARTICIPANT)
@recent_sign_in()
def show() -> BaseResponse:
    """By subject, in her language."""
    found = everything_about(db(), me())
    speaker = Speaker(current())
    return page(
        "home/export.html", sections=SECTIONS, data=found.tables, clock_of=_clock_of,
        said=lambda name, row: SAID[name](row, speaker, me().protected),
        steps={row["id"]: row for row in found.tables["step"]}, weekdays=WEEKDAYS,
        subjects=SUBJECTS, something=SOMETHING, you=HOLDER_IS_YOU, outside=HOLDER_OUTSIDE,
    )  # fmt: skip


def _clock_of(value: date) -> str:
    """The time of day of an instant; nothing for a day alone, which is all a protected person's files have."""
    return Formats(current()).clock(value) if isinstance(value, datetime) else ""


@blueprint.get("/export.json")
@audience(Audience.PARTICIPANT)
@recent_sign_in()
def file() -> Response:
    """The same for programs, complete."""
    rates.hit("export", str(me().id))
    translators: Translators = current_app.extensions["portal.translators"]
    found = everything_about(db(), me(), as_file=True)
    made = found.as_json(Speaker(current()), Speaker(translators[SWEDISH]))
    return _handed_out(
        json.dumps(made, ensure_ascii=False, indent=1).encode(), "application/json", DATA_FILE
    )


@blueprint.get("/export.ics")
@audience(Audience.PARTICIPANT)
@recent_sign_in()
def calendar() -> Response:
    """Every appointment there has been, as neutral as the calendar always is."""
    rates.hit("export", str(me().id))
    leave(db(), me(), Act.LOOKED, "export_calendar", participant=me().id)
    events = events_of(db(), me().id, EVER)
    content = calendar_feed(events, language=g.language.tag, protected=me().protected)
    return _handed_out(content, "text/calendar", FILE_NAME)


def _handed_out(content: bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype=media_type, headers=headers)
