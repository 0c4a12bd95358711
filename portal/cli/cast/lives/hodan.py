"""Hodan: reads little, no BankID, three children; a step that has waited too long."""

from portal.cli.cast.lives.words import (
    AF,
    BOOKED,
    BY_PHONE,
    CONFIRMED,
    DONE,
    HOUSE,
    MALMO,
    ME,
    ONGOING,
    PLANNED,
    WAITING,
)
from portal.cli.cast.plan_story import day
from portal.cli.cast.story import Story
from portal.plan.models import Stage


def tell(story: Story) -> None:
    """Reads little, no BankID, three children; a step that has waited too long."""
    story.plan("Waxbadan akhri, ka dibna kaaliye daryeel", "so", "studies", 300)
    story.step("A01", AF, DONE, done=-30, staff="lena")
    story.step("M09", MALMO, ONGOING, since=-30, staff="petra", course="A")
    story.step("M15", MALMO, WAITING, since=-21, by=-7, staff="amir")
    story.step("G11", AF, DONE, done=-20, staff="lena", paper="rent")
    story.paper(
        "G11",
        "rent",
        AF,
        (Stage.ASKED, -28, "lena"),
        (Stage.SENT, -21, None),
        (Stage.ARRIVED, -20, "lena"),
    )
    story.step("M02", MALMO, WAITING, holder=ME, since=-2, by=2, staff="maria", paper="rent")
    story.paper("M02", "rent", MALMO, (Stage.ASKED, -2, "maria"))
    story.step("M12", MALMO, BOOKED, since=-6, on=2, staff="maria")
    story.step(
        "M10",
        MALMO,
        PLANNED,
        since=-6,
        by=90,
        staff="petra",
        waits_for="M09",
        trade="care",
    )
    story.duties("activity_report", "financial_support")
    story.time(
        "B12",
        MALMO,
        2,
        "09:00",
        45,
        ["maria", "amir"],
        place="Exempelgatan 12, rum 7",
        interpreter=BY_PHONE,
        bring=["id", "rent"],
        **HOUSE,
    )
    story.time(
        "B14",
        MALMO,
        15,
        "13:00",
        120,
        ["petra"],
        place="Provgatan 8, sal B",
        interpreter=CONFIRMED,
    )
    story.thread(
        "maria",
        story.says(
            "maria",
            "K07",
            -2,
            paper="rent",
            by=day(2).isoformat(),
            reply_by=2,
            read=False,
        ),
    )
    story.thread(
        "amir",
        story.says("amir", "K15", -4, month=f"{day(30):%Y-%m}"),
        story.taps("reply:sick", -1, "07:10"),
    )
    story.thread("petra", story.says("petra", "K08", -8, paper="school", by=day(-1).isoformat()))
