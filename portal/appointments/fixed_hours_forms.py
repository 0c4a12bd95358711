"""The hours of the week when a participant is always taken, as they are filled in."""

from datetime import date, timedelta

from wtforms import HiddenField, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import DateInput

from portal.appointments.clashes import lasting
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
from portal.web.times import TimeField

A_MONDAY = date(2026, 11, 23)  # any, to name the weekdays by
LONGEST_NIGHT = timedelta(hours=14)  # over midnight; longer are two times in the wrong order
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
    since = TimeField(
        lazy_gettext("From"),
        validators=[required(lazy_gettext("Write when it begins."))],
    )
    until = TimeField(
        lazy_gettext("To"),
        ends=True,
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

    def validate_until(self, field: TimeField) -> None:
        """A later time of that day, or one of the next morning: a night shift."""
        if self.since.errors:
            return
        over_midnight = field.data <= self.since.data
        if field.data == self.since.data or (
            over_midnight and lasting(self.since.data, field.data) > LONGEST_NIGHT
        ):
            raise ValidationError(gettext("It must end after it begins. Check the two times."))

    def validate_last_day(self, field: StringField) -> None:
        """May be left empty."""
        if field.data:
            day_to_come(field.data)

    def validate_weekdays(self, field: ManyField) -> None:
        """Days of the week only."""
        if set(field.data) - {value for value, _name in field.choices}:
            raise ValidationError(gettext("Choose at least one day."))
