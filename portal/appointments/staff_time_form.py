"""When and where, as staff fill it in, held against what the participant has while they choose."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from flask import request
from wtforms import HiddenField, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import DateInput

from portal import clock, workdays
from portal.appointments.clashes import Clash, Taken, clashes
from portal.appointments.commitments import Commitments
from portal.appointments.free_slots import FreeSlot, free_slots
from portal.appointments.given import When
from portal.appointments.models import ClashKind
from portal.appointments.queries import AttendeeRow
from portal.appointments.staff_interpreter_form import InterpreterFields
from portal.appointments.staff_place_form import PlaceFields
from portal.i18n.text import current, gettext, lazy_gettext
from portal.phrases.staff_clashes import CLASH_ACCEPTED
from portal.web.forms import (
    ChoiceField,
    day_to_come,
    one_of_the_choices,
    readable_day,
    required,
)
from portal.web.times import TimeField, readable_time

LENGTHS = (15, 30, 45, 60, 90, 120)
USUAL_LENGTH = 45
SLOT = "slot:"  # what the button of a free slot says before its time
# The order of the fields on the page, in which faults are listed too.
ON_THE_PAGE = (
    "kind", "attendees", "day", "start", "minutes", "which", "accepted", "mode", "place", "entrance",
    "floor", "travel_minutes", "landmark", "there", "interpreter", "cancel_by",
)  # fmt: skip
ANSWER_DAYS = 2  # working days before a time, when staff name no day


class Held(NamedTuple):
    """A time held against what is there: her day, what clashes, and slots that nothing clashes with."""

    day: list[Taken]
    clashes: list[Clash]
    slots: list[FreeSlot]

    @property
    def kinds(self) -> frozenset[ClashKind]:
        """Which kinds of clashes there are."""
        return frozenset(clash.kind for clash in self.clashes)


class TimeForm(InterpreterFields, PlaceFields):
    """A time with someone. Clock times are Malmö's."""

    day = StringField(
        lazy_gettext("Date"),
        widget=DateInput(),
        validators=[required(lazy_gettext("Write the date."))],
    )
    start = TimeField(
        lazy_gettext("From"),
        validators=[required(lazy_gettext("Write when it begins."))],
    )
    which = ChoiceField(lazy_gettext("The clocks go back that night. Which of the two?"))
    minutes = ChoiceField(
        lazy_gettext("How long"),
        validators=[one_of_the_choices(lazy_gettext("Choose how long it takes."))],
    )
    seen = HiddenField()
    accepted = ChoiceField(lazy_gettext("Why do you give the time all the same?"))
    reply_by = StringField(lazy_gettext("Reply by"), widget=DateInput())

    def offer_times(self, commitments: Commitments) -> None:
        """The choices, and what the time is held against."""
        say = current().say
        self.commitments = commitments
        self._take_slot()
        self.minutes.choices = [(str(n), gettext("%(count)s min", count=n)) for n in LENGTHS]
        if not self.is_submitted():
            self.minutes.data = self.minutes.data or str(USUAL_LENGTH)
        self.offer_places()
        self.which.choices = [
            ("0", gettext("The first, in summer time")), ("1", gettext("The second, in winter time")),
        ]  # fmt: skip
        self.accepted.choices = [(code, say(said)) for code, said in CLASH_ACCEPTED.items()]

    def _take_slot(self) -> None:
        """A free slot was tapped: it becomes the day and the time."""
        asked = request.form.get("preview", "")
        if asked.startswith(SLOT):
            self.day.data, _, start = asked.removeprefix(SLOT).partition("T")
            self.start.process_formdata([start])

    team: Sequence[AttendeeRow] = ()  # whose names a clash may say

    @property
    def faults(self) -> list[tuple[str, str]]:
        """What is wrong, from the top of the page to its end."""
        place = {name: number for number, name in enumerate(ON_THE_PAGE)}
        return sorted(super().faults, key=lambda fault: place.get(fault[0], len(place)))

    @property
    def shown(self) -> frozenset[ClashKind]:
        """The kinds of clashes that stood beside the reason when it was chosen."""
        said = set((self.seen.data or "").split())
        return frozenset(kind for kind in ClashKind if kind.value in said)

    def hold_anew(self, commitments: Commitments) -> None:
        """Someone else was faster: the time is held against what there is now."""
        self.commitments = commitments
        self.__dict__.pop("held", None)

    @property
    def attending(self) -> tuple[UUID, ...]:
        """The staff whose weeks count too."""
        return ()

    @property
    def twice(self) -> bool:
        """Whether the clock shows the time twice that night."""
        return len(self._instants()) == 2

    def _instants(self) -> tuple[datetime, ...]:
        try:
            begins, day = readable_time(self.start.data or ""), readable_day(self.day.data or "")
        except ValidationError:
            return ()
        if day < clock.today():
            return ()
        return clock.instants_of(day, *map(int, begins.split(":")))

    @cached_property
    def held(self) -> Held | None:
        """The time against what she has; None while there is no time yet."""
        instants = self._instants()
        if not instants or self.minutes.data not in {
            value for value, _said in self.minutes.choices
        }:
            return None
        week, where = self.commitments.week, self.where()
        starts, minutes = (
            instants[self.which.data == "1" and len(instants) == 2],
            int(self.minutes.data),
        )
        asked = Taken(
            starts, starts + timedelta(minutes=minutes), where.place, where.travel_minutes
        )
        found = clashes(asked, week, self.attending)
        wanted = found or request.form.get("preview") == "find"
        return Held(
            week.on(clock.local(starts).date()), found, self._slots(minutes) if wanted else []
        )

    @cached_property
    def found_slots(self) -> list[FreeSlot]:
        """Free slots, where they were asked for before a time was typed."""
        asked = request.form.get("preview") == "find" and self.held is None
        lengths = {value for value, _said in self.minutes.choices}
        minutes = int(self.minutes.data) if self.minutes.data in lengths else USUAL_LENGTH
        return self._slots(minutes) if asked else []

    def _slots(self, minutes: int) -> list[FreeSlot]:
        where = self.where()
        return free_slots(
            self.commitments.week, minutes=minutes, place=where.place, travel_minutes=where.travel_minutes,
            attendees=self.attending, first_day=max(self._typed_day(), clock.days_from_today(1)),
        )  # fmt: skip

    def _typed_day(self) -> date:
        try:
            return readable_day(self.day.data or "")
        except ValidationError:
            return date.min

    def validate_day(self, field: StringField) -> None:
        """A day to come."""
        day_to_come(field.data)

    def validate_start(self, field: TimeField) -> None:
        """A time of day that the clock shows, and that is still to come."""
        del field
        instants = self._instants()
        if not instants and self._typed_day() >= clock.today():
            raise ValidationError(
                gettext("The clocks go forward that night and skip this time. Choose another.")
            )
        if instants and max(instants) <= clock.now():
            raise ValidationError(gettext("The time has passed. Choose a later one."))

    def validate_which(self, field: ChoiceField) -> None:
        """A time that comes twice is asked about, not guessed."""
        if self.twice and field.data not in {"0", "1"}:
            raise ValidationError(gettext("This time comes twice that night. Choose which one."))

    def validate_accepted(self, field: ChoiceField) -> None:
        """What stands against a time is answered with a reason, for all that was shown."""
        if self.held and (
            self.held.clashes
            and (field.data not in CLASH_ACCEPTED or not self.held.kinds <= self.shown)
        ):
            raise ValidationError(
                gettext("Something stands against this time. Choose another time, or say why you give it all the same.")
            )  # fmt: skip

    def validate_reply_by(self, field: StringField) -> None:
        """A day to come, before that of the time; may be left empty."""
        if not field.data:
            return
        day, typed = day_to_come(field.data), self._typed_day()
        if typed >= clock.today() and day >= typed:
            raise ValidationError(
                gettext("Choose a day before the appointment, or leave it empty.")
            )

    def when(self) -> When:
        """The two instants. Raises IndexError while there is no time."""
        instants = self._instants()
        starts = instants[self.which.data == "1" and len(instants) == 2]
        return When(
            starts,
            starts + timedelta(minutes=int(self.minutes.data)),
            self.accepted.data,
            self.shown,
        )

    def replied_by(self) -> date | None:
        """By when she is asked to answer: as said, else two working days before, so that she is asked."""
        if self.reply_by.data:
            return readable_day(self.reply_by.data)
        day, left = clock.local(self.when().starts).date(), ANSWER_DAYS
        while left:
            day -= timedelta(days=1)
            left -= not workdays.is_closed(day)
        return day if day > clock.today() else None


def chosen_of(field: Any, offered: Iterable[UUID]) -> tuple[UUID, ...]:
    """The ticked ones among those that were offered."""
    ticked = set(field.data or ())
    return tuple(each for each in offered if str(each) in ticked)
