"""Words that stand in one thing only, to see on whose pages they turn up.

Rim, and Mikaela whose identity is protected, each get one thing of every kind from every agency.
"""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid5

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.appointments.models import Appointment, Attendee
from portal.messages.content import Content
from portal.messages.models import Attachment
from portal.messages.sending import begin
from portal.people.agencies import Agency
from portal.people.demo import demo_id
from portal.phrases.appointment_kinds import InterpreterState, Mode
from portal.plan.models import Holder, Plan, Step, StepState, Turn
from portal.sharing.kinds import ShareKind

PEOPLE = ("rim", "mikaela")
KINDS = ("plan", "health", "time", "message", "paper")
ATTENDED = "lena"  # has been asked to one time of Region Skåne's with each of them
Ids = dict[str, list[str]]


def canary(person: str, agency: str, kind: str) -> str:
    """The word; it is in nothing else."""
    return f"kanarie-{person}-{agency}-{kind}."


def all_of(person: str) -> set[str]:
    """Every word that stands in something of hers."""
    each = {canary(person, agency, kind) for agency in Agency for kind in KINDS}
    return {*each, canary(person, "skane", "attended"), canary(person, "her", "goal")}


EVERY = {word for person in PEOPLE for word in all_of(person)}


def plant(db: Session) -> Ids:
    """Adds the things; answers their ids by the name they have in addresses."""
    ids: Ids = {
        name: []
        for name in ("step_id", "appointment_id", "thread_id", "message_id", "attachment_id")
    }
    for person in PEOPLE:
        for agency in Agency:
            for name, found in _of_agency(db, person, agency):
                ids[name].append(str(found))
        attended = _time(db, person, Agency.SKANE, "attended")
        db.add(Attendee(appointment_id=attended, staff_id=demo_id(ATTENDED)))
        ids["appointment_id"].append(str(attended))
        db.execute(
            update(Plan)
            .where(Plan.participant_id == demo_id(person))
            .values(goal=canary(person, "her", "goal"), goal_language="sv")
        )
    ids["participant_id"] = [str(demo_id(person)) for person in PEOPLE]
    return ids


def _of_agency(db: Session, person: str, agency: Agency) -> Iterator[tuple[str, UUID]]:
    yield "step_id", _step(db, person, agency, ShareKind.PLAN)
    yield "step_id", _step(db, person, agency, ShareKind.HEALTH)
    yield "appointment_id", _time(db, person, agency, "time")
    text = canary(person, agency, "message")
    said = Content(body=text, language="sv")
    thread, (message,) = begin(
        db, demo_id(person), [said], agency=agency, holder=None, sender=None
    )  # fmt: skip
    content = canary(person, agency, "paper").encode()
    paper = Attachment(
        id=uuid5(message.id, "paper"), message_id=message.id, participant_id=demo_id(person),
        position=1, media_type="application/pdf", size=9, pages=1,
        content=content, sha256=hashlib.sha256(content).hexdigest(),
    )  # fmt: skip
    db.add(paper)
    db.flush()
    yield "thread_id", thread.id
    yield "message_id", message.id
    yield "attachment_id", paper.id


def _step(db: Session, person: str, agency: Agency, shares: ShareKind) -> UUID:
    step = uuid5(demo_id(person), f"canary {agency} {shares}")
    turn = Turn(
        id=uuid5(step, "turn"), step_id=step, holder=Holder(agency.value),
        since=clock.now() - timedelta(days=9),
    )  # fmt: skip
    plan = db.scalars(select(Plan.id).where(Plan.participant_id == demo_id(person))).one()
    db.add(turn)
    db.add(
        Step(
            id=step, plan_id=plan, participant_id=demo_id(person),
            title=canary(person, agency, shares), title_language="sv", agency=agency,
            shares=shares, state=StepState.WAITING, position=70, turn_id=turn.id,
            added=clock.now() - timedelta(days=9),
        )
    )  # fmt: skip
    db.flush()
    return step


def _time(db: Session, person: str, agency: Agency, name: str) -> UUID:
    number = list(Agency).index(agency) + (9 if name == "attended" else 0)
    starts = clock.now() + timedelta(days=30 + number)
    row = Appointment(
        id=uuid5(demo_id(person), f"canary {agency} {name}"), participant_id=demo_id(person),
        agency=agency, kind="B01", starts=starts, ends=starts + timedelta(hours=1),
        mode=Mode.IN_PERSON, place=canary(person, agency, name), bring=[],
        interpreter=InterpreterState.NOT_NEEDED,
    )  # fmt: skip
    db.add(row)
    db.flush()
    return row.id
