"""The first lock: one gate for the whole app. An endpoint without an audience cannot start."""

from collections.abc import Callable
from urllib.parse import urlencode

from flask import Flask, Response, abort, current_app, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from portal.audience import Audience, audiences_of, opens_limited
from portal.web.errors import has_typed_text, lost_form
from portal.web.pages import page, wants_fragment
from portal.web.step_up import sign_in_again


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
    view = current_app.view_functions[request.endpoint]
    audiences = audiences_of(view)
    if Audience.PUBLIC in audiences:
        return None
    actor = current_user._get_current_object()  # noqa: SLF001 - one look-up, not one an attribute
    if not actor.is_authenticated:
        rescue: Callable[[], BaseResponse | None] = current_app.extensions["portal.rescue"]
        return rescue() or (lost_form() if has_typed_text() else _to_sign_in())
    if actor.role not in audiences:
        abort(403)
    if actor.limited and not opens_limited(view):
        return page("errors/limited.html", status=403)
    return sign_in_again(view)


def _to_sign_in() -> BaseResponse:
    address = "/sign-in"
    if is_page(request.path) and request.path != "/":
        # Back to the same page afterwards, without what was asked with it: that may be another's.
        address = f"/sign-in?{urlencode({'next': request.path})}"
    if wants_fragment():
        # A whole-page redirect: the sign-in page must never land inside a list.
        return Response(status=401, headers={"HX-Redirect": address})
    return redirect(address, code=303)


def is_page(path: str) -> bool:
    """Whether an address can also be looked at, and not only be sent to."""
    return current_app.url_map.bind("").test(path, method="GET")
