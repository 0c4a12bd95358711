"""Telling one participant's life: days count from today, and fall on working days."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from portal import clock
from portal.appointments.models import Appointment, Attendee
from portal.cli.cast.people import PARTICIPANTS, STAFF
from portal.messages.models import Message, Thread
from portal.messages.service import SETTLED
from portal.people.agencies import Agency
from portal.people.demo import demo_id
from portal.phrases import appointment_kinds, step_kinds
from portal.phrases.appointment_kinds import InterpreterState, Mode
from portal.phrases.reasons import Ground
from portal.plan.models import CLOSED_STATES, Duty, Holder, Plan, Step, StepState, Turn


def day(offset: int) -> date:
    """The working day that many days from today; a weekend moves on to Monday."""
    found = clock.today() + timedelta(days=offset)
    return found + timedelta(days=max(0, 7 - found.weekday()) if found.weekday() >= 5 else 0)


def two_days_before(on: date) -> date:
    """The day to answer by; a weekend moves back to Friday, never past the day itself."""
    found = on - timedelta(days=2)
    return found - timedelta(days=max(0, found.weekday() - 4))


def at(offset: int, wall: str = "09:00") -> datetime:
    """An instant on the working day that many days from today; days gone by keep their date."""
    hour, minute = map(int, wall.split(":"))
    on = day(offset) if offset > 0 else clock.today() + timedelta(days=offset)
    return clock.at_wall(on, hour, minute)


class Story:
    """Adds rows about one participant. Ids are the same in every demo database."""

    def __init__(self, db: Session, slug: str) -> None:
        self.db = db
        self.slug = slug
        self.person = demo_id(slug)
        self._count = 0
        self._steps: dict[str, UUID] = {}

    def plan(
        self,
        goal: str | None,
        language: str,
        kind: str | None = "work",
        horizon: int | None = 150,
    ) -> None:
        """The plan, opened two months ago."""
        self.plan_id = self._id("plan")
        self.db.add(
            Plan(
                id=self.plan_id, participant_id=self.person, goal=goal, goal_language=language,
                goal_kind=kind, horizon=day(horizon) if horizon else None, opened=at(-60),
            )
        )  # fmt: skip
        self.db.flush()

    def step(
        self,
        kind: str,
        agency: Agency,
        state: StepState,
        *,
        holder: Holder | Agency | None = None,
        since: int = -20,
        by: int | None = None,
        ground: Ground = Ground.ESTIMATE,
        outside: str | None = None,
        done: int = -20,
        staff: str | None = None,
        waits_for: str | None = None,
        other_route: str | None = None,
        reason: str | None = None,
        on: int | None = None,
        **values: str,
    ) -> None:
        """A step, with the turn that is open now if it is open; `on` is the day it is booked for."""
        step_id = self._steps[kind] = self._id(f"step {kind}")
        closed = state in CLOSED_STATES
        turn = self._turn(
            kind,
            step_id,
            agency,
            holder,
            since,
            by,
            ground,
            outside,
            closed,
            done,
        )
        to_participant = turn.holder is Holder.PARTICIPANT and by is not None and not closed
        step = Step(
            id=step_id, plan_id=self.plan_id, participant_id=self.person, kind=kind, parameters=values,
            agency=agency, shares=step_kinds.BY_CODE[kind].shares, state=state, reason=reason,
            due=day(by) if by is not None and to_participant else day(on) if on else None,
            responsible_id=demo_id(staff) if staff else None, position=self._count,
            waits_for_id=self._steps.get(waits_for or ""), added=at(since),
            other_route_id=self._steps.get(other_route or ""),
            done_at=at(done) if state is StepState.DONE else None, turn_id=None if closed else turn.id,
        )  # fmt: skip
        self.db.add_all([step, turn])
        self.db.flush()

    def _turn(
        self, kind: str, step: UUID, agency: Agency, holder: Holder | Agency | None, since: int,
        by: int | None, ground: Ground, outside: str | None, closed: bool, done: int,
    ) -> Turn:  # fmt: skip
        held = Holder((holder or agency).value)
        return Turn(
            id=self._id(f"turn {kind}"), step_id=step, holder=held, since=at(min(since, done) if closed else since),
            outside_name=outside, answers=agency if held is Holder.OUTSIDE else None,
            ended=at(done, "10:00") if closed else None,
            promised_by=day(by) if by is not None else None, ground=ground if by is not None else None,
        )  # fmt: skip

    def duties(self, *kinds: str) -> None:
        """The monthly duties this person has."""
        for kind in kinds:
            self.db.add(Duty(id=self._id(f"duty {kind}"), participant_id=self.person, kind=kind))

    def time(
        self,
        kind: str,
        agency: Agency,
        offset: int,
        wall: str,
        minutes: int,
        staff: Sequence[str],
        *,
        place: str | None = None,
        interpreter: InterpreterState = InterpreterState.NOT_NEEDED,
        bring: Sequence[str] | None = None,
        **more: Any,
    ) -> None:
        """An appointment."""
        record = appointment_kinds.BY_CODE[kind]
        mode = more.pop("mode", record.mode)
        starts = at(offset, wall)
        needed = interpreter is not InterpreterState.NOT_NEEDED
        row = Appointment(
            id=self._id(f"time {kind}"), participant_id=self.person, agency=agency, kind=kind, starts=starts,
            ends=starts + timedelta(minutes=minutes), mode=mode, interpreter=interpreter,
            place=(place or "Exempelgatan 12, rum 3") if mode is Mode.IN_PERSON else None,
            interpreter_language=PARTICIPANTS[self.slug][2] if needed else None,
            bring=list(record.bring if bring is None else bring),
            reply_by=two_days_before(day(offset)) if offset > 3 else None, **more,
        )  # fmt: skip
        self.db.add(row)
        self.db.flush()
        self.db.add_all(Attendee(appointment_id=row.id, staff_id=demo_id(each)) for each in staff)

    def thread(self, staff: str, *messages: Message) -> None:
        """A thread with one member of staff; the first message is the oldest."""
        agency = STAFF[staff][1]
        thread = Thread(
            id=self._id(f"thread {staff}"), participant_id=self.person, agency=agency,
            staff_id=demo_id(staff), started=messages[0].sent, last_at=messages[-1].sent,
            awaits_staff=messages[-1].staff_id is None and messages[-1].phrase not in SETTLED,
        )  # fmt: skip
        self.db.add(thread)
        self.db.flush()
        for number, message in enumerate(messages):
            message.id = self._id(f"message {staff} {number}")
            message.thread_id = thread.id
            self.db.add(message)

    def says(
        self, staff: str, phrase: str, offset: int, wall: str = "08:32", *, read: bool = True,
        reply_by: int | None = None, **values: str,
    ) -> Message:  # fmt: skip
        """A standard message from staff."""
        sent = at(offset, wall)
        return Message(
            participant_id=self.person, staff_id=demo_id(staff), phrase=phrase, parameters=values, sent=sent,
            read=sent if read else None, reply_by=day(reply_by) if reply_by is not None else None,
        )  # fmt: skip

    def writes(
        self,
        staff: str,
        text: str,
        offset: int,
        wall: str = "08:32",
        *,
        read: bool = True,
    ) -> Message:
        """Free Swedish text from staff."""
        sent = at(offset, wall)
        return Message(
            participant_id=self.person, staff_id=demo_id(staff), body=text, language="sv", parameters={},
            sent=sent, read=sent if read else None,
        )  # fmt: skip

    def answers(self, text: str, language: str, offset: int, wall: str = "14:10") -> Message:
        """What the participant wrote, in her language."""
        return Message(
            participant_id=self.person,
            body=text,
            language=language,
            parameters={},
            sent=at(offset, wall),
        )

    def taps(self, phrase: str, offset: int, wall: str = "14:10") -> Message:
        """A reply or topic the participant tapped."""
        return Message(
            participant_id=self.person,
            phrase=phrase,
            parameters={},
            sent=at(offset, wall),
        )

    def _id(self, name: str) -> UUID:
        self._count += 1
        return uuid5(self.person, name)
