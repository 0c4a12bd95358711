"""What staff say of a time that is given: cancelled, the interpreter, how it went."""

from wtforms import HiddenField

from portal.appointments.models import CancelledBy
from portal.appointments.queries import AppointmentRow
from portal.appointments.staff_interpreter_form import InterpreterFields
from portal.i18n.text import current, lazy_gettext
from portal.phrases.staff_clashes import CANCELLED_BY, OUTCOMES
from portal.web.forms import ChoiceField, Form, one_of_the_choices


class OfAppointment(Form):
    """Says which appointment, as it was when the form was shown."""

    what = HiddenField()
    appointment = HiddenField()

    def about(self, appointment: AppointmentRow) -> None:
        """Names the appointment and its version, unless the form has come back with them."""
        self.of = appointment
        if not self.is_submitted():
            self.renew(appointment)

    def renew(self, appointment: AppointmentRow) -> None:
        """Takes the appointment as it stands now, after someone else changed it."""
        self.appointment.data = f"{appointment.id}:{appointment.version}"

    @property
    def version(self) -> int:
        """The version that was shown; 0, which fits none, when it cannot be read."""
        _id, _colon, version = (self.appointment.data or "").partition(":")
        return int(version) if version.isdecimal() and len(version) < 10 else 0


class CancelForm(OfAppointment):
    """On whose side the reason lies."""

    by = ChoiceField(
        lazy_gettext("Who cannot?"),
        validators=[one_of_the_choices(lazy_gettext("Choose who cannot."))],
    )

    def offer(self, appointment: AppointmentRow) -> None:
        """The two sides; hers when she has said that she cannot come."""
        self.about(appointment)
        self.by.choices = [(code, current().say(said)) for code, said in CANCELLED_BY.items()]
        if not self.is_submitted() and appointment.reply_reason:
            self.by.data = CancelledBy.PARTICIPANT.value


class InterpreterForm(OfAppointment, InterpreterFields):
    """Where the interpreter stands now."""

    def offer(self, appointment: AppointmentRow, language: str | None, name: str) -> None:
        """The states, the present one chosen."""
        self.about(appointment)
        self.offer_interpreter(language, name)
        if not self.is_submitted():
            self.interpreter.data = self.interpreter.data or appointment.interpreter.value
            if appointment.interpreter_cancel_by:
                self.cancel_by.data = appointment.interpreter_cancel_by.isoformat()


class OutcomeForm(OfAppointment):
    """Whether the participant was there. The next step is added with the fields beside it."""

    outcome = ChoiceField(
        lazy_gettext("How did it go?"),
        validators=[one_of_the_choices(lazy_gettext("Say whether the participant was there."))],
    )

    def offer_outcomes(self, appointment: AppointmentRow) -> None:
        """There or not."""
        self.about(appointment)
        self.outcome.choices = [(code, current().say(said)) for code, said in OUTCOMES.items()]
