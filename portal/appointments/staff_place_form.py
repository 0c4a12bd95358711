"""Where to meet and how to find it, as staff fill it in."""

from wtforms import StringField
from wtforms.validators import ValidationError

from portal.appointments.given import Where
from portal.i18n.text import current, gettext, lazy_gettext
from portal.phrases.appointment_kinds import MODES, Mode
from portal.web.forms import ChoiceField, Form, ManyField, at_most, one_of_the_choices

LONGEST_WAY = 240  # minutes; from anywhere in Skåne


class PlaceFields(Form):
    """In person with a place, by phone or by video. Free text is Swedish."""

    mode = ChoiceField(
        lazy_gettext("How you meet"),
        validators=[one_of_the_choices(lazy_gettext("Choose how you meet."))],
    )
    place = StringField(lazy_gettext("Address and room"), validators=[at_most(120)])
    entrance = StringField(lazy_gettext("Entrance"), validators=[at_most(120)])
    floor = StringField(lazy_gettext("Floor"), validators=[at_most(40)])
    landmark = StringField(lazy_gettext("What is close by"), validators=[at_most(120)])
    travel_minutes = StringField(lazy_gettext("Minutes from the Central Station"))
    there = ManyField(lazy_gettext("At the place"))

    def offer_places(self) -> None:
        """The ways to meet, and what there is at a place."""
        say = current().say
        self.mode.choices = [(mode.value, say(said)) for mode, said in MODES.items()]
        self.there.choices = [
            ("lift", gettext("There is a lift")), ("loop", gettext("There is a hearing loop")),
            ("withheld", gettext("Our number is not shown when we call")),
        ]  # fmt: skip

    def validate_place(self, field: StringField) -> None:
        """Someone who is to come must know where."""
        if self.mode.data == Mode.IN_PERSON.value and not (field.data or "").strip():
            raise ValidationError(gettext("Write the address and the room."))

    @property
    def way(self) -> int | None:
        """Minutes from the Central Station; None for nothing that can be read."""
        typed = (self.travel_minutes.data or "").strip()
        minutes = int(typed) if typed.isdecimal() and len(typed) < 4 else None
        return minutes if minutes is not None and minutes <= LONGEST_WAY else None

    def validate_travel_minutes(self, field: StringField) -> None:
        """May be left empty."""
        if (field.data or "").strip() and self.way is None:
            raise ValidationError(gettext("Write the minutes as a number from 0 to 240."))

    def place_values(self, where: Where) -> dict[str, str | list[str]]:
        """What the fields hold for a place."""
        there = (
            ("lift", where.lift), ("loop", where.hearing_loop), ("withheld", where.number_withheld),
        )  # fmt: skip
        return {
            "mode": where.mode.value, "place": where.place or "", "entrance": where.entrance or "",
            "floor": where.floor or "", "landmark": where.landmark or "",
            "travel_minutes": "" if where.travel_minutes is None else str(where.travel_minutes),
            "there": [name for name, so in there if so],
        }  # fmt: skip

    def where(self) -> Where:
        """The place, or how to meet without one."""
        mode = Mode(self.mode.data) if self.mode.data in set(Mode) else Mode.IN_PERSON
        there = set(self.there.data or ())
        if mode is not Mode.IN_PERSON:
            return Where(mode, number_withheld=mode is Mode.PHONE and "withheld" in there)
        place, entrance, floor, landmark = (
            (field.data or "").strip() or None
            for field in (self.place, self.entrance, self.floor, self.landmark)
        )
        return Where(
            mode, place, entrance, floor, landmark, self.way, "lift" in there,
            "loop" in there,
        )  # fmt: skip
