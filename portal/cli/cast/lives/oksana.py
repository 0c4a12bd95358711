"""Oksana: a coordination number; a degree that an authority outside the four must recognise."""

from portal.cli.cast.lives.words import (
    AF,
    BY_PHONE,
    MALMO,
    ME,
    ONGOING,
    PLANNED,
    WAITING,
)
from portal.cli.cast.plan_story import at, day
from portal.cli.cast.story import Story
from portal.phrases.appointment_kinds import InterpreterState
from portal.plan.models import Holder


def tell(story: Story) -> None:
    """A coordination number; a degree that an authority outside the four must recognise."""
    story.plan("Помічниця бухгалтера, шведська B", "uk", "work", 250)
    story.own_step("Прочитати про бухгалтерію у Швеції", "uk", -6)
    story.step("M09", MALMO, ONGOING, since=-50, staff="petra", course="C")
    story.step(
        "A12",
        AF,
        WAITING,
        holder=Holder.OUTSIDE,
        outside="UHR",
        since=-60,
        by=60,
        staff="lena",
    )
    story.step("M08", MALMO, WAITING, holder=ME, since=-3, by=10, staff="petra")
    story.step("A06", AF, PLANNED, since=-20, by=30, staff="lena")
    story.duties("activity_report")
    story.time(
        "B13",
        MALMO,
        5,
        "15:00",
        45,
        ["petra"],
        place="Provgatan 8, rum 2",
        interpreter=InterpreterState.ORDERED,
    )
    story.time("B08", AF, 11, "10:00", 30, ["lena"], interpreter=BY_PHONE)
    story.thread(
        "petra",
        story.says(
            "petra",
            "K02",
            -2,
            when=at(5, "15:00").isoformat(),
            by=day(3).isoformat(),
            reply_by=3,
            read=False,
        ),
    )
    story.thread("lena", story.says("lena", "K13", -1, by=day(14).isoformat(), read=False))
