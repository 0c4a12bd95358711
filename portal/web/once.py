"""What is sent twice is stored once: told by the form's key, and by a digest of what it carries.

A double tap brings the same key and the same content, and is shown where the first one led. Going
back and sending again brings a new key: the same content to the same place within the hour is said
to have been sent already, and may be sent again on purpose. Other content under a key that has been
used is neither stored nor dropped: it is shown, to be sent with a key of its own.
"""

import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import ParamSpec
from uuid import UUID

from flask import g, redirect, request
from flask_login import current_user
from sqlalchemy import select, true
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from portal import clock
from portal.db import insert_into
from portal.web.errors import error_page, typed_fields
from portal.web.models import FormKey
from portal.web.pages import wants_fragment
from portal.web.session import db

Arguments = ParamSpec("Arguments")
View = Callable[Arguments, Response]
FIELD = "form_key"
ON_PURPOSE = "again"
# How long the same words to the same place are taken for the same act.
SAME_FOR = timedelta(hours=1)
# What differs between two showings of a form in which the same is written.
NO_CONTENT = frozenset({"csrf_token", FIELD, ON_PURPOSE})
# Several forms of a page share its key and its address; these tell them apart.
TELLING = ("what", "do", "step", "hours", "appointment", "consent")


def new_key() -> str:
    """A key for one showing of a page; its forms share it, told apart by where and what they send."""
    if "form_key" not in g:
        g.form_key = secrets.token_urlsafe(16)
    key: str = g.form_key
    return key


def once(view: View[Arguments]) -> View[Arguments]:
    """Guards a POST view that adds something: sent twice, it is stored once.

    A preview stores nothing, so it leaves the key alone. Key and content are claimed in the same
    transaction as what the view does, so either all is kept or nothing: a refused form (422) gives
    its key back.
    """
    return _guarded(view, hourly=True)


def once_shown(view: View[Arguments]) -> View[Arguments]:
    """Guards a POST view that switches something, which can be switched back and once more.

    A second tap on the same page is shown where the first one led; a page shown anew acts anew.
    """
    return _guarded(view, hourly=False)


def seen_at(address: str) -> None:
    """Says where what a view just stored can be seen, for whoever sends the same again."""
    g.seen_at = address


def _guarded(view: View[Arguments], *, hourly: bool) -> View[Arguments]:
    @wraps(view)
    def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Response:
        shown = request.form.get(FIELD, "")
        if request.method != "POST" or not shown or "preview" in request.form:
            return view(*args, **kwargs)
        content = _key("content", request.path, _content())
        told_apart = [request.form.get(each, "") for each in TELLING] if hourly else [content]
        key = _key("shown", request.path, *told_apart, shown)
        actor: UUID = current_user.id
        claim = FormKey(actor_id=actor, key=key, location="", at=clock.now())
        try:
            with db().begin_nested():
                db().add(claim)
        except IntegrityError:
            return _second(actor, key, content if hourly else key)
        if hourly and not _is_new(actor, content):
            return _sent_already(actor, content)
        response = view(*args, **kwargs)
        # A fragment has no location of its own; the view names the page it is a part of.
        claim.location = (response.location or response.content_location or request.path)[:200]
        if hourly and response.status_code < 400:
            _remember(actor, content, g.get("seen_at", claim.location))
        return response

    return guarded


def _second(actor: UUID, key: str, content: str) -> Response:
    """A key that has been used: the first one's result for the same content, a page for other."""
    if _location(actor, content) is not None:
        return redirect(_location(actor, key) or "/", code=303)
    return error_page(409, said="unsent", typed=typed_fields(), again_key=secrets.token_urlsafe(16))


def _is_new(actor: UUID, content: str) -> bool:
    """Claims a content for the hour; False where it has been sent and not sent again on purpose.

    One statement, since two that arrive together must not both find nothing: the second one waits
    for the first.
    """
    now = clock.now()
    claim = insert_into(db(), FormKey).values(actor_id=actor, key=content, location="", at=now)
    free = true() if request.form.get(ON_PURPOSE) == "1" else FormKey.at <= now - SAME_FOR
    claimed = claim.on_conflict_do_update(
        index_elements=["actor_id", "key"], set_={"at": now}, where=free
    ).returning(FormKey.key)
    return db().execute(claimed).first() is not None


def _remember(actor: UUID, content: str, where: str) -> None:
    row = db().get_one(FormKey, (actor, content), populate_existing=True)
    row.location = where[:200]


def _sent_already(actor: UUID, content: str) -> Response:
    where = _location(actor, content) or "/"
    if wants_fragment():
        return redirect(where, code=303)
    return error_page(
        409, said="sent", typed=typed_fields(), seen=where, on_purpose=True,
        again_key=secrets.token_urlsafe(16),
    )  # fmt: skip


def _location(actor: UUID, key: str) -> str | None:
    return db().scalar(
        select(FormKey.location).where(FormKey.actor_id == actor, FormKey.key == key)
    )


def _key(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def _content() -> str:
    """A digest of all that a form carries, its files too."""
    fields = [
        (name, value)
        for name, values in request.form.lists()
        if name not in NO_CONTENT
        for value in values
        if value
    ]
    for name, files in request.files.lists():
        for file in files:
            if not file.filename:
                continue
            file.seek(0)
            fields.append((name, hashlib.sha256(file.read()).hexdigest()))
            file.seek(0)
    return _key(*(part for field in sorted(fields) for part in field))
