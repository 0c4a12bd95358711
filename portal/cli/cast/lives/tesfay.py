"""Tesfay: the way out that goes well: a job that starts in ten days."""

from portal import clock
from portal.cli.cast.lives.words import (
    AF,
    BOOKED,
    DONE,
    HOUSE,
    PLANNED,
    SCHOOL,
)
from portal.cli.cast.plan_story import day
from portal.cli.cast.story import Story


def tell(story: Story) -> None:
    """The way out that goes well: a job that starts in ten days."""
    story.plan("Jobb på lager, heltid", "sv", "work", 10, swedish="Jobb på lager, heltid")
    story.step("A13", AF, DONE, done=-30, staff="lena", trade="warehouse")
    story.step("G08", AF, DONE, done=-20, staff="lena")
    story.step("A17", AF, DONE, done=-4, staff="lena")
    story.step("A05", AF, DONE, done=-3, staff="lena")
    story.step("G09", AF, BOOKED, since=-3, on=7, staff="lena")
    story.step("G10", AF, PLANNED, since=-3, by=40, staff="lena")
    story.duties("activity_report", "activity_support")
    story.time("B20", AF, 7, "09:00", 45, ["lena", "amir"], place=SCHOOL, **HOUSE)
    story.time(
        "B15",
        AF,
        10,
        "06:45",
        60,
        ["lena"],
        place="Lagergatan 40",
        entrance="Buss 5 till Exempelvägen. Personalingången.",
        bring=["id", "account"],
    )
    story.thread(
        "lena",
        story.says("lena", "K20", -1, place="Exempellagret", by=day(10).isoformat(), read=False),
        story.says(
            "lena",
            "K14",
            0,
            "07:00",
            month=f"{clock.today():%Y-%m}",
            by=day(9).isoformat(),
            read=False,
        ),
    )
