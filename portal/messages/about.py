"""What a message can be about: a step, an appointment or a line of the log, which others keep."""

from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

from markupsafe import Markup

from portal.people.agencies import Agency


class Subject(NamedTuple):
    """A step, an appointment or a line of the log of the reader's: what it is called, and whose it is.

    `begins` is what a message about it begins with, for her to go on or to change.
    """

    title: Markup
    agency: Agency
    begins: str = ""


# The application hands these in: this slice knows neither plans nor appointments. All raise
# NoResultFound alike for an unknown one and for somebody else's.
Subjects = dict[str, Callable[[UUID], Subject]]
