"""What it takes to give someone a letter to sign in with."""

from types import MappingProxyType

from wtforms import BooleanField, StringField
from wtforms.validators import ValidationError

from portal.i18n.text import current, gettext, lazy_gettext, phrase
from portal.notices.forms import mobile_number, shown_number
from portal.web.forms import ChoiceField, Form, at_most, one_of_the_choices, required

CHECKED = MappingProxyType({
    "passport": phrase("checked by", "Passport"),
    "national_id": phrase("checked by", "Swedish ID card or driving licence"),
    "residence_card": phrase("checked by", "Residence permit card"),
    "lma_card": phrase("checked by", "LMA card"),
    "known": phrase("checked by", "I know the person from earlier meetings"),
})  # fmt: skip

# Why staff remove a phone that signs someone in: she reads it in her log.
REMOVED = MappingProxyType({
    "lost": phrase("phone removed", "It is lost, broken or sold"),
    "unknown": phrase("phone removed", "It is not the participant's"),
})  # fmt: skip


class LetterForm(Form):
    """How it was seen who she is, and a number that was tried while she was there."""

    checked = ChoiceField(
        lazy_gettext("How did you check who it is?"),
        validators=[one_of_the_choices(lazy_gettext("Choose how you checked who it is."))],
    )
    seen = BooleanField(
        lazy_gettext("The person is here, and I have checked who it is"),
        validators=[required(lazy_gettext("A letter is given only to someone who is here."))],
    )
    phone = StringField(lazy_gettext("Mobile number for codes"), validators=[at_most(40)])
    tried = BooleanField(lazy_gettext("I have called the number, and it rang here"))

    def offer(self, verified: str | None) -> None:
        """The documents, and the number that was tried before."""
        self.verified = verified
        self.checked.choices = [(code, current().say(said)) for code, said in CHECKED.items()]
        if not (self.is_submitted() or self.kept_at):
            self.phone.data = shown_number(verified)

    def validate_phone(self, field: StringField) -> None:
        """A number that can get an SMS, or none."""
        if (field.data or "").strip() and not self.number:
            raise ValidationError(
                gettext("We cannot read the number. Write it like this: 070-123 45 67.")
            )

    def validate_tried(self, field: BooleanField) -> None:
        """A new number counts only once it has been tried."""
        if self.number and self.number != self.verified and not field.data:
            raise ValidationError(
                gettext("Call the number first, and tick that it rang. Or leave it out.")
            )

    @property
    def number(self) -> str | None:
        """The number as E.164."""
        return mobile_number(self.phone.data or "")
