"""Ids of one participant's things, to put into addresses."""

from sqlalchemy import select

from portal.appointments.models import Appointment
from portal.db import Database
from portal.messages.models import Attachment, Message, Thread
from portal.notices.models import Notice
from portal.people.demo import demo_id
from portal.plan.models import Duty, Holder, Step, Turn
from portal.trail.models import Trace
from portal.translations.entries import name_of


def ids_of(database: Database, slug: str) -> dict[str, str]:
    """The first of each kind; a step whose turn is the participant's, and a message of her own."""
    person = demo_id(slug)
    with database.reading() as session:
        mine = session.scalar(
            select(Step.id)
            .join(Turn, Turn.id == Step.turn_id)
            .where(Step.participant_id == person, Turn.holder == Holder.PARTICIPANT)
        )
        first = {
            "appointment_id": session.scalar(
                select(Appointment.id)
                .where(Appointment.participant_id == person)
                .order_by(Appointment.starts)
            ),
            "thread_id": session.scalar(
                select(Thread.id)
                .where(Thread.participant_id == person)
                .order_by(Thread.last_at.desc())
            ),
            "message_id": session.scalar(
                select(Message.id)
                .where(Message.participant_id == person, Message.staff_id.is_(None))
                .order_by(Message.sent)
            ),
            "notice_id": session.scalar(select(Notice.id).where(Notice.participant_id == person)),
            "attachment_id": session.scalar(
                select(Attachment.id).where(Attachment.participant_id == person)
            ),
            "trace_id": session.scalar(
                select(Trace.id).where(Trace.participant_id == person).order_by(Trace.at.desc())
            ),
            "duty_id": session.scalar(select(Duty.id).where(Duty.participant_id == person)),
            "step_id": mine or session.scalar(select(Step.id).where(Step.participant_id == person)),
        }
    # Nothing waits to be sent: whoever may stop it learns that it is gone.
    first["agency"] = "af"
    first |= {"tag": "ar", "text_name": name_of((None, "Your plan"))}
    first["correction_id"] = demo_id("nothing that is asked")
    first["scheduled_id"] = demo_id("nothing that is scheduled")
    first["passkey_id"] = demo_id("no passkey")
    first["sign_in_id"] = demo_id("nowhere signed in")
    # No provider is set up here, and no new number waits.
    first |= {"change_id": demo_id("no new number"), "provider": "none", "why": "unknown"}
    return {"participant_id": str(person), **{name: str(value) for name, value in first.items()}}
