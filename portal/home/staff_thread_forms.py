"""What staff fill in to send a conversation on, or back."""

from collections.abc import Iterable

from portal.i18n.text import current, gettext, lazy_gettext
from portal.messages.destinations import Destination
from portal.people.agencies import AGENCIES, Agency
from portal.phrases.forward_reasons import BACK_REASONS, FORWARD_REASONS
from portal.web.forms import ChoiceField, Form, one_of_the_choices


class SendBackForm(Form):
    """Why it goes back."""

    reasons = BACK_REASONS
    reason = ChoiceField(
        lazy_gettext("Why?"),
        validators=[one_of_the_choices(lazy_gettext("Choose a reason. The participant reads it."))],
    )

    def __init__(self) -> None:
        """The reasons in the reader's language, as the participant reads them in hers."""
        super().__init__()
        said = current().say
        self.reason.choices = [(code, said(why)) for code, why in self.reasons.items()]


class ForwardForm(SendBackForm):
    """To which agency, and why. Each choice says whether it goes at once or she is asked first."""

    reasons = FORWARD_REASONS

    to = ChoiceField(
        lazy_gettext("To which agency?"),
        validators=[one_of_the_choices(lazy_gettext("Choose the agency that can answer."))],
    )

    def offer(self, found: Iterable[Destination]) -> None:
        """The agencies somebody of which works with the participant."""
        self.to.choices = [(each.agency.value, _choice(each)) for each in found]

    @property
    def agency(self) -> Agency:
        """The chosen agency."""
        return Agency(self.to.data)


def _choice(each: Destination) -> str:
    name = AGENCIES[each.agency].name
    if each.opened:
        return gettext("%(agency)s: goes at once, a consent opens it", agency=name)
    return gettext("%(agency)s: the participant is asked first", agency=name)
