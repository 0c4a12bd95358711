"""Error pages in the reader's language, each with the four agencies' telephone numbers.

Those for 500 and 503 are drawn when the portal starts, so that they depend on nothing.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask, Response, current_app, g, request
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, NoResultFound
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from portal.db import ChangedMeanwhile
from portal.i18n.languages import OFFERED
from portal.i18n.text import Translators
from portal.web.language import language_of
from portal.web.pages import Environments, render
from portal.web.rates import TooMany

log = logging.getLogger(__name__)

NOT_TYPED = frozenset({"csrf_token", "form_key", "version"})
KNOWN = frozenset({403, 404, 409, 413, 419, 429})


def install(app: Flask) -> None:
    """Answers every failure with a page that says what to do."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(TooMany, _too_many)
    app.register_error_handler(NoResultFound, lambda _error: error_page(404))
    app.register_error_handler(StaleDataError, lambda _error: error_page(409))
    app.register_error_handler(ChangedMeanwhile, lambda _error: error_page(409, typed=_typed()))
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(PoolTimeout, _database)
    app.register_error_handler(Exception, _failed)


def draw_failsafe(app: Flask, translators: Translators) -> None:
    """Draws the pages for 500 and 503 in every offered language, ahead of any failure."""
    environments: Environments = app.extensions["portal.environments"]
    app.extensions["portal.failsafe"] = {
        (code, language.tag): environments[translators[language]]
        .get_template("errors/failsafe.html")
        .render(code=code, me=None)
        for code in (500, 503)
        for language in OFFERED
    }


def error_page(code: int, **context: Any) -> Response:
    """The page for one kind of failure."""
    values = {
        "typed": {},
        "can_send": True,
        "until": None,
        "kept": False,
        "again": request.path,
        **context,
    }
    return Response(render("errors/error.html", code=code, **values), code, mimetype="text/html")


def _http(error: HTTPException) -> Response:
    if error.code == 405 or error.code is None:
        return error_page(404)
    if error.code >= 500:
        return _failsafe(500)
    return error_page(error.code if error.code in KNOWN else 400)


def _expired(_error: CSRFError) -> Response:
    """The form was too old or the session is gone. Everything typed is shown again."""
    return lost_form()


def lost_form() -> Response:
    """What was typed, to be sent again by the one who typed it here, never for someone elsewhere."""
    from_here = (request.referrer or "").startswith(request.host_url)
    again = current_user.is_authenticated and from_here
    return error_page(419, typed=_typed(), can_send=again)


def _too_many(error: TooMany) -> Response:
    """When it may be tried again, whom to call, and everything typed.

    A message is kept as a draft too: nobody leaves a page open until tomorrow.
    """
    keep: Callable[[], bool] = current_app.extensions["portal.keep_text"]
    until = error.until + timedelta(minutes=1)  # shown without seconds
    response = error_page(429, typed=_typed(), until=until, kept=keep())
    response.headers["Retry-After"] = str(error.seconds)
    return response


def has_typed_text() -> bool:
    """Whether the request carries words someone would not want to lose."""
    return any(request.form.get(name, "").strip() for name in ("body", "text", "summary"))


def _typed() -> dict[str, str]:
    return {name: value for name, value in request.form.items() if name not in NOT_TYPED and value}


def _database(error: DBAPIError | PoolTimeout) -> Response:
    away = isinstance(error, PoolTimeout) or error.connection_invalidated or _is_away(error)
    log.error("database failure: %s", type(error).__name__)
    return _failsafe(503 if away else 500)


def _is_away(error: DBAPIError) -> bool:
    return type(error.orig).__name__ in (
        "OperationalError",
        "QueryCanceled",
        "LockNotAvailable",
    )


def _failed(error: Exception) -> Response:
    log.error("unexpected failure", exc_info=error)
    if current_app.testing:
        raise error
    return _failsafe(500)


def _failsafe(code: int) -> Response:
    pages: dict[tuple[int, str], str] = current_app.extensions["portal.failsafe"]
    language = g.get("language") or language_of(None)
    return Response(pages[code, language.tag], code, mimetype="text/html")
