"""The calendar under its secret address, and the participant's page that makes and stops it."""

from flask import Blueprint, Response, abort, current_app, flash, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.appointments import feed
from portal.appointments.calendar import FILE_NAME, calendar_feed, entity_tag
from portal.appointments.feed import Subscriber
from portal.audience import Audience, audience, recent_sign_in
from portal.i18n import text
from portal.i18n.choice import choose
from portal.i18n.text import Translators, gettext
from portal.people.current import me
from portal.web import rates
from portal.web.once import once
from portal.web.pages import page
from portal.web.session import db

blueprint = Blueprint("feed", __name__)
# The address is a secret: nobody on the way keeps the answer, passes the address on or lists it.
HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


@blueprint.get("/calendar/<string:secret>.ics")
@audience(Audience.PUBLIC)
def show(secret: str) -> Response:
    """The calendar, for a program that knows the address. It gets no cookie, and no page for 404."""
    subscriber = feed.subscriber_of(db(), secret)
    response = _answer(subscriber, secret)
    response.headers.update(HEADERS)
    return response


def _answer(subscriber: Subscriber | None, secret: str) -> Response:
    """An address that is none is not counted: 256 bits are not guessed, and would fill the table."""
    if subscriber is None:
        return Response(status=404, mimetype="text/plain")
    try:
        rates.hit("feed", secret)
    except rates.TooMany as error:
        after = {"Retry-After": str(error.seconds)}
        return Response(status=429, mimetype="text/plain", headers=after)
    return _calendar(subscriber)


def _calendar(subscriber: Subscriber) -> Response:
    """In the language of the person's profile: a program has neither cookie nor wishes."""
    translators: Translators = current_app.extensions["portal.translators"]
    language = choose(picked=None, profile=subscriber.language, accepted=())
    events = feed.events_for(db(), subscriber)
    with text.using(translators[language]):
        content = calendar_feed(events, language=language.tag, protected=subscriber.protected)
    headers = {"Content-Disposition": f'inline; filename="{FILE_NAME}"'}
    response = Response(content, mimetype="text/calendar", headers=headers)
    response.set_etag(entity_tag(content), weak=True)
    response.make_conditional(request)
    return response


@blueprint.get("/me/calendar")
@audience(Audience.PARTICIPANT)
def mine() -> BaseResponse:
    """What the calendar shows, who can see it, and how to make and stop it."""
    return _page()


@blueprint.post("/me/calendar")
@audience(Audience.PARTICIPANT)
@recent_sign_in(spares=("stop",))
@once
def change() -> BaseResponse:
    """Makes an address and shows it this once, or stops it.

    The answer itself holds the address: in a redirect it would land in the browser's history and
    in the table of form keys. So a second tap cannot be shown it again; it is led to the page,
    which says that there is an address and how to get another, and the one made stays the only one.
    """
    match request.form.get("do"):
        case "start":
            return _page(feed.start(db(), me()))
        case "stop":
            feed.stop(db(), me())
            flash(gettext("Your calendar address no longer works."))
            return redirect("/me/calendar", code=303)
        case _:
            return abort(400)


def _page(secret: str | None = None) -> BaseResponse:
    return page(
        "appointments/feed.html",
        address=_address(secret) if secret else None,
        started=feed.started(db(), me()),
    )


def _address(secret: str) -> str:
    scheme = "https" if current_app.config["SESSION_COOKIE_SECURE"] else request.scheme
    return url_for("feed.show", secret=secret, _external=True, _scheme=scheme)
