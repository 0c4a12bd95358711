"""The hours of the week when a participant is always taken, as they are filled in."""

from datetime import date, time, timedelta

from wtforms import HiddenField, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import DateInput, TimeInput

from portal.appointments.fixed_hours import NewHours
from portal.i18n.formats import Formats
from portal.i18n.text import current, gettext, lazy_gettext
from portal.phrases.absence import FIXED_HOURS
from portal.web.forms import (
    ChoiceField,
    Form,
    ManyField,
    day_to_come,
    one_of_the_choices,
    readable_day,
    required,
)

A_MONDAY = date(2026, 11, 23)  # any, to name the weekdays by
WEEK = tuple(A_MONDAY + timedelta(days=number) for number in range(7))


class FixedHoursForm(Form):
    """What for, on which days, from when to when; clock times are Malmö's."""

    do = HiddenField()
    kind = ChoiceField(
        lazy_gettext("What is it?"),
        validators=[one_of_the_choices(lazy_gettext("Choose what fits best."))],
    )
    weekdays = ManyField(
        lazy_gettext("Which days?"),
        validators=[required(lazy_gettext("Choose at least one day."))],
    )
    since = StringField(
        lazy_gettext("From"),
        widget=TimeInput(),
        validators=[required(lazy_gettext("Write when it begins."))],
    )
    until = StringField(
        lazy_gettext("To"),
        widget=TimeInput(),
        validators=[required(lazy_gettext("Write when it ends."))],
    )
    last_day = StringField(lazy_gettext("The last day, if you know it"), widget=DateInput())

    def __init__(self) -> None:
        """The choices in the reader's language; the week begins on Monday."""
        super().__init__()
        self.kind.choices = [(code, current().say(said)) for code, said in FIXED_HOURS.items()]
        formats = Formats(current())
        self.weekdays.choices = [
            (str(number), formats.weekday(day)) for number, day in enumerate(WEEK)
        ]

    @property
    def hours(self) -> NewHours:
        """What was typed, once it is valid."""
        last = readable_day(self.last_day.data) if self.last_day.data else None
        days = frozenset(int(day) for day in self.weekdays.data)
        return NewHours(self.kind.data, days, self.since.data, self.until.data, last)

    def too_many(self) -> None:
        """Says why they were not taken."""
        self.weekdays.errors = [gettext("There are very many already. Remove some first.")]

    def validate_since(self, field: StringField) -> None:
        """A time of day."""
        field.data = _time(field.data)

    def validate_until(self, field: StringField) -> None:
        """A later time of day."""
        field.data = _time(field.data)
        if not self.since.errors and field.data <= self.since.data:
            raise ValidationError(gettext("It must end after it begins. Check the two times."))

    def validate_last_day(self, field: StringField) -> None:
        """May be left empty."""
        if field.data:
            day_to_come(field.data)

    def validate_weekdays(self, field: ManyField) -> None:
        """Days of the week only."""
        if set(field.data) - {value for value, _name in field.choices}:
            raise ValidationError(gettext("Choose at least one day."))


def _time(typed: str) -> str:
    """A time of day as hours:minutes. Raises ValidationError that says how to write it."""
    try:
        return f"{time.fromisoformat(typed.strip()):%H:%M}"
    except ValueError as error:
        raise ValidationError(
            gettext("Write the time as hours:minutes, for example 13:30.")
        ) from error
