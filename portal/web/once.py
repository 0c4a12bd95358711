"""A double tap stores once: every form carries a key, unique with its sender in the database."""

import hashlib
import secrets
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec
from uuid import UUID

from flask import g, redirect, request
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from portal import clock
from portal.web.models import FormKey
from portal.web.session import db

Arguments = ParamSpec("Arguments")
FIELD = "form_key"


def new_key() -> str:
    """A key for one showing of a page; its forms share it, told apart by where and what they send."""
    if "form_key" not in g:
        g.form_key = secrets.token_urlsafe(16)
    key: str = g.form_key
    return key


def once(view: Callable[Arguments, Response]) -> Callable[Arguments, Response]:
    """Runs a POST view the first time its form key comes; later, shows where that one led.

    A preview stores nothing, so it leaves the key alone. The key is claimed in the same
    transaction as what the view does, so either both are kept or neither: a refused form (422)
    gives its key back.
    """

    @wraps(view)
    def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Response:
        shown = request.form.get(FIELD, "")
        if request.method != "POST" or not shown or "preview" in request.form:
            return view(*args, **kwargs)
        told_apart = " ".join(
            request.form.get(name, "")
            for name in ("what", "do", "step", "hours", "appointment", "consent")
        )
        claimed = f"{request.path} {told_apart} {shown}"
        key = hashlib.sha256(claimed.encode()).hexdigest()[:32]
        actor: UUID = current_user.id
        claim = FormKey(actor_id=actor, key=key, location="", at=clock.now())
        try:
            with db().begin_nested():
                db().add(claim)
        except IntegrityError:
            return _replay(actor, key)
        response = view(*args, **kwargs)
        # A fragment has no location of its own; the view names the page it is a part of.
        claim.location = (response.location or response.content_location or request.path)[:200]
        return response

    return guarded


def _replay(actor: UUID, key: str) -> Response:
    location = db().scalar(
        select(FormKey.location).where(FormKey.actor_id == actor, FormKey.key == key)
    )
    return redirect(location or "/", code=303)
