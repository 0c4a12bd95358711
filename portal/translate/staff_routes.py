"""The workshop: the list of texts, one text, and the switch for translating on the pages themselves.

Registered only where everybody is made up. Open to a translator, and to who carries her switch on
while signed in as one of the cast; no other page knows that switch.
"""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, abort, current_app, flash, g, make_response, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import clock
from portal.audience import Audience, audience
from portal.i18n import text
from portal.i18n.catalogs import number_of_forms
from portal.i18n.choice import choose_for_staff
from portal.i18n.languages import LANGUAGES, Language
from portal.i18n.text import Translators, gettext
from portal.people import sign_in
from portal.people.current import me
from portal.people.demo import PARTICIPANTS, STAFF, demo_id
from portal.people.routes import cookie_name, let_in
from portal.translate import in_page, initials
from portal.translate.listing import Asked, beside, is_staff_only, listed, spelt
from portal.translate.opened import Opened, opened
from portal.translate.reading import Progress, Row, Shelf
from portal.translate.saving import Change, ChangedSince, Do, NoSuchText, Refused, save
from portal.translations.checks.wording import reporting_in
from portal.web import language as reader
from portal.web.pages import page
from portal.web.session import db

blueprint = Blueprint(in_page.WORKSHOP, __name__, url_prefix="/translate")

BY_TAG = {each.tag: each for each in LANGUAGES}
TRANSLATORS = (Audience.TRANSLATOR, Audience.ADMINISTRATOR)


@blueprint.before_request
def only_translators() -> Response | None:
    """Lets translators in, and speaks the staff's languages to them."""
    known = current_user.is_authenticated
    if not (known and me().role in TRANSLATORS) and not in_page.cookie():
        if known:
            abort(403)
        return redirect(f"/sign-in?{urlencode({'next': request.path})}#staff", code=303)
    translators: Translators = current_app.extensions["portal.translators"]
    g.language = choose_for_staff(g.language)
    text.use(translators[g.language])
    return None


@blueprint.get("")
@audience(Audience.PUBLIC)
def index() -> Response:
    """How far every language has come; with a language, its texts."""
    tag = request.args.get("language", "")
    if not tag:
        return page("translate/staff_languages.html", progress=_shelf().progress())
    language = _language(tag)
    asked = Asked.of(request.args.to_dict())
    first = request.args.get("from", "0")
    rows = _shelf().rows(language)
    part = listed(rows, asked, int(first) if first.isdecimal() else 0)
    return page(
        "translate/staff_list.html", fragment="translate/_staff_rows.html", translated=language,
        asked=asked, part=part, spelt=spelt, query=_query(asked, language=language.tag),
        progress=Progress.of(language, rows),
    )  # fmt: skip


@blueprint.get("/<string:tag>/<string:text_name>")
@audience(Audience.PUBLIC)
def show(tag: str, text_name: str) -> Response:
    """One text, to be translated."""
    language = _language(tag)
    return _editor(_opened(language, _row(language, text_name), initials=initials.remembered()))


@blueprint.post("/<string:tag>/<string:text_name>")
@audience(Audience.PUBLIC)
def change(tag: str, text_name: str) -> Response:
    """Saves one text; with `preview`, only says what the check finds.

    Not behind `@once`: sent twice it is saved once as it is, since the second time the entry is not
    what was opened, but says it already; and what is saved is a file, which no database could undo.
    """
    language = _language(tag)
    row = _row(language, text_name)
    typed = _typed(row, language)
    digest, who = request.form.get("opened", "")[:64], request.form.get("initials", "").strip()
    if "preview" in request.form:
        said = _opened(language, row, typed).said
        return page("translate/_staff_checked.html", said=said, spelt=spelt, typed=any(typed))
    if (do := request.form.get("do", "")) not in set(Do):
        abort(400)
    kept = {"digest": digest, "initials": who}
    if do == Do.REVIEWED and not initials.are_initials(who):
        return _editor(_opened(language, row, typed, initials_missing=True, **kept), 422)
    try:
        wanted = Change(digest, typed, Do(do), who, row.swedish)
        save(_shelf().root, language, text_name, wanted, clock.today())
    except NoSuchText:
        abort(404)
    except Refused:
        return _editor(_opened(language, row, typed, refused=True, **kept), 422)
    except ChangedSince as changed:
        now = _row(language, text_name)
        theirs = changed.entry.texts or ("",)
        return _editor(_opened(language, now, typed, theirs=theirs, initials=who), 409)
    return _saved(language, text_name, who if do == Do.REVIEWED else "")


