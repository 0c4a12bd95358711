"""Appointments of every kind: each way to meet, each interpreter, each answer, each end."""

from itertools import cycle

from sqlalchemy.orm import Session

from portal.appointments.fixed_hours import MOST
from portal.appointments.models import (
    AcceptedClash,
    Appointment,
    AppointmentMove,
    AppointmentState,
    CalendarFeed,
    CancelledBy,
    ClashKind,
    FixedHours,
    Reply,
)
from portal.cli.cast.plan_story import at, day
from portal.cli.gallery.specimens.story import STAFF_OF, Specimen, specimen
from portal.cli.gallery.specimens.values import Values
from portal.people.agencies import Agency
from portal.people.demo import demo_id
from portal.phrases import reasons
from portal.phrases.absence import FIXED_HOURS, IF_ABSENT
from portal.phrases.appointment_kinds import APPOINTMENT_KINDS, BRING, InterpreterState, Mode

HOUSE: Values = {"entrance": "Ingång B", "floor": "3", "landmark": "Centralstationen", "travel_minutes": 12,
    "lift": True, "hearing_loop": True}  # fmt: skip
FIRST = 3  # days from today


def add(db: Session) -> None:
    """Adds them, and the hours of the week that are taken."""
    absent, interpreters = cycle(IF_ABSENT), cycle(InterpreterState)
    for number, kind in enumerate(APPOINTMENT_KINDS):
        agency = kind.host or Agency.AF
        Specimen(db, "kind").time(
            kind.code, agency, FIRST + number, "08:30", 30, [STAFF_OF[agency]], bring=[*BRING],
            interpreter=next(interpreters), if_absent=next(absent), companion_welcome=number % 2 == 0,
            child_welcome=number % 2 == 1, **HOUSE,
        )  # fmt: skip
    _modes(db)
    _answers(db)
    _ends(db)
    _hours(db)


def _modes(db: Session) -> None:
    """By phone, by video and face to face, answered with yes and with no, and not at all."""
    for mode in Mode:
        for reply in Reply:
            story = Specimen(db, f"{mode} {reply}")
            cannot = reply is Reply.CANNOT
            story.time(
                "B04", Agency.AF, 30, "10:00", 30, ["lena"], mode=mode, reply=reply,
                reply_reason="sick" if cannot else None, number_withheld=True,
                replied=at(-1) if reply is not Reply.NONE else None,
            )  # fmt: skip


def _answers(db: Session) -> None:
    """Every reason why someone cannot come, with every other time that would do."""
    for number, (reason, other) in enumerate(zip(reasons.CANNOT_COME, cycle(reasons.OTHER_TIMES), strict=False)):  # fmt: skip
        Specimen(db, f"cannot {reason}").time(
            "B03", Agency.AF, 40 + number, "13:00", 30, ["lena"], reply=Reply.CANNOT,
            reply_reason=reason, reply_other_time=other, replied=at(-1),
        )  # fmt: skip


def _ends(db: Session) -> None:
    """Cancelled on either side, in each way of meeting; past; moved; with the wrong language."""
    for mode in Mode:
        for by in CancelledBy:
            story = Specimen(db, f"cancelled {mode} {by}")
            story.time("B06", Agency.AF, 8, "14:00", 30, ["lena"], mode=mode,
                state=AppointmentState.CANCELLED, cancelled_by=by)  # fmt: skip
    # Of another, who has no time of this kind in its place.
    Specimen(db, "gone", "anneli").time("B19", Agency.AF, 9, "14:00", 30, ["lena"], reply=Reply.CANNOT,
        reply_reason="sick", replied=at(-1), state=AppointmentState.CANCELLED,
        cancelled_by=CancelledBy.PARTICIPANT)  # fmt: skip
    for state in (
        AppointmentState.ATTENDED,
        AppointmentState.NOT_ATTENDED,
        AppointmentState.BOOKED,
    ):
        Specimen(db, f"past {state}").time(
            "B09", Agency.MALMO, -6, "09:00", 30, ["amir"], state=state
        )
    Specimen(db, "wrong").time("B12", Agency.MALMO, 11, "11:00", 30, ["amir"],
        interpreter=InterpreterState.CONFIRMED, wrong_language=at(-1))  # fmt: skip
    _moved(db)


def _moved(db: Session) -> None:
    """One that was moved, given although she had something else."""
    Specimen(db, "moved").time("B13", Agency.MALMO, 12, "11:00", 30, ["amir"])
    row = db.get_one(Appointment, specimen("moved time B13"))
    row.was_starts, row.was_ends = at(10, "11:00"), at(10, "11:30")
    row.sequence = 1
    db.flush()
    amir = demo_id("amir")
    db.add(AppointmentMove(appointment_id=row.id, sequence=1, at=at(-1), by_staff_id=amir,
        from_starts=row.was_starts, from_ends=row.was_ends))  # fmt: skip
    db.add(AcceptedClash(appointment_id=row.id, sequence=1, kind=ClashKind.FIXED_HOURS,
        reason="agreed", by_staff_id=amir, at=at(-1)))  # fmt: skip


def _hours(db: Session) -> None:
    """As many as anyone may have: one more is refused."""
    for number, kind in zip(range(MOST), cycle(FIXED_HOURS), strict=False):
        db.add(
            FixedHours(
                id=specimen(f"hours {number}"), participant_id=Specimen(db).person, kind=kind, weekday=number % 7,
                since="18:00", until="19:00", first_day=day(-30), last_day=day(60) if number else None,
                agency=Agency.MALMO if number % 2 else None,
            )
        )  # fmt: skip
    owner = Specimen(db).person
    db.add(CalendarFeed(participant_id=owner, secret_hash="0" * 64, created=at(-20)))
