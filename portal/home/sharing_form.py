"""Who may read what one agency writes, of which kind, and for how long."""

from collections.abc import Iterable
from typing import NamedTuple

from wtforms import HiddenField
from wtforms.validators import ValidationError

from portal.i18n.text import current, gettext, lazy_gettext, ngettext
from portal.people.agencies import AGENCIES, Agency
from portal.sharing.consents import LENGTHS, Share, in_order, ticked
from portal.sharing.kinds import ShareKind
from portal.sharing.queries import ConsentRow, mark_of
from portal.sharing.wording import KINDS
from portal.web.forms import ChoiceField, Form, ManyField, one_of_the_choices


class Box(NamedTuple):
    """A box to tick, with the consent that holds already."""

    value: str
    name: str
    ticked: bool
    held: ConsentRow | None


class SharingForm(Form):
    """Boxes for three agencies and four kinds. Health is never ticked beforehand.

    `version` is `mark_of` what held when the page was shown.
    """

    version = HiddenField()
    shares = ManyField()
    months = ChoiceField(
        lazy_gettext("How long?"),
        validators=[one_of_the_choices(lazy_gettext("Choose how long it is to be valid."))],
    )
    renew = ManyField()

    def offer(self, source: Agency, held: Iterable[ConsentRow], *, anew: bool = False) -> None:
        """The boxes of one agency, with what holds ticked; none of them where it is noted `anew`."""
        self.held = {(row.reader, row.kind): row for row in held if row.source is source}
        self.anew = anew
        self.readers = [(each.value, AGENCIES[each].name) for each in Agency if each != source]
        self.shares.choices = [
            (f"{reader}.{kind}", name) for kind in ShareKind for reader, name in self.readers
        ]
        self.months.choices = [
            (str(each), ngettext("%(count)s month", "%(count)s months", each)) for each in LENGTHS
        ]
        self.renew.choices = [
            ("1", gettext("Let what is already ticked be valid for as long as the new."))
        ]
        mark = mark_of(row.id for row in self.held.values())
        if self.is_submitted() or self.kept_at:
            self.changed = self.version.data != mark
        else:
            self.changed = False
            self.shares.data = [] if anew else [
                f"{reader}.{kind}" for reader, kind in self.held if kind is not ShareKind.HEALTH
            ]  # fmt: skip
            self.months.data = str(LENGTHS[-1])
        self.version.data = mark

    def validate_shares(self, field: ManyField) -> None:
        """Boxes that were offered, and something that changes."""
        if not set(field.data or ()) <= {value for value, _name in field.choices}:
            raise ValidationError(gettext("Choose among the boxes on the page."))
        if not self.given and not self.stopped:
            raise ValidationError(gettext("Nothing has changed yet. Tick or untick a box first."))

    @property
    def groups(self) -> list[tuple[ShareKind, str, list[Box]]]:
        """The boxes of each kind, with what the kind is called; health comes last."""
        return [
            (
                kind,
                current().say(KINDS[kind]),
                [self._box(kind, *reader) for reader in self.readers],
            )
            for kind in ShareKind
        ]

    def _box(self, kind: ShareKind, reader: str, name: str) -> Box:
        value = f"{reader}.{kind}"
        chosen = value in (self.shares.data or ())
        return Box(value, name, chosen, self.held.get((Agency(reader), kind)))

    @property
    def chosen(self) -> list[Share]:
        """What is ticked."""
        found = [each.split(".") for each in self.shares.data or ()]
        return [(Agency(reader), ShareKind(kind)) for reader, kind in found]

    @property
    def given(self) -> list[Share]:
        """What is given anew or prolonged."""
        if self.anew:
            return sorted(self.chosen, key=in_order)
        return ticked([*self.held], self.chosen, renew=bool(self.renew.data))[0]

    @property
    def stopped(self) -> list[Share]:
        """What is stopped; an oral consent stops nothing."""
        return (
            [] if self.anew else ticked([*self.held], self.chosen, renew=bool(self.renew.data))[1]
        )
