"""A time of day as it is typed in Sweden, for every form with one."""

import re
from datetime import time
from typing import Any, NoReturn

from wtforms import StringField
from wtforms.validators import ValidationError
from wtforms.widgets import TimeInput

from portal.i18n.text import gettext

MIDNIGHT_AT_THE_END = "24:00"
# 9.30, 09:30, 0930, kl 9: hours alone, or with two digits of minutes; 24 hours, no offset, no seconds.
# \d are the digits of all scripts: a phone set to Arabic writes ٩:٣٠.
_TYPED = re.compile(
    r"(?:kl\.?|klockan)?\s*(?:(\d{1,2})(?:[.:](\d\d))?|(\d{1,2})(\d\d))", re.IGNORECASE
)


def readable_time(typed: str, *, ends: bool = False) -> str:
    """A typed time of day as HH:MM; 24:00 only for what ends at midnight.

    Raises ValidationError that says how to write it, for all that a clock in Sweden does not show.
    """
    found = _TYPED.fullmatch(typed.strip()) or _refuse()
    hours, minutes = (int(part or 0) for part in (found[1] or found[3], found[2] or found[4]))
    if ends and (hours, minutes) == (24, 0):
        return MIDNIGHT_AT_THE_END
    try:
        return f"{time(hours, minutes):%H:%M}"
    except ValueError:
        _refuse()


class TimeField(StringField):  # type: ignore[misc]
    """A time of day. `data` is HH:MM once it can be read; until then, what was typed."""

    data: Any
    widget = TimeInput()

    def __init__(self, *args: Any, ends: bool = False, **kwargs: Any) -> None:
        """`ends` for a time that something lasts until, which may be midnight."""
        super().__init__(*args, **kwargs)
        self.ends = ends

    def process_formdata(self, valuelist: list[str]) -> None:
        """Reads what was typed; what cannot be read stands in the field as it was."""
        super().process_formdata(valuelist)
        try:
            self.data = readable_time(self.data or "", ends=self.ends)
        except ValidationError:
            return

    def pre_validate(self, form: Any) -> None:
        """Refuses what is no time of day; an empty field is for the other validators."""
        del form
        if self.data and self.data.strip():
            readable_time(self.data, ends=self.ends)


def _refuse() -> NoReturn:
    raise ValidationError(gettext("Write the time as hours:minutes, for example 13:30."))
