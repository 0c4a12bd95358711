"""The first lock: one gate for the whole app. An endpoint without an audience cannot start."""

from collections.abc import Callable

from flask import Flask, Response, abort, current_app, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from portal.audience import Audience, audiences_of
from portal.web.errors import has_typed_text, lost_form
from portal.web.pages import wants_fragment


class UndeclaredAudience(RuntimeError):
    """An endpoint does not say whom it is for."""


def install(app: Flask) -> None:
    """Puts the gate in front of every endpoint."""
    app.before_request(_gate)


def require_declared(app: Flask) -> None:
    """Raises UndeclaredAudience unless every endpoint says whom it is for."""
    undeclared = [name for name, view in app.view_functions.items() if not audiences_of(view)]
    if undeclared:
        raise UndeclaredAudience(f"no audience declared for: {', '.join(sorted(undeclared))}")


def _gate() -> BaseResponse | None:
    if request.endpoint is None:
        return None  # 404 or 405 by routing
    audiences = audiences_of(current_app.view_functions[request.endpoint])
    if Audience.PUBLIC in audiences:
        return None
    actor = current_user._get_current_object()  # noqa: SLF001 - one look-up, not one an attribute
    if not actor.is_authenticated:
        rescue: Callable[[], BaseResponse | None] = current_app.extensions["portal.rescue"]
        return rescue() or (lost_form() if has_typed_text() else _to_sign_in())
    if actor.role not in audiences:
        abort(403)
    return None


def _to_sign_in() -> BaseResponse:
    if wants_fragment():
        # A whole-page redirect: the sign-in page must never land inside a list.
        return Response(status=401, headers={"HX-Redirect": "/sign-in"})
    return redirect("/sign-in", code=303)
