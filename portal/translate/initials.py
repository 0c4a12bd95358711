"""The initials of whoever reviews, remembered from one text to the next.

Everyone comes in as the same made-up translator, so her initials would say nothing of who has read.
"""

import re

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

COOKIE = "initials"
INITIALS = re.compile(r"[^\W\d_][\w.\-]{0,11}\Z")


def are_initials(said: str) -> bool:
    """Whether others could tell from it who it was."""
    return bool(INITIALS.match(said))


def remembered() -> str:
    """The initials last given in this browser; empty at first."""
    try:
        said = str(_signer().loads(request.cookies.get(COOKIE, "")))
    except BadSignature:
        return ""
    return said if are_initials(said) else ""


def remember(response: Response, initials: str) -> None:
    """Keeps them as long as the browser is open."""
    response.set_cookie(
        COOKIE, str(_signer().dumps(initials)), httponly=True, samesite="Lax", path="/translate",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )  # fmt: skip


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="initials")
