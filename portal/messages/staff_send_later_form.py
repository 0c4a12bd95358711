"""The two fields that say when a message is sent: now, or a day and an hour to come."""

from datetime import datetime

from wtforms import StringField
from wtforms.validators import ValidationError
from wtforms.widgets import DateInput

from portal import clock
from portal.i18n.text import gettext, lazy_gettext
from portal.notices.models import QUIET_FROM, QUIET_UNTIL
from portal.web.forms import ChoiceField, Form, day_to_come

LONGEST_AHEAD = 60  # days; later, what it says has changed too often
HOURS = tuple(range(QUIET_UNTIL, QUIET_FROM))


class SendLater(Form):
    """A form whose message can be sent later. Both fields empty: it is sent at once."""

    send_day = StringField(lazy_gettext("Day"), widget=DateInput())
    send_hour = ChoiceField(
        lazy_gettext("Hour"), choices=[("", "–"), *((str(hour), f"{hour:02}:00") for hour in HOURS)]
    )

    def validate_send_day(self, field: StringField) -> None:
        """A day that is not over and not too far away, where an hour was chosen."""
        if not field.data:
            if self.send_hour.data:
                raise ValidationError(gettext("Choose the day, or empty the hour to send now."))
            return
        if day_to_come(field.data) > clock.days_from_today(LONGEST_AHEAD):
            raise ValidationError(gettext("Choose a day within %(days)s days.", days=LONGEST_AHEAD))

    def validate_send_hour(self, field: ChoiceField) -> None:
        """An hour to come at which a phone may buzz, where a day was chosen."""
        if not self.send_day.data and not field.data:
            return
        if not field.data:
            raise ValidationError(gettext("Choose the hour, or empty the day to send now."))
        if field.data not in {value for value, _label in field.choices}:
            raise ValidationError(
                gettext(
                    "Choose an hour from %(first)s to %(last)s. No phone buzzes in the evening or at night.",
                    first=field.choices[1][1],
                    last=field.choices[-1][1],
                )
            )
        if (at := self.send_at) and at <= clock.now():
            raise ValidationError(gettext("That time has passed. Choose a later one."))

    @property
    def send_at(self) -> datetime | None:
        """The instant it is sent at; None for now, and while that cannot be read."""
        try:
            day = day_to_come(self.send_day.data or "")
            return clock.at_wall(day, HOURS[HOURS.index(int(self.send_hour.data or ""))])
        except ValueError:
            return None
