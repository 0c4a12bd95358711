"""An agency's own follow-up of its looks, which health care owes by law (Patientdatalagen 4:3).

Four kinds of looks worth a question: outside office hours, at people without contact, at people of
the same surname, at very many in a day. And two of letters for signing in: given out, opened and
confirmed at once, or opened where it was given out or confirmed. A row is a reason to ask and no verdict: most have a good
answer. Participants stand as ids and never by name.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, and_, func, or_, select
from sqlalchemy.orm import Session

from portal import clock, workdays
from portal.appointments.models import Appointment, Attendee
from portal.db import Statement
from portal.folding import words
from portal.messages.models import Message
from portal.people.agencies import Agency
from portal.people.models import Participant, Staff
from portal.sign_in.letter_models import Letter
from portal.trail.models import Act, Trace

OPENS, CLOSES = 7, 19  # hours in Malmö between which looks on workdays are usual
NEAR = timedelta(
    days=90
)  # a message, an appointment or a post this long before or after is contact
AT_ONCE = timedelta(minutes=15)  # from giving out a letter until it was opened and confirmed
MOST_PEOPLE = 60  # a member of staff looks at on a day

Contacts = dict[tuple[UUID, Agency], list[datetime]]


class Why(StrEnum):
    """What makes a look worth a question."""

    OUTSIDE_HOURS = "outside_hours"
    NO_CONTACT = "no_contact"
    SAME_SURNAME = "same_surname"
    MANY_PEOPLE = "many_people"
    LETTER_AT_ONCE = "letter_at_once"
    LETTER_SAME_PLACE = "letter_same_place"


class Question(NamedTuple):
    """What one member of staff did on one day in Malmö, and with whom; `number` is of looks, and
    of people for MANY_PEOPLE, which has no participant. `first` is the time of the first look.
    Of a letter it is who gave it out and when, and `number` the minutes until it was opened.
    """

    why: Why
    agency: Agency
    employee_id: str
    participant_id: UUID | None
    day: date
    first: datetime
    number: int


def questions(db: Session, first: date, last: date, agency: Agency | None = None) -> list[Question]:
    """What to ask about the looks of some days in Malmö, both ends included; of one agency or all."""
    since, until = clock.at_wall(first, 0), clock.at_wall(last + timedelta(days=1), 0)
    looks = _looks(db, since, until, agency)
    contacts = _contacts(db, since - NEAR, until + NEAR)
    found = [*_by_look(looks, contacts), *_many(looks), *_letters(db, since, until, agency)]
    return sorted(found, key=lambda each: (each.why, each.agency, each.employee_id, each.first))


def _looks(db: Session, since: datetime, until: datetime, agency: Agency | None) -> list[Row[Any]]:
    statement = (
        select(
            Trace.at, Trace.agency, Trace.participant_id, Staff.employee_id, Staff.name,
            Participant.name.label("participant"),
        )
        .join(Staff, Staff.id == Trace.staff_id)
        .join(Participant, Participant.id == Trace.participant_id)
        .where(Trace.at >= since, Trace.at < until, Trace.act == Act.LOOKED)
        .order_by(Trace.at)
    )  # fmt: skip
    if agency:
        statement = statement.where(Trace.agency == agency)
    return list(db.execute(statement))


def _contacts(db: Session, since: datetime, until: datetime) -> Contacts:
    """When an agency and a person had to do with each other, in order."""
    found: Contacts = defaultdict(list)
    for statement in _reasons(since, until):
        for person, agency, at in db.execute(statement):
            found[person, agency].append(at)
    for instants in found.values():
        instants.sort()
    return found


def _reasons(since: datetime, until: datetime) -> Iterator[Statement]:
    sent = (Message.sent >= since, Message.sent < until)
    starts = (Appointment.starts >= since, Appointment.starts < until)
    yield (
        select(Message.participant_id, Staff.agency, Message.sent)
        .join(Staff, Staff.id == Message.staff_id)
        .where(*sent)
    )
    yield select(Message.participant_id, Message.to_agency, Message.sent).where(
        *sent, Message.to_agency.is_not(None)
    )
    yield select(Appointment.participant_id, Appointment.agency, Appointment.starts).where(*starts)
    yield (
        select(Appointment.participant_id, Staff.agency, Appointment.starts)
        .join(Attendee, Attendee.appointment_id == Appointment.id)
        .join(Staff, Staff.id == Attendee.staff_id)
        .where(*starts)
    )
    yield select(Trace.participant_id, Trace.agency, Trace.at).where(
        Trace.at >= since, Trace.at < until, Trace.staff_id.is_not(None),
        or_(Trace.act == Act.ADDED, Trace.act == Act.CHANGED),
    )  # fmt: skip


def _by_look(looks: list[Row[Any]], contacts: Contacts) -> Iterator[Question]:
    """Those about one person, with equal ones of a day counted together."""
    together: dict[Any, list[datetime]] = defaultdict(list)
    for look in looks:
        for why in _reasons_to_ask(look, contacts):
            key = (why, look.agency, look.employee_id, look.participant_id, _day(look.at))
            together[key].append(look.at)
    for key, instants in together.items():
        why, agency, employee, person, day = key
        yield Question(why, agency, employee, person, day, instants[0], len(instants))


def _reasons_to_ask(look: Row[Any], contacts: Contacts) -> Iterator[Why]:
    local = clock.local(look.at)
    if workdays.is_closed(local.date()) or not OPENS <= local.hour < CLOSES:
        yield Why.OUTSIDE_HOURS
    instants = contacts.get((look.participant_id, look.agency), [])
    nearest = bisect_left(instants, look.at - NEAR)
    if nearest == len(instants) or instants[nearest] > look.at + NEAR:
        yield Why.NO_CONTACT
    if _surname(look.name) and _surname(look.name) == _surname(look.participant):
        yield Why.SAME_SURNAME


def _many(looks: list[Row[Any]]) -> Iterator[Question]:
    people: dict[Any, set[UUID]] = defaultdict(set)
    first: dict[Any, datetime] = {}
    for look in looks:
        key = (look.agency, look.employee_id, _day(look.at))
        people[key].add(look.participant_id)
        first.setdefault(key, look.at)
    for key, seen in people.items():
        if len(seen) > MOST_PEOPLE:
            agency, employee, day = key
            yield Question(Why.MANY_PEOPLE, agency, employee, None, day, first[key], len(seen))


def _letters(
    db: Session, since: datetime, until: datetime, agency: Agency | None
) -> Iterator[Question]:
    """Letters that were opened in these days; confirmed by staff or by a code."""
    statement = (
        select(
            Letter.participant_id, Letter.issued, Letter.used, Letter.issued_from, Letter.opened_from,
            Letter.confirmed_from, Staff.agency, Staff.employee_id, func.min(Trace.at).label("confirmed"),
        )
        .join(Staff, Staff.id == Letter.issued_by_id)
        .outerjoin(
            Trace,
            and_(
                Trace.participant_id == Letter.participant_id, Trace.subject_id == Letter.id,
                Trace.subject == "letter_code", Trace.act == Act.CHANGED,
            ),
        )
        .where(Letter.used >= since, Letter.used < until)
        .group_by(Letter.id, Staff.id)
    )  # fmt: skip
    if agency:
        statement = statement.where(Staff.agency == agency)
    for row in db.execute(statement):
        for why in _reasons_of_letter(row):
            minutes = int((row.used - row.issued).total_seconds() // 60)
            yield Question(
                why, row.agency, row.employee_id, row.participant_id, _day(row.issued), row.issued, minutes
            )  # fmt: skip


def _reasons_of_letter(row: Any) -> Iterator[Why]:
    if row.confirmed and row.confirmed - row.issued <= AT_ONCE:
        yield Why.LETTER_AT_ONCE
    opened = set((row.opened_from or "").split(".")) - {""}
    if opened & {*(row.issued_from or "").split("."), *(row.confirmed_from or "").split(".")}:
        yield Why.LETTER_SAME_PLACE


def _surname(name: str) -> str:
    return (words(name) or [""])[-1]


def _day(at: datetime) -> date:
    return clock.local(at).date()
