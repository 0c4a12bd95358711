"""How a participant wants to be told."""

from wtforms import StringField
from wtforms.validators import ValidationError

from portal.i18n.text import gettext, lazy_gettext, pgettext
from portal.notices.models import QUIET_FROM, QUIET_UNTIL, Channel
from portal.notices.reach import ReachRow
from portal.web.forms import ChoiceField, Form, at_most, one_of_the_choices


class ReachForm(Form):
    """The channel, the hour of reminders, and where to. Nothing of it is needed."""

    channel = ChoiceField(
        lazy_gettext("How do you want to be told?"),
        validators=[one_of_the_choices(lazy_gettext("Choose how you want to be told."))],
    )
    hour = ChoiceField(
        lazy_gettext("When do you want reminders?"),
        validators=[one_of_the_choices(lazy_gettext("Choose a time in the list."))],
    )
    phone = StringField(lazy_gettext("Your mobile number"), validators=[at_most(40)])
    email = StringField(lazy_gettext("Your e-mail address"), validators=[at_most(254)])

    def offer(self, now: ReachRow, *, push: bool) -> None:
        """What can be chosen, with what holds now."""
        self.channel.choices = [
            (Channel.SMS.value, pgettext("channel", "SMS")),
            (Channel.EMAIL.value, pgettext("channel", "E-mail")),
            *([(Channel.PUSH.value, pgettext("channel", "Notices on this phone"))] if push else []),
            (Channel.NONE.value, pgettext("channel", "I do not want any")),
        ]
        self.hour.choices = [
            (str(hour), f"{hour:02}:00") for hour in range(QUIET_UNTIL, QUIET_FROM)
        ]
        if self.is_submitted():
            return
        usual = Channel.EMAIL if now.email and not now.phone else Channel.SMS
        self.channel.data = self.channel.data or (now.channel or usual).value
        self.hour.data = self.hour.data or str(now.hour)
        self.phone.data = self.phone.data or shown_number(now.phone)
        self.email.data = self.email.data or now.email

    def validate_phone(self, field: StringField) -> None:
        """A number that can get an SMS, and one where SMS is what she wants."""
        if not self.number and (field.data or "").strip():
            raise ValidationError(
                gettext("We cannot read the number. Write it like this: 070-123 45 67.")
            )
        if self.channel.data == Channel.SMS.value and not self.number:
            raise ValidationError(gettext("Write your mobile number, or choose another way."))

    def validate_email(self, _field: StringField) -> None:
        """An address that mail can be sent to, and there where e-mail is what she wants."""
        typed = (self.email.data or "").strip()
        if typed and not self.address:
            raise ValidationError(
                gettext("We cannot read the address. Write it like this: name@example.com.")
            )
        if self.channel.data == Channel.EMAIL.value and not typed:
            raise ValidationError(gettext("Write your e-mail address, or choose another way."))

    @property
    def number(self) -> str | None:
        """The number as E.164; None when it cannot get an SMS."""
        return mobile_number(self.phone.data or "")

    @property
    def address(self) -> str | None:
        """The e-mail address as it is kept; None when none can be so written."""
        return mail_address((self.email.data or "").strip())


def mail_address(typed: str) -> str | None:
    """An e-mail address, its host in small letters of ASCII; None when it is none.

    As RFC 5321 says, and without letters before the @ that many mail servers refuse. Whether the
    host exists is not asked: the portal speaks to nobody because of what someone types.
    """
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(typed, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return None
    return found.ascii_email


def mobile_number(typed: str) -> str | None:
    """A number as E.164, from however a Swede writes it; None when it cannot get an SMS."""
    import phonenumbers

    try:
        found = phonenumbers.parse(typed, "SE")
    except phonenumbers.NumberParseException:
        return None
    kind = phonenumbers.PhoneNumberType
    if phonenumbers.number_type(found) not in (kind.MOBILE, kind.FIXED_LINE_OR_MOBILE):
        return None
    return str(phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164))


def shown_number(number: str | None) -> str | None:
    """A stored number as people write it here."""
    if number is None:
        return None
    import phonenumbers

    found = phonenumbers.parse(number, "SE")
    swedish = found.country_code == 46
    style = phonenumbers.PhoneNumberFormat
    return str(
        phonenumbers.format_number(found, style.NATIONAL if swedish else style.INTERNATIONAL)
    )
