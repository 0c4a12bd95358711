"""Rim: a school kitchen by spring; four agencies, a double booking and an offer to answer."""

from portal.cli.cast.lives.words import (
    AF,
    BOOKED,
    BY_PHONE,
    CONFIRMED,
    DONE,
    FK,
    HOUSE,
    MALMO,
    ME,
    PLANNED,
    SCHOOL,
    SKANE,
    WAITING,
)
from portal.cli.cast.plan_story import at, day
from portal.cli.cast.story import Story
from portal.phrases.reasons import Ground


def tell(story: Story) -> None:
    """A school kitchen by spring; four agencies, a double booking and an offer to answer."""
    story.plan("أعمل في مطبخ مدرسة قبل الربيع", "ar", swedish="Jobba i ett skolkök till våren")
    story.step("G02", AF, DONE, done=-40, staff="lena")
    story.step("M08", MALMO, DONE, done=-25, staff="maria")
    story.step("M09", MALMO, DONE, done=-12, staff="maria", course="C")
    story.step(
        "A13",
        AF,
        WAITING,
        since=-9,
        by=5,
        ground=Ground.PROMISE,
        staff="lena",
        trade="kitchen",
    )
    story.step("F01", FK, WAITING, since=-6, by=8, ground=Ground.RULE, staff="hakan")
    story.step("M14", MALMO, WAITING, holder=ME, since=-3, by=7, staff="maria")
    story.step("V02", SKANE, BOOKED, since=-5, on=4, staff="nadia")
    story.step("G06", AF, PLANNED, since=-5, by=20, staff="lena")
    story.duties("activity_report", "financial_support", "activity_support")
    story.time(
        "B05",
        AF,
        4,
        "13:30",
        45,
        ["lena", "maria"],
        place=SCHOOL,
        interpreter=CONFIRMED,
        travel_minutes=25,
        **HOUSE,
    )
    story.time(
        "B17",
        SKANE,
        4,
        "14:15",
        30,
        ["nadia"],
        place="Mönstergatan 5",
        interpreter=BY_PHONE,
        travel_minutes=35,
    )
    story.time(
        "B16",
        AF,
        12,
        "10:00",
        60,
        ["lena", "maria"],
        place="Provgatan 8",
        interpreter=CONFIRMED,
        travel_minutes=40,
    )
    story.thread(
        "lena",
        story.says("lena", "K01", -40),
        story.answers("هل يمكن لصديقتي أن تترجم في اللقاء؟", "ar", -3),
        story.says("lena", "K06", -3, "14:12", by=day(-1).isoformat()),
        story.writes("lena", "Det behövs inte. Tolken är bokad och kostar inget. Din vän får gärna följa med ändå.", -2),
        story.says("lena", "K09", -1, reason="answer", by=day(5).isoformat(), read=False),
        story.says("lena", "K17", 0, "07:45", place="Exempelskolans kök", by=day(3).isoformat(), reply_by=3, read=False),
    )  # fmt: skip
    story.thread(
        "maria",
        story.says("maria", "K15", -4, month=f"{day(30):%Y-%m}"),
        story.taps("paper", -3, "09:20"),
        story.says("maria", "K08", -3, "10:05", paper="rent", by=day(4).isoformat()),
    )
    story.photo("maria", 1)
    story.thread(
        "hakan",
        story.says("hakan", "K10", -6, agency="fk"),
        story.taps("reply:thanks", -6),
    )
    story.thread(
        "nadia",
        story.says("nadia", "K02", -5, when=at(4, "14:15").isoformat(), by=day(2).isoformat()),
        story.taps("reply:yes", -5),
    )
