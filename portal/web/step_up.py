"""Signing in once more before what would do most harm in wrong hands; nothing typed is lost over it.

A view says so itself with `@recent_sign_in` (ASVS 5.0, 7.5.3: authenticating again before sensitive
account changes and highly sensitive operations).
"""

from urllib.parse import urlencode

from flask import Response, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from portal.audience import recent_of
from portal.web.forms import KEPT, with_typed
from portal.web.pages import wants_fragment

AGAIN = "/sign-in/again"
# What a form carries that nobody has typed.
NOT_TYPED = frozenset({"csrf_token", "form_key", "version", "do", "answer", "letter", "consent"})


def sign_in_again(view: object) -> BaseResponse | None:
    """The way to the page that asks for it; None where the view is open to this sign-in."""
    mark = recent_of(view)
    if mark is None or current_user.signed_in_lately:
        return None
    if request.method == "POST" and request.form.get("do") in mark.spares:
        return None
    return sign_in_first(mark.back)


def sign_in_first(back: str = "") -> BaseResponse:
    """The way there and back, also for a view that needs it for some of what its form does."""
    address = again(_back(back))
    if wants_fragment():
        # Not an error, or what was typed would be undone with it.
        return Response(status=204, headers={"HX-Redirect": address})
    return redirect(address, code=303)


def again(then: str) -> str:
    """Where she signs in once more, and goes on from there to a path."""
    return f"{AGAIN}?{urlencode({'next': then})}"


def _back(form: str) -> str:
    """The page she wanted, or the one its form stands on, with what she has typed in it."""
    if request.method != "POST":
        kept = request.args.get(KEPT)
        return f"{request.path}?{urlencode({KEPT: kept})}" if kept else request.path
    path = form or request.path
    typed = any(value.strip() for name, value in request.form.items() if name not in NOT_TYPED)
    return with_typed(path) if typed else path
