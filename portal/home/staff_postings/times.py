"""A new time."""

from uuid import uuid4

from portal.appointments import service as appointments
from portal.appointments.models import AppointmentState, Reply
from portal.appointments.queries import AppointmentRow, AttendeeRow
from portal.appointments.staff_forms import NewAppointmentForm
from portal.home.staff_postings.scene import Preview, Scene
from portal.i18n.text import current
from portal.phrases.language_names import LANGUAGE_NAMES
from portal.web.forms import Form


def form(scene: Scene) -> Form:
    """When, where and how; the interpreter must be answered for someone who needs one."""
    new = NewAppointmentForm()
    spoken = scene.person.interpreter_language
    new.offer(scene.agency, spoken, current().say(LANGUAGE_NAMES[spoken]) if spoken else "")
    return new


def preview(scene: Scene, form: NewAppointmentForm) -> Preview:
    """The time as she reads it."""
    new = form.appointment()
    spoken = scene.person.interpreter_language
    row = AppointmentRow(
        uuid4(), scene.person.id, scene.agency, new.kind, new.starts, new.ends, new.mode, new.place, None,
        None, new.purpose, new.bring, new.interpreter, spoken, False, False, False, True, False,
        new.reply_by, Reply.NONE, None, None, None, AppointmentState.BOOKED, 1,
        [AttendeeRow(scene.actor.name, scene.agency, scene.actor.title)],
    )  # fmt: skip
    return "appointments/_preview.html", {"appointment": row}


def publish(scene: Scene, form: NewAppointmentForm) -> object:
    """Books it."""
    return appointments.publish(scene.db, scene.actor, scene.person.id, form.appointment())
