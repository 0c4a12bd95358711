"""That something unshared is there shows nowhere: with and without it each page has the same bytes."""

import re
from datetime import timedelta
from uuid import uuid4, uuid5

import pytest
from sqlalchemy import delete

from portal import clock
from portal.appointments.models import Appointment, AppointmentState, Reply
from portal.corrections.models import Correction
from portal.messages import content
from portal.messages.sending import begin
from portal.notices.models import Notice, NoticeKind, NoticeState
from portal.people.agencies import Agency
from portal.people.demo import demo_id
from portal.phrases.appointment_kinds import InterpreterState, Mode
from portal.plan.models import Holder, Plan, Step, StepState, Turn
from portal.sharing.kinds import ShareKind
from portal.sharing.models import Consent
from tests.contracts.addresses import ids_of
from tests.contracts.test_disclosure import _otherwise, addresses
from tests.databases import as_owner
from tests.moments import NOW

RIM = demo_id("rim")
KEYS = re.compile(r'name="(?:csrf_token|form_key)" value="[^"]*"')
LONG_AGO = NOW - timedelta(days=40)


def shown(client, paths) -> dict[str, str]:
    """Every page as its reader sees it, without what each showing makes anew."""
    found = {}
    for path in paths:
        answer = client.get(path)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            found[path] = KEYS.sub("", answer.text)
    return found


def steps(db) -> None:
    """Two steps of primary care's, waiting and late; of one she was not told that it is hers."""
    plan = db.query(Plan.id).filter(Plan.participant_id == RIM, Plan.closed.is_(None)).scalar()
    for shares in (ShareKind.PLAN, ShareKind.HEALTH):
        step = uuid5(RIM, f"unshared {shares}")
        turn = Turn(
            id=uuid4(), step_id=step, holder=Holder.SKANE, since=LONG_AGO, ground="promise",
            promised_by=(NOW - timedelta(days=9)).date(),
        )  # fmt: skip
        db.add(turn)
        db.add(Step(
            id=step, plan_id=plan, participant_id=RIM, title="Hemligt", title_language="sv",
            agency=Agency.SKANE, shares=shares, state=StepState.WAITING, position=70, turn_id=turn.id,
            added=LONG_AGO,
        ))  # fmt: skip
        db.flush()
        unreached(db, NoticeKind.YOUR_TURN, turn.id)


def a_time(db) -> None:
    """A time that is over, so that it takes nobody's day; she had declined it."""
    row = Appointment(
        id=uuid4(), participant_id=RIM, agency=Agency.SKANE, kind="B01", starts=LONG_AGO,
        ends=LONG_AGO + timedelta(hours=1), mode=Mode.PHONE, bring=[], reply=Reply.CANNOT, reply_reason="ill",
        interpreter=InterpreterState.MISSING, interpreter_language="ar", state=AppointmentState.BOOKED,
    )  # fmt: skip
    db.add(row)
    db.flush()
    unreached(db, NoticeKind.TOMORROW, row.id)


def a_message(db) -> None:
    """Of this morning: what lies unopened for days is told of to whoever meets her next."""
    _thread, [message] = begin(
        db, RIM, [content.phrase("K18")], agency=Agency.SKANE, holder=demo_id("nadia"),
        sender=demo_id("nadia"),
    )  # fmt: skip
    unreached(db, NoticeKind.MESSAGE, message.id)
    begin(
        db,
        RIM,
        [content.Content(body="Hemligt", language="sv")],
        agency=Agency.SKANE,
        holder=None,
        sender=None,
    )


def a_correction(db) -> None:
    """Something that primary care is asked to put right."""
    row = Correction(
        participant_id=RIM,
        agency=Agency.SKANE,
        subject="person",
        asked=NOW,
        wrong="Hemligt",
        language="sv",
    )
    db.add(row)
    db.flush()
    unreached(db, NoticeKind.ANSWER, row.id)


def unreached(db, kind, subject) -> None:
    """A notice of it that never arrived."""
    db.execute(delete(Notice).where(Notice.subject_id == subject))
    db.add(Notice(
        id=uuid4(), participant_id=RIM, kind=kind, subject_id=subject, key=f"{subject}:unshared",
        created=clock.now(), due=clock.now(), state=NoticeState.UNREACHED, parameters={},
    ))  # fmt: skip
    db.flush()


@pytest.mark.parametrize(
    "hidden", [steps, a_time, a_message, a_correction], ids=lambda it: it.__name__
)
@pytest.mark.parametrize("staff", ["lena", "maria", "hakan"])
def test_what_is_not_shared_changes_no_byte(reader, database, hidden, staff):
    with as_owner(database) as owner:
        _otherwise(delete(Consent))(owner)
    ids = {name: [value] for name, value in ids_of(database, "rim").items()}
    paths = list(addresses({**ids, "secret": ["guessed"]}, (str(RIM),)))
    client = reader(staff, "sv").client
    before = shown(client, paths)
    assert len(before) > 25
    with as_owner(database) as owner:
        hidden(owner)
    after = shown(client, paths)
    assert {path for path in before | after if before.get(path) != after.get(path)} == set()


@pytest.mark.parametrize(
    "hidden", [steps, a_time, a_message, a_correction], ids=lambda it: it.__name__
)
def test_and_its_owner_learns_that_it_did_not_reach_her(reader, database, hidden):
    nadia, kept = reader("nadia", "sv"), "/staff?show=unreached"
    assert "Rim" not in nadia.get(kept).text
    with as_owner(database) as owner:
        hidden(owner)
    assert "Rim" in nadia.get(kept).text
    page = nadia.get(f"/staff/participants/{RIM}")
    told = f"/staff/participants/{RIM}/told"
    nadia.send(told, page.form(told))
    assert "Rim" not in nadia.get(kept).text
