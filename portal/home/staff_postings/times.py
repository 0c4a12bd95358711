"""A new time, and another time for one that is given."""

from uuid import UUID, uuid4

from sqlalchemy.exc import NoResultFound
from wtforms.validators import ValidationError

from portal import clock
from portal.appointments import booking
from portal.appointments.commitments import Commitments, commitments_of
from portal.appointments.given import Clashing, NewAppointment
from portal.appointments.last_time import colleagues_and_last_time, last_time
from portal.appointments.models import AppointmentState, Reply
from portal.appointments.queries import AppointmentRow, AttendeeRow, appointment_of
from portal.appointments.staff_forms import MoveForm, NewAppointmentForm
from portal.home.staff_postings.scene import Preview, Scene, chosen
from portal.i18n.text import current
from portal.phrases.appointment_kinds import kinds_for
from portal.phrases.language_names import LANGUAGE_NAMES
from portal.web.forms import Form, day_to_come

PREVIEW = "appointments/_preview.html"


def form(scene: Scene) -> Form:
    """When, where, how and with whom; place and length as last time, until something else is typed.

    The interpreter must be answered for someone who needs one.
    """
    new = NewAppointmentForm()
    codes = [kind.code for kind in kinds_for(scene.agency)]
    kind = chosen("kind") if chosen("kind") in codes else codes[0]
    asked = scene.db, scene.actor, scene.person.id
    colleagues, last = colleagues_and_last_time(*asked, kind)
    if not new.is_submitted():
        new.kind.data = kind
    new.offer(scene.agency, _commitments(scene), colleagues, scene.actor.id)
    new.offer_interpreter(scene.person.interpreter_language, language_name(scene))
    new.begin_as_last(last, lambda before: last_time(*asked, before))
    return new


def preview(scene: Scene, form: NewAppointmentForm) -> Preview:
    """The time as she reads it."""
    new = form.appointment()
    return PREVIEW, {"appointment": _row(scene, new, form.others)}


def publish(scene: Scene, form: NewAppointmentForm) -> object:
    """Books it."""
    try:
        return booking.publish(scene.db, scene.actor, scene.person.id, form.appointment())
    except Clashing:
        form.hold_anew(_commitments(scene))
        raise


def move_form(scene: Scene) -> Form:
    """Another day and time; place and length as they are until changed."""
    moved = chosen_time(scene)
    new = MoveForm()
    new.offer(moved, _commitments(scene, moved.id))
    new.offer_interpreter(scene.person.interpreter_language, language_name(scene))
    return new


def move_preview(_scene: Scene, form: MoveForm) -> Preview:
    """The old time and the new one, as she reads them."""
    found, when, interpreting = form.moved, form.when(), form.interpreting()
    where, moved = form.where(), (found.starts, found.ends) != (when.starts, when.ends)
    row = found._replace(
        was_starts=found.starts if moved else None, was_ends=found.ends if moved else None, starts=when.starts, ends=when.ends,
        interpreter=interpreting.state, reply=Reply.NONE, reply_reason=None,
        **{name: getattr(where, name) for name in where.__slots__},
    )  # fmt: skip
    return PREVIEW, {"appointment": row}


def publish_move(scene: Scene, form: MoveForm) -> object:
    """Moves it."""
    try:
        return booking.move(
            scene.db, scene.actor, form.moved.id, form.when(), form.where(), form.interpreting(),
            version=form.version, reply_by=form.replied_by(),
        )  # fmt: skip
    except Clashing:
        form.hold_anew(_commitments(scene, form.moved.id))
        raise


def chosen_time(scene: Scene) -> AppointmentRow:
    """The agency's own appointment that the form or the address names. Raises NoResultFound."""
    try:
        asked = UUID(chosen("appointment").split(":")[0])
    except ValueError as error:
        raise NoResultFound from error
    found = appointment_of(scene.db, scene.actor, asked)
    if found.agency is not scene.actor.agency or found.participant_id != scene.person.id:
        raise NoResultFound
    return found


def language_name(scene: Scene) -> str:
    """What the poster calls the language she needs an interpreter for."""
    spoken = scene.person.interpreter_language
    return current().say(LANGUAGE_NAMES[spoken]) if spoken else ""


def _commitments(scene: Scene, moved: UUID | None = None) -> Commitments:
    """What a time is held against, as far ahead as the day that is typed."""
    try:
        until = clock.at_wall(day_to_come(chosen("day")), 12)
    except ValidationError:
        until = None  # the field says what is wrong with it
    return commitments_of(scene.db, scene.actor, scene.person.id, except_for=moved, until=until)


def _row(scene: Scene, new: NewAppointment, others: list[AttendeeRow]) -> AppointmentRow:
    """An appointment that is not stored yet, as a page shows one."""
    where = new.where
    me = AttendeeRow(scene.actor.id, scene.actor.name, scene.agency, scene.actor.title)
    return AppointmentRow(
        id=uuid4(), participant_id=scene.person.id, agency=scene.agency, kind=new.kind,
        starts=new.when.starts, ends=new.when.ends, was_starts=None, was_ends=None, sequence=0,
        mode=where.mode, place=where.place, entrance=where.entrance, floor=where.floor,
        landmark=where.landmark, travel_minutes=where.travel_minutes, purpose=new.purpose, bring=new.bring,
        interpreter=new.interpreting.state, interpreter_language=scene.person.interpreter_language,
        interpreter_cancel_by=None, wrong_language=None, number_withheld=where.number_withheld,
        lift=where.lift, hearing_loop=where.hearing_loop, companion_welcome=new.companion_welcome,
        child_welcome=new.child_welcome, if_absent=new.if_absent, reply_by=new.reply_by, reply=Reply.NONE,
        reply_reason=None, reply_other_time=None, reply_text=None, state=AppointmentState.BOOKED,
        cancelled_by=None, next_step_id=None, version=1, attendees=[me, *others],
    )  # fmt: skip
