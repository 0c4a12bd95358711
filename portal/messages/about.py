"""What a message can be about: a step or an appointment, which other slices keep."""

from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

from markupsafe import Markup

from portal.people.agencies import Agency


class Subject(NamedTuple):
    """A step or an appointment of the reader's: what it is called, and whose it is."""

    title: Markup
    agency: Agency


# The application hands these in: this slice knows neither plans nor appointments. Both raise
# NoResultFound alike for an unknown one and for somebody else's.
Subjects = dict[str, Callable[[UUID], Subject]]
