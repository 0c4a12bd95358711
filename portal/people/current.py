"""The signed-in person of this request."""

from flask_login import current_user

from portal.people.actor import Actor


def me() -> Actor:
    """Who is asking. Only behind the gate, where someone is signed in."""
    actor: Actor = current_user._get_current_object()  # noqa: SLF001 - werkzeug has no public name for it
    return actor
