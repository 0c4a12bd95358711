"""Times and messages over the years: about a meeting a month, and a thread with each agency."""

from datetime import timedelta
from uuid import UUID

from portal import clock
from portal.appointments.models import (
    Appointment,
    AppointmentState,
    Attendee,
    CancelledBy,
    Reply,
    wall,
)
from portal.cli.crowd.rows import Rows
from portal.messages.models import Message, Thread
from portal.messages.record import of_phrase
from portal.messages.sending import answer_by
from portal.people.agencies import Agency
from portal.phrases.appointment_kinds import APPOINTMENT_KINDS, InterpreterState, Mode

DAYS_PER_MEETING = 30
DAYS_PER_MESSAGE = 18
MINUTES = (30, 45, 60)
WITHOUT_VALUES = ("K01", "K18", "K19")  # standard messages that take no values
ANSWERS = ("reply:thanks", "reply:question", "reply:call")


def meet(
    rows: Rows, me: UUID, interpreter: str | None, length: float, staff: dict[Agency, UUID]
) -> None:
    """Everything that was said and every time that was given, and one or two to come."""
    days = length
    while days > -45:
        _time(rows, me, interpreter, days, staff)
        days -= rows.chance.uniform(0.4, 1.6) * DAYS_PER_MEETING
    for agency in rows.chance.sample(list(Agency), 2):
        _thread(rows, me, agency, staff[agency], length)


def _time(
    rows: Rows, me: UUID, interpreter: str | None, days: float, staff: dict[Agency, UUID]
) -> None:
    chance, time = rows.chance, rows.new_id()
    kind = chance.choice(APPOINTMENT_KINDS)
    agency = kind.host or chance.choice((Agency.AF, Agency.MALMO))
    day = (rows.now - timedelta(days=days)).date()
    starts = clock.at_wall(day, chance.randint(8, 15), chance.choice((0, 15, 30)))
    reply = chance.choices((Reply.COMING, Reply.NONE, Reply.CANNOT), (70, 22, 8))[0]
    state = AppointmentState.CANCELLED if chance.random() < 0.05 else AppointmentState.BOOKED
    spoken = interpreter if kind.mode is Mode.IN_PERSON else None
    rows.add(
        Appointment, id=time, participant_id=me, agency=agency, kind=kind.code, starts=starts,
        ends=starts + timedelta(minutes=chance.choice(MINUTES)), wall=wall(starts),
        zone=str(clock.STOCKHOLM), was_starts=None, was_ends=None, sequence=0, mode=kind.mode,
        place="Exempelgatan 12, rum 3" if kind.mode is Mode.IN_PERSON else None, entrance=None,
        floor=None, landmark=None, interpreter_cancel_by=None, wrong_language=None, if_absent="new_time",
        cancelled_by=CancelledBy.AGENCY if state is AppointmentState.CANCELLED else None, next_step_id=None,
        travel_minutes=None, purpose=None, bring=list(kind.bring),
        interpreter=InterpreterState.CONFIRMED if spoken else InterpreterState.NOT_NEEDED,
        interpreter_language=spoken, number_withheld=False, lift=False, hearing_loop=False,
        companion_welcome=True, child_welcome=False, reply_by=None, reply=reply,
        reply_reason="sick" if reply is Reply.CANNOT else None, reply_other_time=None, reply_text=None,
        replied=None if reply is Reply.NONE else min(rows.now, starts - timedelta(days=2)),
        state=state, version=1,
    )  # fmt: skip
    for attending in {agency, chance.choice(list(Agency))}:
        rows.add(Attendee, appointment_id=time, staff_id=staff[attending])


def _thread(rows: Rows, me: UUID, agency: Agency, worker: UUID, length: float) -> None:
    chance, thread = rows.chance, rows.new_id()
    count = max(1, round(length / DAYS_PER_MESSAGE / 2))
    sent = [rows.days_ago(length * (count - number) / count * 0.98) for number in range(count)]
    mine = [number % 3 == 2 for number in range(count)]
    ids = [rows.new_id() for _number in range(count)]
    rows.add(
        Thread, id=thread, participant_id=me, agency=agency, staff_id=worker, taken=sent[0],
        step_id=None, appointment_id=None, started=sent[0], last_at=sent[-1], last_id=ids[-1],
        answer_by=answer_by(sent[-1].date()) if mine[-1] and chance.random() < 0.2 else None,
    )  # fmt: skip
    for number, at in enumerate(sent):
        unread = number == count - 1 and not mine[number] and chance.random() < 0.3
        phrase = chance.choice(ANSWERS if mine[number] else WITHOUT_VALUES)
        rows.add(
            Message, id=ids[number], thread_id=thread, participant_id=me,
            staff_id=None if mine[number] else worker, phrase=phrase, parameters={}, sentences=None,
            body=None, language=None, swedish=of_phrase(phrase, {}), reply_by=None, sent=at,
            to_agency=agency if mine[number] else None,
            answer_by=answer_by(at.date()) if mine[number] else None, corrects_id=None,
            read=None if unread else at, answered=None, told=None, told_by=None, withdrawn=None,
            withdrawn_by=None,
        )  # fmt: skip
