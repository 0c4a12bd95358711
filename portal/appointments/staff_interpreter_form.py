"""Where the interpreter stands, as staff answer it."""

from wtforms import StringField
from wtforms.validators import ValidationError
from wtforms.widgets import DateInput

from portal.appointments.given import Interpreting
from portal.i18n.text import current, gettext, lazy_gettext
from portal.phrases.appointment_kinds import INTERPRETER_STATES, InterpreterState
from portal.web.forms import ChoiceField, Form, day_to_come, readable_day


class InterpreterFields(Form):
    """Where the interpreter stands; no default for someone who needs one, so it must be answered."""

    interpreter = ChoiceField(lazy_gettext("Interpreter"))
    cancel_by = StringField(
        lazy_gettext("The interpreter can be cancelled without cost up to and including"),
        widget=DateInput(),
    )

    def offer_interpreter(self, language: str | None, language_name: str) -> None:
        """The states, in which "not needed" is none for someone who needs one."""
        say = current().say
        self.interpreter.choices = [
            (
                state.value,
                say(said) % {"language": language_name} if "%(" in say(said) else say(said),
            )
            for state, said in INTERPRETER_STATES.items()
            if not (language and state is InterpreterState.NOT_NEEDED)
        ]
        if not language:
            self.interpreter.data = InterpreterState.NOT_NEEDED.value

    def validate_interpreter(self, field: ChoiceField) -> None:
        """Nobody publishes without an answer about the interpreter when one is needed."""
        if field.data not in {code for code, _said in field.choices}:
            raise ValidationError(
                gettext("Say where the interpreter stands: ordered, booked, by phone or missing.")
            )

    def validate_cancel_by(self, field: StringField) -> None:
        """A day to come; may be left empty."""
        if field.data:
            day_to_come(field.data)

    def interpreting(self) -> Interpreting:
        """What was answered."""
        by = readable_day(self.cancel_by.data) if self.cancel_by.data else None
        return Interpreting(InterpreterState(self.interpreter.data), by)
