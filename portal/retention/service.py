"""Deleting what has been kept long enough, and holding what must not be deleted.

A legal hold on a participant keeps every row about her. Without one, each rule is applied by
itself; what refers to a deleted thing forgets it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    CursorResult,
    Delete,
    Select,
    Update,
    and_,
    delete,
    exists,
    func,
    select,
    update,
)
from sqlalchemy.orm import Session, aliased

from portal import clock
from portal.appointments.models import (
    AcceptedClash,
    Appointment,
    AppointmentMove,
    Attendee,
    FixedHours,
)
from portal.corrections.models import Correction, CorrectionState
from portal.messages.drafts import forget_saved_before
from portal.messages.models import Attachment, Forward, Message, Thread
from portal.notices.models import Notice, NoticeState
from portal.people.agencies import Agency
from portal.people.models import Hold, Participant, SignIn
from portal.plan.models import (
    Delay,
    Duty,
    DutyTick,
    Goal,
    Handover,
    Paper,
    PaperStage,
    Plan,
    Step,
    Turn,
)
from portal.retention.models import RetentionRun
from portal.retention.rules import RULES, Rule
from portal.sharing.models import Consent
from portal.trail.models import Act, Trace
from portal.web.models import FormKey, KeptForm


def _not_held(person: Any) -> Any:
    return ~exists().where(Hold.participant_id == person)


def _over(person: Any, before: datetime) -> Any:
    """Whether a person's last plan was closed before an instant, and none is open."""
    plan = aliased(Plan)
    is_hers = plan.participant_id == person
    open_or_late = exists().where(is_hers, (plan.closed.is_(None)) | (plan.closed >= before))
    return and_(exists().where(is_hers), ~open_or_late, _not_held(person))


def _of(table: Any, agency: Agency | None, before: datetime) -> Select[Any]:
    return select(table.id).where(table.agency == agency, _over(table.participant_id, before))


def _appointments(agency: Agency | None, before: datetime) -> list[Delete | Update]:
    which = _of(Appointment, agency, before)
    parts = [
        delete(each).where(each.appointment_id.in_(which))
        for each in (AcceptedClash, AppointmentMove, Attendee)
    ]
    threads = update(Thread).where(Thread.appointment_id.in_(which)).values(appointment_id=None)
    return [*parts, threads, delete(Appointment).where(Appointment.id.in_(which))]


def _messages(agency: Agency | None, before: datetime) -> list[Delete | Update]:
    which = _of(Thread, agency, before)
    messages = select(Message.id).where(Message.thread_id.in_(which))
    return [
        delete(Attachment).where(Attachment.message_id.in_(messages)),
        delete(Forward).where(Forward.thread_id.in_(which)),
        delete(Message).where(Message.thread_id.in_(which), Message.corrects_id.is_not(None)),
        delete(Message).where(Message.thread_id.in_(which)),
        delete(Thread).where(Thread.id.in_(which)),
    ]


def _steps(agency: Agency | None, before: datetime) -> list[Delete | Update]:
    which = _of(Step, agency, before)
    turns = select(Turn.id).where(Turn.step_id.in_(which))
    forgotten = [
        update(table).where(column.in_(which)).values({column.key: None})
        for table, column in (
            (Step, Step.waits_for_id), (Step, Step.other_route_id), (Thread, Thread.step_id),
            (Appointment, Appointment.next_step_id), (Paper, Paper.reuses_id),
        )
    ]  # fmt: skip
    return [
        *forgotten,
        delete(Delay).where(Delay.turn_id.in_(turns)),
        delete(PaperStage).where(PaperStage.step_id.in_(which)),
        delete(Paper).where(Paper.step_id.in_(which)),
        # Steps, turns and hand-overs refer to one another; that is checked at the end.
        delete(Handover).where(Handover.turn_id.in_(turns)),
        delete(Turn).where(Turn.step_id.in_(which)),
        delete(Step).where(Step.id.in_(which)),
    ]


def _corrections(agency: Agency | None, before: datetime) -> list[Delete | Update]:
    which = _of(Correction, agency, before).where(Correction.state != CorrectionState.ASKED)
    return [delete(Correction).where(Correction.id.in_(which))]


