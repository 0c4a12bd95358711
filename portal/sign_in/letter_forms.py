"""What is typed to sign in with a letter. Read kindly; what is wrong with it is never told apart."""

from wtforms import StringField

from portal.i18n.text import gettext, lazy_gettext
from portal.sign_in import codes
from portal.web.forms import Form, required


class LetterForm(Form):
    """The two things on a letter."""

    reference = StringField(
        lazy_gettext("The number of the letter"),
        validators=[required(lazy_gettext("Write the number of the letter: 8 digits."))],
    )
    code = StringField(
        lazy_gettext("Your secret code"),
        validators=[required(lazy_gettext("Write the code of the letter: 8 letters and digits."))],
    )

    @property
    def read(self) -> tuple[str, str] | None:
        """Reference and code; None where they cannot be any letter's."""
        reference = codes.read_digits(self.reference.data or "", codes.REFERENCE)
        code = codes.read_letter_code(self.code.data or "")
        return (reference, code) if reference and code else None

    def refuse(self) -> None:
        """The one answer to everything that opens no letter."""
        self.code.errors = [
            gettext("This did not work. Check the number and the code. After five tries, or two weeks, you need a new letter.")
        ]  # fmt: skip


class SmsCodeForm(Form):
    """The code that came by SMS."""

    code = StringField(
        lazy_gettext("The code in the SMS"),
        validators=[required(lazy_gettext("Write the code: 6 digits."))],
    )

    @property
    def read(self) -> str | None:
        """Six digits, or None."""
        return codes.read_digits(self.code.data or "", codes.SMS_CODE)

    def refuse(self) -> None:
        """The one answer to a code that is wrong or too old."""
        self.code.errors = [gettext("This code did not work. Check the last SMS you got.")]
