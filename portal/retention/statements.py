"""The statements by which each rule deletes, in an order in which the database lets them.

Each is made for an owner agency, the instant before which a thing is old, and whose things alone are
meant (None: everyone's). A legal hold on a participant keeps every row about her.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    Delete,
    Select,
    Table,
    Update,
    and_,
    delete,
    exists,
    func,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.orm import aliased

from portal import clock
from portal.appointments.models import (
    AcceptedClash,
    Appointment,
    AppointmentMove,
    Attendee,
    CalendarFeed,
    FixedHours,
)
from portal.corrections.models import Correction, CorrectionState
from portal.db import Base
from portal.messages.drafts import forgetting
from portal.messages.models import Attachment, Forward, Message, ScheduledMessage, Thread
from portal.notices.models import Device, Notice, NoticeState, Reach
from portal.people.agencies import Agency
from portal.people.models import Assignment, ContactChange, Hold, Participant, SignIn
from portal.people.verified_phone import NewNumber, VerifiedPhone
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
from portal.sharing.models import Consent
from portal.sign_in.letter_models import Activation, Letter
from portal.sign_in.models import FormerIdentity, IdentityChange
from portal.sign_in.passkey_models import Passkey, PasskeyChallenge, PasskeyHolder
from portal.trail.models import Trace
from portal.web.models import FormKey, KeptForm


class Scope(NamedTuple):
    """What a rule is applied to: whose records, older than when, and of whom alone (None: all)."""

    agency: Agency | None
    before: datetime
    person: UUID | None = None

    def is_meant(self, person: Any) -> Any:
        """Whether a column with a person's id is within it; who is held never is."""
        one = true() if self.person is None else person == self.person
        return and_(one, ~exists().where(Hold.participant_id == person))


Statements = list[Delete | Update]


def _over(person: Any, scope: Scope) -> Any:
    """Whether a person's last plan was closed long enough ago, and none is open.

    Of someone without any plan, whether her account was closed long enough ago.
    """
    plan, account = aliased(Plan), aliased(Participant)
    is_hers = plan.participant_id == person
    open_or_late = exists().where(is_hers, (plan.closed.is_(None)) | (plan.closed >= scope.before))
    ended = exists().where(account.id == person, account.closed < scope.before)
    has_one = exists().where(is_hers)
    return and_(or_(and_(has_one, ~open_or_late), and_(~has_one, ended)), scope.is_meant(person))


def _bare(person: Any, scope: Scope) -> Any:
    """The same, and no agency keeps anything of the plan any more."""
    kept = (Step, Thread, Appointment, Correction)
    left = [~exists().where(each.participant_id == person) for each in kept]
    return and_(_over(person, scope), *left)


def _of(table: Any, scope: Scope) -> Select[Any]:
    return select(table.id).where(table.agency == scope.agency, _over(table.participant_id, scope))


def _appointments(scope: Scope) -> Statements:
    which = _of(Appointment, scope)
    parts = [
        delete(each).where(each.appointment_id.in_(which))
        for each in (AcceptedClash, AppointmentMove, Attendee)
    ]
    threads = update(Thread).where(Thread.appointment_id.in_(which)).values(appointment_id=None)
    return [*parts, threads, delete(Appointment).where(Appointment.id.in_(which))]


def _messages(scope: Scope) -> Statements:
    which = _of(Thread, scope)
    messages = select(Message.id).where(Message.thread_id.in_(which))
    later = and_(
        ScheduledMessage.agency == scope.agency, _over(ScheduledMessage.participant_id, scope)
    )
    return [
        # What waits to be sent to someone whose plan has been closed for so long is not sent.
        delete(ScheduledMessage).where(or_(ScheduledMessage.thread_id.in_(which), later)),
        delete(Attachment).where(Attachment.message_id.in_(messages)),
        delete(Forward).where(Forward.thread_id.in_(which)),
        delete(Message).where(Message.thread_id.in_(which), Message.corrects_id.is_not(None)),
        delete(Message).where(Message.thread_id.in_(which)),
        delete(Thread).where(Thread.id.in_(which)),
    ]


def _steps(scope: Scope) -> Statements:
    which = _of(Step, scope)
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


def _corrections(scope: Scope) -> Statements:
    which = _of(Correction, scope).where(Correction.state != CorrectionState.ASKED)
    return [delete(Correction).where(Correction.id.in_(which))]


