"""What staff fill in about a new appointment, and about one that moves."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from flask import request
from wtforms import HiddenField, StringField

from portal import clock
from portal.appointments.commitments import Commitments
from portal.appointments.given import NewAppointment, Where
from portal.appointments.last_time import LastTime
from portal.appointments.queries import AppointmentRow, AttendeeRow
from portal.appointments.staff_keeping_forms import OfAppointment
from portal.appointments.staff_time_form import LENGTHS, USUAL_LENGTH, TimeForm, chosen_of
from portal.i18n.text import current, gettext, lazy_gettext
from portal.people.agencies import Agency
from portal.phrases.appointment_kinds import BRING, BY_CODE, Mode, kinds_for
from portal.phrases.staff_clashes import IF_ABSENT_NAMES
from portal.web.forms import ChoiceField, ManyField, at_most, one_of_the_choices


class NewAppointmentForm(TimeForm):
    """A new time: what for, who attends beside oneself, what to bring, who may come along."""

    what = HiddenField()
    begun_as = HiddenField()  # the kind whose usual place and length the fields began with
    kind = ChoiceField(
        lazy_gettext("Kind of appointment"),
        validators=[one_of_the_choices(lazy_gettext("Choose one of the kinds in the list."))],
    )
    attendees = ManyField(lazy_gettext("Who attends beside you"))
    purpose = StringField(
        lazy_gettext("Why, in one sentence"),
        validators=[at_most(200)],
    )
    bring = ManyField(lazy_gettext("To bring"))
    along = ManyField(lazy_gettext("Who can come along"))
    if_absent = ChoiceField(
        lazy_gettext("What happens without the participant"),
        validators=[one_of_the_choices(lazy_gettext("Choose what is true."))],
    )

    def offer(
        self, agency: Agency, commitments: Commitments, colleagues: Sequence[AttendeeRow], me: UUID
    ) -> None:
        """The choices, and the kind's usual ones ticked."""
        say = current().say
        self.offer_times(commitments)
        self.team = colleagues
        self.colleagues = [each for each in colleagues if each.id != me]
        self.me = me
        self.attendees.choices = [(str(each.id), each.name) for each in self.colleagues]
        self.kind.choices = [(kind.code, say(kind.title)) for kind in kinds_for(agency)]
        self.bring.choices = [(code, say(said)) for code, said in BRING.items()]
        self.along.choices = [
            ("companion", gettext("Someone the participant trusts")), ("child", gettext("A child")),
        ]  # fmt: skip
        self.if_absent.choices = [(code, say(said)) for code, said in IF_ABSENT_NAMES.items()]
        if not self.is_submitted():
            self._usual()

    def begin_as_last(self, last: LastTime | None, of: Callable[[str], LastTime | None]) -> None:
        """Place and length as the agency last had them for the kind, and nothing that was typed lost.

        Another kind brings its own, where what stands there is still as it was for the kind before,
        which `of` finds. What is published was on the page before.
        """
        shown, kind = self.begun_as.data or "", self.kind.data or ""
        publishes = self.is_submitted() and "preview" not in request.form
        if publishes or kind == shown or kind not in BY_CODE:
            return
        before = self._values(of(shown) if shown else None, shown or kind)
        for name, value in self._values(last, kind).items():
            if (self[name].data or type(value)()) == before[name]:
                self[name].data = value
        self.begun_as.data = kind

    def _values(self, found: LastTime | None, code: str) -> dict[str, str | list[str]]:
        kind = BY_CODE.get(code)
        where = found.where if found else Where(kind.mode if kind else Mode.IN_PERSON)
        minutes = found.minutes if found and found.minutes in LENGTHS else USUAL_LENGTH
        return {**self.place_values(where), "minutes": str(minutes)}

    def _usual(self) -> None:
        kind = BY_CODE.get(self.kind.data)
        self.mode.data = self.mode.data or (kind.mode if kind else Mode.IN_PERSON).value
        self.if_absent.data = self.if_absent.data or self.if_absent.choices[0][0]
        self.along.data = self.along.data or ["companion"]
        if not self.bring.data and kind:
            self.bring.data = list(kind.bring)

    @property
    def attending(self) -> tuple[UUID, ...]:
        """The colleagues who are ticked, and the one who gives the time."""
        return (self.me, *chosen_of(self.attendees, [each.id for each in self.colleagues]))

    @property
    def others(self) -> list[AttendeeRow]:
        """The colleagues who are ticked."""
        return [each for each in self.colleagues if each.id in self.attending]

    def appointment(self) -> NewAppointment:
        """What was filled in, with instants in UTC."""
        along = set(self.along.data or ())
        return NewAppointment(
            kind=self.kind.data, when=self.when(), where=self.where(), interpreting=self.interpreting(),
            bring=[code for code in BRING if code in (self.bring.data or [])],
            attendees=tuple(each.id for each in self.others), reply_by=self.replied_by(),
            purpose=(self.purpose.data or "").strip() or None,
            companion_welcome="companion" in along, child_welcome="child" in along,
            if_absent=self.if_absent.data,
        )  # fmt: skip


class MoveForm(OfAppointment, TimeForm):
    """Another time for an appointment there is; everything but the time is as it was at first."""

    what = HiddenField()
    appointment = HiddenField()

    def offer(self, moved: AppointmentRow, commitments: Commitments) -> None:
        """The choices, with the present place and length."""
        self.offer_times(commitments)
        self.moved, self.team = moved, moved.attendees
        minutes = int((moved.ends - moved.starts).total_seconds() // 60)
        if minutes not in LENGTHS:
            self.minutes.choices.append((str(minutes), gettext("%(count)s min", count=minutes)))
        if not self.is_submitted():
            self._as_it_stands(moved, minutes)

    def _as_it_stands(self, moved: AppointmentRow, minutes: int) -> None:
        where = Where(
            moved.mode, moved.place, moved.entrance, moved.floor, moved.landmark,
            moved.travel_minutes, moved.lift, moved.hearing_loop, moved.number_withheld,
        )  # fmt: skip
        said: dict[str, Any] = {
            "day": clock.local(moved.starts).date().isoformat(),
            "minutes": str(minutes),
            **self.place_values(where),
        }
        for name, value in said.items():
            if not self[name].raw_data:
                self[name].data = value
        self.about(moved)

    @property
    def attending(self) -> tuple[UUID, ...]:
        """Those who attend it now."""
        return tuple(each.id for each in self.moved.attendees)