def _plans(_agency: Agency | None, before: datetime) -> list[Delete | Update]:
    """What belongs to the plan as a whole; last, since the other rules ask when it was closed."""

    def bare(person: Any) -> Any:
        kept = (Step, Thread, Appointment, Correction)
        left = [~exists().where(each.participant_id == person) for each in kept]
        return and_(_over(person, before), *left)

    duties = select(Duty.id).where(bare(Duty.participant_id))
    plans = select(Plan.id).where(bare(Plan.participant_id))
    return [
        delete(DutyTick).where(DutyTick.duty_id.in_(duties)),
        *(delete(each).where(bare(each.participant_id)) for each in (Duty, FixedHours, Consent)),
        delete(Goal).where(Goal.plan_id.in_(plans)),
        delete(Plan).where(Plan.id.in_(plans)),
    ]


def _sign_ins(_agency: Agency | None, before: datetime) -> list[Delete | Update]:
    held = SignIn.participant_id.is_(None) | _not_held(SignIn.participant_id)
    return [delete(SignIn).where(SignIn.created < before, held)]


def _notices(_agency: Agency | None, before: datetime) -> list[Delete | Update]:
    settled = Notice.state.not_in((NoticeState.WAITING, NoticeState.SENDING))
    return [
        delete(Notice).where(Notice.created < before, settled, _not_held(Notice.participant_id))
    ]


def _older(table: Any, at: Any, person: Any) -> Callable[..., list[Delete | Update]]:
    return lambda _agency, before: [delete(table).where(at < before, _not_held(person))]


_HOW: dict[str, Callable[[Agency | None, datetime], list[Delete | Update]]] = {
    "appointments": _appointments, "messages": _messages, "steps": _steps, "corrections": _corrections, "plans": _plans,
    "sign_ins": _sign_ins, "notices": _notices,
    "kept_forms": _older(KeptForm, KeptForm.at, KeptForm.actor_id),
    "form_keys": _older(FormKey, FormKey.at, FormKey.actor_id),
    "traces": _older(Trace, Trace.at, Trace.participant_id),
}  # fmt: skip


def apply(db: Session, rule: Rule) -> int:
    """Deletes what one rule no longer keeps, in the session's transaction; answers how many rows."""
    before = clock.now() - rule.kept
    if rule.kind == "drafts":
        return forget_saved_before(db, before)
    with _allowed(db):
        done: list[CursorResult[Any]] = []
        for statement in _HOW[rule.kind](rule.agency, before):
            result = db.execute(statement, execution_options={"synchronize_session": False})
            if isinstance(statement, Delete):
                done.append(result)  # type: ignore[arg-type]
        return sum(each.rowcount for each in done)


@contextmanager
def _allowed(db: Session) -> Iterator[None]:
    """Within it, and in this transaction only, the triggers let old rows go (migration 0011)."""
    run = RetentionRun(id=uuid4(), never=uuid4())
    db.add(run)
    db.flush()
    yield
    db.execute(delete(RetentionRun).where(RetentionRun.id == run.id))


def apply_all(db: Session) -> list[tuple[Rule, int]]:
    """Every rule in the order they stand in, each with how many rows it deleted."""
    return [(rule, apply(db, rule)) for rule in RULES]


class AlreadyHeld(Exception):
    """There is a hold on this participant."""


def hold(db: Session, participant: UUID, reason: str) -> None:
    """Nothing about a participant is deleted from now on. Raises NoResultFound and AlreadyHeld."""
    db.scalars(select(Participant.id).where(Participant.id == participant)).one()
    if db.scalar(select(func.count()).where(Hold.participant_id == participant)):
        raise AlreadyHeld
    db.add(Hold(participant_id=participant, since=clock.now(), reason=reason))
    _note(db, participant)


def let_go(db: Session, participant: UUID) -> None:
    """Ends a hold. Raises NoResultFound where there is none."""
    db.delete(db.scalars(select(Hold).where(Hold.participant_id == participant)).one())
    _note(db, participant)


def _note(db: Session, participant: UUID) -> None:
    """On her trail, by nobody of the staff: the command is an administrator's."""
    db.add(
        Trace(
            at=clock.now(), act=Act.CHANGED, subject="hold", subject_id=participant,
            participant_id=participant, staff_id=None, agency=None,
        )
    )  # fmt: skip
    db.flush()
