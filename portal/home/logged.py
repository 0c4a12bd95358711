"""A line of the log as what a message is about: when she thinks that it is wrong."""

from datetime import datetime
from uuid import UUID

from portal import clock
from portal.i18n.direction import marked
from portal.i18n.text import current, gettext
from portal.messages.about import Subject
from portal.people.agencies import AGENCIES
from portal.people.current import me
from portal.trail.log import Line, line_of, said
from portal.web.session import db


def logged(which: UUID) -> Subject:
    """The line, the agency that is asked, and a text to begin with that blames nobody.

    What she did herself, or somebody with her phone, is her contact's to look into. Raises
    NoResultFound alike for an unknown line and for somebody else's.
    """
    line = line_of(db(), me().id, which)
    contact = me().contact
    agency = line.agency or (contact.agency if contact else None)
    if agency is None:
        raise LookupError("nobody works with the participant")
    return Subject(said(current(), line), agency, _begins(line))


def _begins(line: Line) -> str:
    """Digits for the time: the one who answers reads another language than she."""
    when = marked(_digits(line.at), current().language)
    if line.name is None or line.agency is None:
        return gettext("This stands in my log: %(when)s. I wonder about it, because:", when=when)
    return gettext(
        "This stands in my log: %(when)s, %(name)s, %(agency)s. I wonder about it, because:",
        when=when, name=marked(line.name, current().language),
        agency=marked(AGENCIES[line.agency].name, current().language),
    )  # fmt: skip


def _digits(at: datetime) -> str:
    return f"{clock.local(at):%Y-%m-%d %H:%M}"
