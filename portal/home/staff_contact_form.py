"""What a change of contact needs."""

from collections.abc import Iterable

from wtforms import IntegerField, TextAreaField

from portal.i18n.text import current, gettext, lazy_gettext
from portal.people.agencies import AGENCIES
from portal.people.contact import Candidate
from portal.people.roles import TITLES
from portal.phrases.reasons import CONTACT_CHANGED
from portal.web.forms import ChoiceField, Form, at_most, one_of_the_choices, required

LONGEST = 1000


class ContactForm(Form):
    """A successor, why, and what the new contact needs to know."""

    version = IntegerField()
    successor = ChoiceField(
        lazy_gettext("New contact"),
        validators=[
            required(lazy_gettext("Choose who the new contact is.")),
            one_of_the_choices(lazy_gettext("Choose who the new contact is.")),
        ],
    )
    reason = ChoiceField(
        lazy_gettext("Why?"),
        validators=[one_of_the_choices(lazy_gettext("Choose a reason. The participant reads it."))],
    )
    summary = TextAreaField(
        lazy_gettext("What the new contact needs to know, in Swedish"),
        validators=[
            required(
                lazy_gettext(
                    "Write what the new contact needs to know, so that nothing is asked twice."
                )
            ),
            at_most(LONGEST),
        ],
    )

    def offer(self, candidates: Iterable[Candidate], changes: int) -> None:
        """Who can become the contact, with title and agency; `changes` there have been before."""
        self.changed = self.is_submitted() and self.version.data != changes
        self.version.data = changes
        said = current().say
        found = list(candidates)
        self.successor.choices = [
            ("", gettext("Choose")),
            *(
                (
                    str(each.id),
                    f"{each.name}, {said(TITLES[each.title])}, {AGENCIES[each.agency].name}",
                )
                for each in found
            ),
        ]
        self.names = {str(each.id): each.name for each in found}
        self.successor.as_written = frozenset(self.names)
        self.reason.choices = [(code, said(why)) for code, why in CONTACT_CHANGED.items()]

    @property
    def name(self) -> str:
        """The successor's name."""
        return self.names[self.successor.data]

    @property
    def words(self) -> str:
        """The summary."""
        return (self.summary.data or "").strip()
