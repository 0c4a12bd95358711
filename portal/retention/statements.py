"""The statements by which each rule deletes, in an order in which the database lets them.

Each is made for an owner agency, the instant before which a thing is old, and whose things alone are
meant (None: everyone's). A legal hold on a participant keeps every row about her.

Who is meant by what is kept until a plan has ended is found first, and the statements then name them:
one that finds them itself, of tables that were full a moment ago, looks through these once a row.
"""

from collections.abc import Callable, Mapping, Sequence
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
from sqlalchemy.orm import Session

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
from portal.messages.drafts import forgetting
from portal.messages.models import Attachment, Forward, Message, ScheduledMessage, Thread
from portal.notices.models import Device, Notice, NoticeState, Reach
from portal.people.agencies import Agency
from portal.people.models import Hold, Participant, SignIn
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
from portal.retention.people import OF_PEOPLE, Groups, bare, ended, everyone, over, whoever
from portal.sharing.models import Consent
from portal.sign_in.letter_models import Activation, Letter
from portal.sign_in.models import IdentityChange
from portal.sign_in.passkey_models import Passkey, PasskeyChallenge, PasskeyHolder
from portal.trail.models import Trace
from portal.web.models import FormKey, KeptForm


class Scope(NamedTuple):
    """What a rule is applied to: whose records, older than when, and of whom alone (None: all)."""

    agency: Agency | None
    before: datetime
    people: Sequence[UUID] | None = None

    def is_meant(self, person: Any) -> Any:
        """Whether a column with a person's id is within it; who is held never is."""
        named = true() if self.people is None else person.in_(self.people)
        return and_(named, ~exists().where(Hold.participant_id == person))


Statements = list[Delete | Update]


def _of(table: Any, scope: Scope) -> Select[Any]:
    return select(table.id).where(
        table.agency == scope.agency, scope.is_meant(table.participant_id)
    )


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
        ScheduledMessage.agency == scope.agency, scope.is_meant(ScheduledMessage.participant_id)
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
    gone: Statements = [delete(each).where(scope.is_meant(each.participant_id)) for each in hers]
    ended = update(Participant).where(scope.is_meant(Participant.id), Participant.closed.is_(None))
    unreachable = update(Participant).where(scope.is_meant(Participant.id))
    return [
        *gone,
        ended.values(closed=clock.now()),
        unreachable.values(phone=None, email=None),
    ]


def _plans(scope: Scope) -> Statements:
    """What belongs to the plan as a whole; after the others, which ask when it was closed."""
    duties = select(Duty.id).where(scope.is_meant(Duty.participant_id))
    plans = select(Plan.id).where(scope.is_meant(Plan.participant_id))
    return [
        delete(DutyTick).where(DutyTick.duty_id.in_(duties)),
        *(
            delete(each).where(scope.is_meant(each.participant_id))
            for each in (Duty, FixedHours, Consent)
        ),
        delete(Goal).where(Goal.plan_id.in_(plans)),
        delete(Plan).where(Plan.id.in_(plans)),
    ]


def _people(scope: Scope) -> Statements:
    of_her = [
        delete(each).where(scope.is_meant(each.participant_id))  # type: ignore[attr-defined]
        for each in OF_PEOPLE
    ]
    other = update(IdentityChange).where(scope.is_meant(IdentityChange.other_id))
    gone = delete(Participant).where(scope.is_meant(Participant.id))
    return [*of_her, other.values(other_id=None), gone]


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
    """The statements of a kind, and the people whose things may be old enough.

    Where people are `named`, nobody else is meant; else everyone is, at once.
    """

    statements: Callable[[Scope], Statements]
    people: Callable[[Session, datetime], Groups]
    named: bool = True


def _aged(table: Any, at: Any, person: Any) -> How:
    return How(_older(table, at, person), whoever(person, at), named=False)


HOW: Mapping[str, How] = MappingProxyType({
    "appointments": How(_appointments, over), "messages": How(_messages, over), "steps": How(_steps, over),
    "corrections": How(_corrections, over), "ways": How(_ways, bare), "plans": How(_plans, bare),
    "drafts": How(_drafts, everyone, named=False),
    "sign_ins": _aged(SignIn, SignIn.created, _SIGNED_IN),
    "kept_forms": _aged(KeptForm, KeptForm.at, KeptForm.actor_id),
    "form_keys": _aged(FormKey, FormKey.at, FormKey.actor_id),
    "notices": How(_notices, whoever(Notice.participant_id, Notice.created), named=False),
    "traces": _aged(Trace, Trace.at, Trace.participant_id),
    "people": How(_people, ended),
})  # fmt: skip


def tables_of(kind: str) -> set[Table]:
    """The tables a kind deletes rows of."""
    scope = Scope(None, clock.now())
    return {
        each.table
        for each in HOW[kind].statements(scope)
        if isinstance(each, Delete) and isinstance(each.table, Table)
    }
