"""A demo in which every text of one language carries its mark, whoever says it.

The workshop marks what templates say. Much else is said by views (what is wrong in a form, what has
been done) and by channels that have no page at all (the calendar). Here the translators themselves
mark; what leaves is unmarked last of all, below the app, and what is no page becomes one.
"""

import json
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from portal.i18n.languages import Language
from portal.i18n.text import Translator, Translators
from portal.translate.marks import MarkingTranslator, without
from portal.translate.unmarking import unmark

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

Wsgi = Callable[["WSGIEnvironment", "StartResponse"], Iterable[bytes]]
AS_TEXT = Markup(
    '<!DOCTYPE html><html><head><meta charset="utf-8"><title>{0}</title></head><body>'
    "<pre>{1}</pre></body></html>"
)
SEEN = '<template data-seen="{}"></template></body>'
FOLD = "\r\n "  # RFC 5545 folds long lines, also in the midst of a mark


class MarkingTranslators(Translators):
    """The translators of all languages, of which one marks what it says."""

    def __init__(self, root: Path, language: Language) -> None:
        super().__init__(root)
        self._language = language
        self._made: tuple[Translator, MarkingTranslator] | None = None

    def __getitem__(self, language: Language) -> Translator:
        """The translator of a language; the same one for as long as its file says the same."""
        said = super().__getitem__(language)
        if language is not self._language:
            return said
        if self._made is None or self._made[0] is not said:
            self._made = said, MarkingTranslator(said)
        return self._made[1]


class Unmarking:
    """Stands between an app and the net: marks become elements, files become pages of their text."""

    def __init__(self, app: Wsgi) -> None:
        self._app = app

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        """Answers as the app does, without a mark in anything."""
        environ.pop("HTTP_ACCEPT_ENCODING", None)
        response = Response.from_app(self._app, environ)
        for name, value in [each for each in response.headers if without(each[1]) != each[1]]:
            response.headers.set(name, without(value))
        if response.mimetype == "text/html":
            _set(response, _unmarked(response.get_data(as_text=True)))
        elif _is_file(response):
            _show_as_text(response, str(environ["PATH_INFO"]))
        elif response.mimetype == "application/json":
            _set(response, without(response.get_data(as_text=True)))
        return response(environ, start)


def _set(response: Response, said: str) -> None:
    response.headers.pop("Content-Length", None)
    response.set_data(said)


def _unmarked(said: str) -> str:
    """With the names of all its texts at the end, also of those that stand where nothing can be marked."""
    page = unmark(said)
    return page.html.replace("</body>", SEEN.format(" ".join(page.seen)), 1)


def _is_file(response: Response) -> bool:
    saved = "attachment" in response.headers.get("Content-Disposition", "")
    return response.mimetype == "text/calendar" or (
        response.mimetype == "application/json" and saved
    )


def _show_as_text(response: Response, path: str) -> None:
    said = response.get_data(as_text=True).replace(FOLD, "")
    if response.mimetype == "application/json":
        said = json.dumps(json.loads(said), ensure_ascii=False, indent=1)
    _set(response, _unmarked(AS_TEXT.format(path, escape(said))))
    response.mimetype = "text/html"
    for name in ("Content-Disposition", "Content-Security-Policy", "ETag"):
        response.headers.pop(name, None)


def marking(language: Language) -> Callable[[Path], Translators]:
    """What makes an app's translators where those of one language are to mark."""
    return partial(MarkingTranslators, language=language)
