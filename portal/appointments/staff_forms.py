"""What staff fill in about a new appointment."""

from datetime import UTC, datetime, time, timedelta

from wtforms import HiddenField, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import DateInput, TimeInput

from portal import clock
from portal.appointments.service import NewAppointment
from portal.i18n.text import current, gettext, lazy_gettext
from portal.people.agencies import Agency
from portal.phrases.appointment_kinds import (
    BRING,
    BY_CODE,
    INTERPRETER_STATES,
    MODES,
    InterpreterState,
    Mode,
    kinds_for,
)
from portal.web.forms import (
    ChoiceField,
    Form,
    ManyField,
    at_most,
    one_of_the_choices,
    readable_day,
    required,
)

LENGTHS = (15, 30, 45, 60, 90, 120)


class NewAppointmentForm(Form):
    """A time with someone. Clock times are Malmö's."""

    what = HiddenField()
    kind = ChoiceField(
        lazy_gettext("Kind of appointment"),
        validators=[one_of_the_choices(lazy_gettext("Choose one of the kinds in the list."))],
    )
    day = StringField(
        lazy_gettext("Date"),
        widget=DateInput(),
        validators=[required(lazy_gettext("Write the date."))],
    )
    start = StringField(
        lazy_gettext("From"),
        widget=TimeInput(),
        validators=[required(lazy_gettext("Write when it begins."))],
    )
    minutes = ChoiceField(
        lazy_gettext("How long"),
        validators=[one_of_the_choices(lazy_gettext("Choose how long it takes."))],
    )
    mode = ChoiceField(
        lazy_gettext("How you meet"),
        validators=[one_of_the_choices(lazy_gettext("Choose how you meet."))],
    )
    place = StringField(lazy_gettext("Address and room"), validators=[at_most(120)])
    interpreter = ChoiceField(lazy_gettext("Interpreter"))
    bring = ManyField(lazy_gettext("To bring"))
    reply_by = StringField(lazy_gettext("Reply by"), widget=DateInput())

    def offer(self, agency: Agency, interpreter_language: str | None, language_name: str) -> None:
        """The choices; a person who needs an interpreter gets no default, so it must be answered."""
        say = current().say
        self.kind.choices = [(kind.code, say(kind.title)) for kind in kinds_for(agency)]
        if not self.is_submitted():
            self.kind.data = self.kind.data or self.kind.choices[0][0]
        self.mode.choices = [(mode.value, say(said)) for mode, said in MODES.items()]
        kind = BY_CODE.get(self.kind.data)
        if not self.is_submitted() and not self.mode.data:
            self.mode.data = (kind.mode if kind else Mode.IN_PERSON).value
        self.interpreter.choices = [
            (
                state.value,
                say(said) % {"language": language_name} if "%(" in say(said) else say(said),
            )
            for state, said in INTERPRETER_STATES.items()
            if not (interpreter_language and state is InterpreterState.NOT_NEEDED)
        ]
        if not interpreter_language:
            self.interpreter.data = InterpreterState.NOT_NEEDED.value
        self.minutes.choices = [(str(n), gettext("%(count)s min", count=n)) for n in LENGTHS]
        if not self.is_submitted():
            self.minutes.data = self.minutes.data or "45"
        self.bring.choices = [(code, say(said)) for code, said in BRING.items()]
        if not self.bring.data and not self.is_submitted() and kind:
            self.bring.data = list(kind.bring)

    def validate_day(self, field: StringField) -> None:
        """A day to come."""
        if readable_day(field.data) < clock.today():
            raise ValidationError(gettext("The date has passed. Choose today or later."))

    def validate_start(self, field: StringField) -> None:
        """A time of day."""
        try:
            time.fromisoformat(field.data.strip())
        except ValueError as error:
            raise ValidationError(
                gettext("Write the time as hours:minutes, for example 13:30.")
            ) from error

    def validate_place(self, field: StringField) -> None:
        """Someone who is to come must know where."""
        if self.mode.data == Mode.IN_PERSON.value and not (field.data or "").strip():
            raise ValidationError(gettext("Write the address and the room."))

    def validate_interpreter(self, field: ChoiceField) -> None:
        """Nobody publishes without an answer about the interpreter when one is needed."""
        if field.data not in {code for code, _said in field.choices}:
            raise ValidationError(
                gettext("Say where the interpreter stands: ordered, booked, by phone or missing.")
            )

    def validate_reply_by(self, field: StringField) -> None:
        """May be left empty."""
        if field.data:
            readable_day(field.data)

    def appointment(self) -> NewAppointment:
        """What was filled in, with instants in UTC."""
        begins = time.fromisoformat(self.start.data.strip())
        day = readable_day(self.day.data)
        starts = datetime.combine(day, begins, tzinfo=clock.STOCKHOLM).astimezone(UTC)
        mode = Mode(self.mode.data)
        return NewAppointment(
            kind=self.kind.data, starts=starts, ends=starts + timedelta(minutes=int(self.minutes.data)),
            mode=mode, place=self.place.data.strip() if mode is Mode.IN_PERSON else None,
            interpreter=InterpreterState(self.interpreter.data),
            bring=[code for code in BRING if code in (self.bring.data or [])],
            reply_by=readable_day(self.reply_by.data) if self.reply_by.data else None,
        )  # fmt: skip