def _ways(scope: Scope) -> Statements:
    """How she signs in and is reached, and her account. Before the plans: they tell when."""
    hers = (
        Activation, Passkey, PasskeyChallenge, PasskeyHolder, SignIn, Letter, VerifiedPhone, NewNumber,
        CalendarFeed, Device, Reach, Notice,
    )  # fmt: skip
    gone: Statements = [delete(each).where(_bare(each.participant_id, scope)) for each in hers]
    ended = update(Participant).where(_bare(Participant.id, scope), Participant.closed.is_(None))
    unreachable = update(Participant).where(_bare(Participant.id, scope))
    return [
        *gone,
        ended.values(closed=clock.now()),
        unreachable.values(phone=None, email=None),
    ]


def _plans(scope: Scope) -> Statements:
    """What belongs to the plan as a whole; after the others, which ask when it was closed."""
    duties = select(Duty.id).where(_bare(Duty.participant_id, scope))
    plans = select(Plan.id).where(_bare(Plan.participant_id, scope))
    return [
        delete(DutyTick).where(DutyTick.duty_id.in_(duties)),
        *(
            delete(each).where(_bare(each.participant_id, scope))
            for each in (Duty, FixedHours, Consent)
        ),
        delete(Goal).where(Goal.plan_id.in_(plans)),
        delete(Plan).where(Plan.id.in_(plans)),
    ]


# What is known of who she was, and goes with her; anything else that still refers to her keeps her.
_OF_PEOPLE: tuple[type[Base], ...] = (Assignment, ContactChange, FormerIdentity, IdentityChange)


def _people(scope: Scope) -> Statements:
    which = select(Participant.id).where(
        Participant.closed < scope.before, scope.is_meant(Participant.id),
        *(~exists().where(column == Participant.id) for column in _other_references()),
    )  # fmt: skip
    ids = which.scalar_subquery()
    return [
        *(
            delete(each).where(each.participant_id.in_(ids))  # type: ignore[attr-defined]
            for each in _OF_PEOPLE
        ),
        update(IdentityChange).where(IdentityChange.other_id.in_(ids)).values(other_id=None),
        delete(Participant).where(Participant.id.in_(ids)),
    ]


def _other_references() -> list[Any]:
    """Every column that refers to a participant, but of what goes with her."""
    own = {each.__table__ for each in _OF_PEOPLE}
    return [
        key.parent
        for table in Base.metadata.sorted_tables
        if table not in own
        for key in table.foreign_keys
        if key.column.table is Participant.__table__ and key.ondelete != "CASCADE"
    ]


_SIGNED_IN = func.coalesce(SignIn.participant_id, SignIn.staff_id)


def _notices(scope: Scope) -> Statements:
    settled = Notice.state.not_in((NoticeState.WAITING, NoticeState.SENDING))
    [gone] = _older(Notice, Notice.created, Notice.participant_id)(scope)
    return [gone.where(settled)]


def _older(table: Any, at: Any, person: Any) -> Callable[[Scope], Statements]:
    return lambda scope: [delete(table).where(at < scope.before, scope.is_meant(person))]


def _drafts(scope: Scope) -> Statements:
    return [forgetting(scope.before, scope.is_meant)]


class How(NamedTuple):
    """The statements of a kind, and the people whose things may be old enough."""

    statements: Callable[[Scope], Statements]
    people: Callable[[datetime], Select[Any]] = lambda before: select(Plan.participant_id).where(
        Plan.closed < before
    )


def _aged(table: Any, at: Any, person: Any) -> How:
    return How(_older(table, at, person), lambda before: select(person).where(at < before))


HOW: Mapping[str, How] = MappingProxyType({
    "appointments": How(_appointments), "messages": How(_messages), "steps": How(_steps),
    "corrections": How(_corrections), "ways": How(_ways), "plans": How(_plans),
    "drafts": How(_drafts, lambda _before: select(Participant.id)),
    "sign_ins": _aged(SignIn, SignIn.created, _SIGNED_IN),
    "kept_forms": _aged(KeptForm, KeptForm.at, KeptForm.actor_id),
    "form_keys": _aged(FormKey, FormKey.at, FormKey.actor_id),
    "notices": How(
        _notices, lambda before: select(Notice.participant_id).where(Notice.created < before)
    ),
    "traces": _aged(Trace, Trace.at, Trace.participant_id),
    "people": How(
        _people, lambda before: select(Participant.id).where(Participant.closed < before)
    ),
})  # fmt: skip


def tables_of(kind: str) -> set[Table]:
    """The tables a kind deletes rows of."""
    scope = Scope(None, clock.now())
    return {
        each.table
        for each in HOW[kind].statements(scope)
        if isinstance(each, Delete) and isinstance(each.table, Table)
    }
