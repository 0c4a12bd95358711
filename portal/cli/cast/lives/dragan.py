"""Dragan: sick-listed welder; wants paper; Försäkringskassan is his contact."""

from portal.cli.cast.lives.words import (
    AF,
    BOOKED,
    BY_PHONE,
    CONFIRMED,
    DONE,
    FK,
    HOUSE,
    PLANNED,
    SKANE,
    WAITING,
)
from portal.cli.cast.plan_story import at, day
from portal.cli.cast.story import Story
from portal.messages.models import ForwardState
from portal.messages.phrasebook import ASK
from portal.phrases.reasons import Ground
from portal.plan.models import Stage


def tell(story: Story) -> None:
    """Sick-listed welder; wants paper; Försäkringskassan is his contact."""
    story.plan(
        "Lakši posao do penzije",
        "bs",
        "part_time",
        200,
        swedish="Ett lättare arbete fram till pension",
    )
    story.step("F03", FK, DONE, done=-28, staff="hakan")
    story.step("V04", SKANE, WAITING, since=-18, by=2, staff="nadia")
    story.paper(
        "V04",
        "benefit_certificate",
        FK,
        (Stage.ASKED, -18, "nadia"),
        (Stage.ACCEPTED, -15, "nadia"),
    )
    story.step("F06", FK, WAITING, since=-5, by=10, ground=Ground.RULE, staff="hakan")
    story.step("F04", FK, BOOKED, since=-9, on=8, staff="hakan")
    story.step("F05", FK, PLANNED, since=-9, by=30, staff="hakan", waits_for="F04")
    story.step("A16", AF, PLANNED, since=-9, by=60, staff="lena")
    story.time("B07", FK, 1, "10:00", 20, ["hakan"], number_withheld=True, interpreter=BY_PHONE)
    story.time(
        "B10",
        FK,
        8,
        "10:00",
        60,
        ["hakan", "nadia", "lena"],
        place="Mönstergatan 5, rum 11",
        interpreter=CONFIRMED,
        **HOUSE,
    )
    story.thread(
        "hakan",
        story.says("hakan", "K10", -7, agency="fk"),
        story.says("hakan", "K03", 0, "07:30", when=at(1, "10:00").isoformat(), read=False),
        story.answers("Ko piše potvrdu za duže bolovanje?", "bs", 0, "07:40"),
        story.says("hakan", ASK, 0, "07:50", agency="skane", reply_by=2, read=False),
        promised=day(2),
    )
    story.forwarded("hakan", "hakan", SKANE, "decides", 0, ForwardState.ASKING, wall="07:50")
