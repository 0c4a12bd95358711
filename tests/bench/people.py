"""Many people with a life each, for benchmarks: 12 steps, 5 messages, 3 times, 3 duties."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import insert, text

from portal import clock
from portal.appointments.models import Appointment, AppointmentState, Attendee, Reply
from portal.db import Database
from portal.messages.models import Message, Thread
from portal.people.demo import demo_id
from portal.people.models import Assignment, Participant
from portal.phrases.appointment_kinds import InterpreterState, Mode
from portal.phrases.reasons import Ground
from portal.plan.models import Duty, Holder, Plan, Step, StepState, Turn
from portal.sharing.kinds import ShareKind

KINDS = ("G02", "A01", "A05", "M08", "M14", "F01", "V02", "G06", "A12", "M12", "F05", "A17")


def add_people(database: Database, count: int) -> list[UUID]:
    """Adds them for Lena to work with; answers their ids."""
    lena, team = demo_id("lena"), demo_id("team-3")
    people = [uuid4() for _number in range(count)]
    rows: dict[type, list[dict[str, object]]] = {}

    def add(table: type, **values: object) -> UUID:
        identity = values.setdefault("id", uuid4())
        rows.setdefault(table, []).append(values)
        return identity  # type: ignore[return-value]

    for number, person in enumerate(people):
        add(
            Participant, id=person, name=f"Exempel {number}", identity_cipher=b"x", language="ar",
            identity_hash=uuid4().bytes, team_id=team, contact_id=lena, protected=False,
        )  # fmt: skip
        if number < 140:
            add(Assignment, participant_id=person, staff_id=lena, started=clock.now())
        _add_life(add, person, lena)
    with database.writing() as session, session.begin():
        for table in (
            Participant,
            Assignment,
            Plan,
            Step,
            Turn,
            Duty,
            Appointment,
            Thread,
            Message,
        ):
            session.execute(insert(table), rows[table])
        attending = [{"appointment_id": each["id"], "staff_id": lena} for each in rows[Appointment]]
        session.execute(insert(Attendee), attending)
    with database.writing() as session, session.begin():
        session.execute(text("ANALYZE"))  # as the server itself does a while after so many new rows
    return people


def _add_life(add: object, person: UUID, lena: UUID) -> None:
    now = clock.now()
    plan = add(  # type: ignore[operator]
        Plan, participant_id=person, goal="عمل في مطبخ", goal_language="ar", opened=now, version=1,
        horizon=clock.days_from_today(120),
    )  # fmt: skip
    for position, kind in enumerate(KINDS):
        step, turn, done = uuid4(), uuid4(), position < 4
        holder = Holder.PARTICIPANT if position in (5, 6) else Holder.AF
        add(  # type: ignore[operator]
            Step, id=step, plan_id=plan, participant_id=person, kind=kind, parameters={}, agency="af",
            shares=ShareKind.PLAN, position=position, added=now, version=1, turn_id=None if done else turn,
            state=StepState.DONE if done else StepState.WAITING, done_at=now if done else None,
        )  # fmt: skip
        add(  # type: ignore[operator]
            Turn, id=turn, step_id=step, holder=holder, since=now - timedelta(days=9),
            ended=now if done else None, promised_by=clock.days_from_today(5), ground=Ground.PROMISE,
        )  # fmt: skip
    for kind in ("activity_report", "financial_support", "activity_support"):
        add(Duty, participant_id=person, kind=kind)  # type: ignore[operator]
    for day in (2, 9, 30):
        starts = now + timedelta(days=day)
        add(  # type: ignore[operator]
            Appointment, participant_id=person, agency="af", kind="B06", starts=starts,
            ends=starts + timedelta(minutes=45), mode=Mode.IN_PERSON, place="Exempelgatan 12, rum 3",
            bring=["id"], interpreter=InterpreterState.NOT_NEEDED, number_withheld=False, lift=True,
            hearing_loop=False, companion_welcome=True, child_welcome=False, reply=Reply.NONE,
            state=AppointmentState.BOOKED, version=1,
        )  # fmt: skip
    latest = uuid4()
    thread = add(  # type: ignore[operator]
        Thread, participant_id=person, agency="af", staff_id=lena, taken=now, started=now,
        last_at=now, last_id=latest,
    )  # fmt: skip
    for number in range(5):
        add(  # type: ignore[operator]
            Message, id=uuid4() if number else latest, thread_id=thread, swedish="Din plan är ändrad", participant_id=person, staff_id=lena, phrase="K18", parameters={},
            sent=now - timedelta(hours=number), read=now if number else None,
        )  # fmt: skip
