"""Pages and fragments: one template tree, one Jinja environment a language.

A fragment is a file with a leading underscore; the page includes it, and a request by htmx is
answered with it alone. Templates show what they are given and decide nothing about access.
"""

import re
from collections.abc import Callable, MutableMapping
from functools import lru_cache
from typing import Any

import phonenumbers
from flask import Flask, current_app, g, get_flashed_messages, request
from flask.wrappers import Response
from flask_htmx import HTMX
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup

from portal import clock
from portal.config import ROOT
from portal.i18n import folding, languages, text
from portal.i18n.formats import days_since, isolate
from portal.i18n.languages import Language
from portal.i18n.links import linked
from portal.i18n.text import Translator, Translators

htmx = HTMX()

Extender = Callable[[Environment, Translator], None]


# Drawn once for each of their arguments, and known to every template without an import.
REMEMBERED = (
    ("agency", "agency_mark"),
    ("agency", "agency_name"),
    ("help", "contact_card"),
    ("language_buttons", "language_buttons"),
    ("mark", "mark"),
    ("step", "usual"),
    ("step", "waited"),
    ("step", "waiting_for_agency"),
)
# The same for those that name a day: one of this year is written without the year.
REMEMBERED_FOR_A_YEAR = (
    ("step", "her_day"),
    ("step", "latest"),
    ("step", "promise"),
    ("step", "promised"),
)


class Unindented(Extension):
    """Leaves the indentation of templates out of what is sent: less to compress, less to pay for.

    And the end of a line that holds one tag and nothing else; the line before it still ends, so
    no two words meet.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        """The source with every line at the margin. No template has preformatted text."""
        return re.sub(r"(?m)^(\{%[^%\n]*%\})\n", r"\1", re.sub(r"\n[ \t]+", "\n", source))


class PageEnvironment(Environment):
    """Jinja's environment with its globals as one plain dict.

    They are complete before the first template is read. Jinja would chain two mappings and look
    through both for every name a template uses; that was a tenth of a page's cost.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The environment's own globals, without a copy when nothing is added."""
        return {**self.globals, **d} if d else self.globals


class Environments:
    """The Jinja environments of an app, made on first use."""

    def __init__(self, app: Flask, translators: Translators, extenders: list[Extender]) -> None:
        self._app = app
        self._translators = translators
        self._extenders = extenders
        self._made: dict[str, tuple[Translator, Environment]] = {}

    def __getitem__(self, translator: Translator) -> Environment:
        """The environment of a language; a new one once its texts have changed."""
        found = self._made.get(translator.language.tag)
        if found is None or found[0] is not translator:
            found = translator, self.make(translator)
            self._made[translator.language.tag] = found
        return found[1]

    def _unchecked(self, language: languages.Language) -> str:
        """That nobody has checked a language yet, in that language."""
        return self._translators[language].find(None, "not yet checked by a person")

    def make(self, translator: Translator) -> Environment:
        """A new environment that speaks as a translator does."""
        environment = PageEnvironment(
            loader=FileSystemLoader(ROOT / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            lstrip_blocks=True,
            auto_reload=self._app.debug,
            cache_size=-1,
            extensions=[Unindented],
        )
        static: Callable[[str], str] = self._app.extensions["portal.static"]
        pure = {"static": static, "icon": _icons(static("icons/icons.svg"))}
        folding.install(environment, translator, pure)
        environment.globals.update(
            **pure,
            link=self._app.extensions["portal.link"],
            csrf_token=csrf_token,
            offered=languages.OFFERED,
            unchecked=self._unchecked,
            demo=self._app.config["PORTAL_DEMO"],
        )
        for template, macro in REMEMBERED:
            environment.globals[macro] = remembered(environment, template, macro)
        for template, macro in REMEMBERED_FOR_A_YEAR:
            environment.globals[macro] = this_year(remembered(environment, template, macro))
        environment.filters.update(
            bdi=isolate, linked=linked, phone=phone_link, days_since=days_since
        )
        for extend in self._extenders:
            extend(environment, translator)
        return environment


def remembered(environment: Environment, template: str, macro: str) -> Callable[..., Markup]:
    """A macro whose answer depends on its arguments alone, drawn once for each of them.

    For what stands on every page: agency marks, the language buttons. Raises TypeError for an
    argument that cannot be remembered.
    """

    @lru_cache(maxsize=512)
    def draw(*arguments: object, _year: int = 0, **named: object) -> Markup:
        module = environment.get_template(f"components/{template}.html").module
        drawn: Markup = getattr(module, macro)(*arguments, **named)
        return drawn

    return draw


def this_year(draw: Callable[..., Markup]) -> Callable[..., Markup]:
    """A remembered macro that is drawn anew when the year has turned."""
    return lambda *arguments: draw(*arguments, _year=clock.today().year)


def csrf_token() -> str:
    """The form token of this request, made once however many forms a page has."""
    if "csrf_token" not in g:
        g.csrf_token = generate_csrf()
    token: str = g.csrf_token
    return token


def _icons(sprite: str) -> Callable[..., Markup]:
    @lru_cache(maxsize=256)
    def icon(name: str, classes: str = "") -> Markup:
        """An icon of the sprite; always decoration beside a word."""
        return Markup('<svg class="icon {}" aria-hidden="true"><use href="{}#{}"/></svg>').format(
            classes, sprite, name
        )

    return icon


@lru_cache(maxsize=1024)
def phone_link(number: str) -> Markup:
    """A telephone number one can tap, in its own direction and on one line."""
    parsed = phonenumbers.parse(number, "SE")
    national = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    shown = national.replace("-", "\u2011").replace(" ", "\u00a0")
    return Markup('<a class="phone" href="tel:{}"><bdi class="ltr">{}</bdi></a>').format(
        number, shown
    )


def render(template: str, **context: Any) -> str:
    """A template in the language of this request."""
    environments: Environments = current_app.extensions["portal.environments"]
    translator = text.current()
    # The person herself, not the proxy, which would look her up for every attribute.
    actor = current_user._get_current_object()  # noqa: SLF001
    return (
        environments[translator]
        .get_template(template)
        .render(
            me=actor if actor.is_authenticated else None,
            path=request.full_path.rstrip("?"),
            now=clock.now(),
            notices=get_flashed_messages(),
            fragment=wants_fragment(),
            **context,
        )
    )


def page(
    template: str, *, fragment: str | None = None, status: int = 200, **context: Any
) -> Response:
    """A page, or only its fragment when htmx asks for that."""
    chosen = fragment if fragment is not None and wants_fragment() else template
    response = Response(render(chosen, **context), status=status, mimetype="text/html")
    response.vary.add("HX-Request")
    return response


def wants_fragment() -> bool:
    """Whether htmx asks for a part of the page, and not for all of it again."""
    if "HX-Request" not in request.headers or htmx.boosted or htmx.history_restore_request:
        return False
    return request.headers.get("HX-Request-Type") != "full"


def unread() -> int:
    """How many messages wait unread, for the mark in the navigation; asked once a request."""
    if "unread" not in g:
        count: Callable[[], int] = current_app.extensions["portal.unread"]
        g.unread = count()
    found: int = g.unread
    return found


def render_in(language: Language, template: str, **context: Any) -> Markup:
    """A part of a page in another language than the page's: what the participant will see."""
    environments: Environments = current_app.extensions["portal.environments"]
    translators: Translators = current_app.extensions["portal.translators"]
    translator = translators[language]
    with text.using(translator):
        return Markup(environments[translator].get_template(template).render(**context))  # noqa: S704
