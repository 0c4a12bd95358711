"""An oral consent as staff note it: what was said yes to, who interpreted, and what was read out."""

from wtforms import StringField
from wtforms.validators import ValidationError

from portal.home.sharing_form import SharingForm
from portal.i18n.text import gettext, lazy_gettext
from portal.web.forms import ChoiceField, ManyField, at_most, one_of_the_choices

LONGEST_NAME = 120


class OralConsentForm(SharingForm):
    """The boxes of one's own agency, the interpreter, and that the words were read out."""

    interpreted = ChoiceField(
        lazy_gettext("Interpreter"),
        validators=[one_of_the_choices(lazy_gettext("Choose if someone interpreted."))],
    )
    interpreter = StringField(
        lazy_gettext("The interpreter's name"), validators=[at_most(LONGEST_NAME)]
    )
    said = ManyField()

    def ask(self) -> None:
        """What can be chosen of how it was said."""
        self.interpreted.choices = [
            ("yes", gettext("An interpreter took part")),
            ("no", gettext("No interpreter was needed")),
        ]
        self.said.choices = [
            ("1", gettext("I read out the words, and said that the help is the same after a no."))
        ]

    def validate_interpreter(self, field: StringField) -> None:
        """A name, where someone interpreted."""
        if self.interpreted.data == "yes" and not (field.data or "").strip():
            raise ValidationError(gettext("Write the name of the interpreter."))

    def validate_said(self, field: ManyField) -> None:
        """The words must have been read out."""
        if field.data != ["1"]:
            raise ValidationError(
                gettext("Read out the words and tick this. Without it there is no consent.")
            )

    def validate_choice(self) -> bool:
        """Whether what is to be shared is chosen rightly; how it was said is not asked for yet."""
        self.validate()
        for field in (self.interpreted, self.interpreter, self.said):
            field.errors = []
        return not (self.shares.errors or self.months.errors)

    @property
    def being_read_out(self) -> bool:
        """Whether it was left in its second step, where the words are read out, and comes back."""
        begun = self.interpreted.data or self.interpreter.data or self.said.data
        return bool(self.kept_at and begun) and self._is_chosen

    @property
    def _is_chosen(self) -> bool:
        shares: bool = self.shares.validate(self, [type(self).validate_shares])
        return shares and bool(self.months.validate(self))

    @property
    def name(self) -> str | None:
        """The interpreter's name; None where none was needed."""
        return (self.interpreter.data or "").strip() if self.interpreted.data == "yes" else None
