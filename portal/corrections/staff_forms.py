"""What staff fill in to answer a request for a correction."""

from wtforms import HiddenField, TextAreaField

from portal.corrections.models import LONGEST
from portal.i18n.text import gettext, lazy_gettext
from portal.web.forms import Form, at_most


class AnswerForm(Form):
    """Corrected, or not and why, in Swedish."""

    do = HiddenField()
    answer = TextAreaField(
        lazy_gettext("Your answer, in plain Swedish"), validators=[at_most(LONGEST)]
    )

    @property
    def corrected(self) -> bool:
        """Whether it has been put right."""
        return bool(self.do.data == "corrected")

    def validate_on_submit(self, **named: object) -> bool:
        """A refusal needs a reason."""
        fit = super().validate_on_submit(**named)
        if fit and not self.corrected and not (self.answer.data or "").strip():
            reason = gettext("Write why it is not corrected: the participant has a right to know.")
            self.answer.errors = [reason]
            return False
        return bool(fit)