@blueprint.post("/here")
@audience(Audience.PUBLIC)
def here() -> Response:
    """Puts the switch for translating on the pages; on the way, becomes one of the cast or nobody."""
    on = request.form.get("do") == "on"
    then, person = reader.safe_path(request.form.get("next")), request.form.get("person")
    if person is not None and person not in (*PARTICIPANTS, *STAFF, ""):
        abort(404)
    response = make_response(_as(person, then))
    if tag := request.form.get("language"):
        reader.remember(response, _language(tag))
    in_page.switch(response, in_page.ON if on else in_page.OFF)
    return response


def _as(person: str | None, then: str) -> Response:
    """On to a page as someone: None stays who it was, "" is nobody."""
    if person in PARTICIPANTS:
        return let_in(then, participant=demo_id(str(person)))
    if person in STAFF:
        return let_in(then, staff=demo_id(str(person)))
    response = redirect(then, code=303)
    if person == "" and current_user.is_authenticated:
        sign_in.end(db(), me())
        response.delete_cookie(cookie_name(), path="/")
    return response


def _saved(language: Language, name: str, who: str) -> Response:
    """Says so at once; remembers who has reviewed it."""
    translators: Translators = current_app.extensions["portal.translators"]
    translators.look_again()
    response = _onwards(language, name)
    if who:
        initials.remember(response, who)
    return response


def _onwards(language: Language, name: str) -> Response:
    """Back to the page it was opened on, or on to the next text of the list."""
    if request.form.get("dialog"):
        return page("translate/_staff_saved.html", name=name)
    flash(gettext("Saved. It is on the page already."))
    asked = Asked.of(request.args.to_dict())
    following = beside(_shelf().rows(language), asked, name).after
    query = _query(asked)
    if following is None:
        return redirect(f"/translate?{_query(asked, language=language.tag)}", code=303)
    return redirect(
        f"/translate/{language.tag}/{following.name}{f'?{query}' if query else ''}", code=303
    )


def _editor(found: Opened, status: int = 200) -> Response:
    asked = Asked.of(request.args.to_dict())
    query = _query(asked)
    return page(
        "translate/staff_entry.html", fragment="translate/_staff_entry.html", status=status,
        it=found, lines=[place for place in found.places if not is_staff_only(found.language, place)],
        here=f"/translate/{found.language.tag}/{found.row.name}{f'?{query}' if query else ''}",
        back=f"/translate?{_query(asked, language=found.language.tag)}", spelt=spelt, query=query,
        beside=beside(_shelf().rows(found.language), asked, found.row.name),
    )  # fmt: skip


def _typed(row: Row, language: Language) -> tuple[str, ...]:
    """What was typed, a text for each form; a line end at the very end is a slip of the finger."""
    wanted = number_of_forms(language) if len(row.entry.ids) > 1 else 1
    texts = (request.form.get(f"form-{number}", "") for number in range(wanted))
    plain = (each.replace("\r\n", "\n").replace("\r", "\n") for each in texts)
    return tuple(each if row.entry.ids[0].endswith("\n") else each.rstrip("\n") for each in plain)


def _opened(language: Language, row: Row, typed: tuple[str, ...] = (), **more: Any) -> Opened:
    """A text for the editor; the check speaks the language of whoever reads it."""
    with reporting_in(g.language.tag):
        return opened(_shelf().root, language, row, typed, **more)


def _query(asked: Asked, **more: str) -> str:
    fields = {**more, "show": asked.show, "place": asked.place, "q": asked.words}
    return urlencode({name: value for name, value in fields.items() if value})


def _shelf() -> Shelf:
    shelf: Shelf = current_app.extensions["portal.shelf"]
    return shelf


def _language(tag: str) -> Language:
    if tag not in BY_TAG:
        abort(404)
    return BY_TAG[tag]


def _row(language: Language, name: str) -> Row:
    row = _shelf().by_name(language).get(name)
    if row is None:
        abort(404)
    return row
