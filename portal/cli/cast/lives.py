"""What happens in each life, as the programme's people described it."""

from collections.abc import Callable
from typing import Any

from portal import clock
from portal.cli.cast.story import Story, at, day
from portal.people.agencies import Agency
from portal.phrases.appointment_kinds import InterpreterState, Mode
from portal.phrases.reasons import Ground
from portal.plan.models import Holder, StepState

AF, MALMO, FK, SKANE = Agency.AF, Agency.MALMO, Agency.FK, Agency.SKANE
ME = Holder.PARTICIPANT
DONE, WAITING, BOOKED = StepState.DONE, StepState.WAITING, StepState.BOOKED
ONGOING, PLANNED, PAUSED = StepState.IN_PROGRESS, StepState.PLANNED, StepState.PAUSED
CONFIRMED, BY_PHONE = InterpreterState.CONFIRMED, InterpreterState.BY_PHONE

SCHOOL = "Exempelgatan 12, rum 3"
HOUSE: Any = {"entrance": "Ingång från gården, bredvid biblioteket. Plan 2.", "lift": True}


def rim(story: Story) -> None:
    """A school kitchen by spring; four agencies, a double booking and an offer to answer."""
    story.plan("أعمل في مطبخ مدرسة قبل الربيع", "ar")
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
    story.thread("maria", story.says("maria", "K15", -4, month=f"{day(30):%Y-%m}"))
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


def hodan(story: Story) -> None:
    """Reads little, no BankID, three children; a step that has waited too long."""
    story.plan("Waxbadan akhri, ka dibna kaaliye daryeel", "so", "studies", 300)
    story.step("A01", AF, DONE, done=-30, staff="lena")
    story.step("M09", MALMO, ONGOING, since=-30, staff="petra", course="A")
    story.step("M15", MALMO, WAITING, since=-21, by=-7, staff="amir")
    story.step("M02", MALMO, WAITING, holder=ME, since=-2, by=2, staff="maria")
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


def farhad(story: Story) -> None:
    """Took back a consent; a certificate was declined and another route was found."""
    story.plan("خیاطی یا لباس‌شویی، اول نیمه‌وقت", "fa-AF", "part_time")
    story.step("A07", AF, ONGOING, since=-30, staff="lena", trade="textile")
    story.step("A14", AF, WAITING, since=-11, by=9, staff="lena")
    story.step(
        "A15",
        AF,
        StepState.NOT_POSSIBLE,
        since=-33,
        done=-12,
        reason="declined",
        other_route="A14",
        staff="lena",
    )
    story.step("V05", SKANE, PAUSED, since=-10, reason="wish", staff="nadia")
    story.step("G01", MALMO, WAITING, holder=ME, since=-5, by=6, staff="maria")
    story.duties("activity_report", "financial_support")
    story.time(
        "B19",
        AF,
        6,
        "10:30",
        60,
        ["lena"],
        place="Exempelgatan 12, rum 5",
        interpreter=InterpreterState.MISSING,
        **HOUSE,
    )
    story.time(
        "B06",
        MALMO,
        14,
        "13:00",
        45,
        ["maria", "lena"],
        place=SCHOOL,
        interpreter=InterpreterState.ORDERED,
    )
    story.thread(
        "maria",
        story.says("maria", "K11", -20, by=day(-18).isoformat(), name="Maria Demodal"),
        story.says("maria", "K12", -5, agency="af", reply_by=6, read=False),
    )
    story.thread(
        "lena",
        story.says(
            "lena",
            "K16",
            -1,
            when=at(6, "10:30").isoformat(),
            by=day(3).isoformat(),
            read=False,
        ),
    )


def dragan(story: Story) -> None:
    """Sick-listed welder; wants paper; Försäkringskassan is his contact."""
    story.plan("Lakši posao do penzije", "bs", "part_time", 200)
    story.step("F03", FK, DONE, done=-28, staff="hakan")
    story.step("V04", SKANE, WAITING, since=-18, by=2, staff="nadia")
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
    )


def anneli(story: Story) -> None:
    """Finnish by right, low vision, back to office work."""
    story.plan("Toimiston vastaanotto, 75 %", "fi", "part_time", 120)
    story.step("A12", AF, DONE, done=-22, staff="lena")
    story.step("A08", AF, ONGOING, since=-21, staff="lena", trade="office")
    story.step("A17", AF, WAITING, since=-2, by=12, ground=Ground.PROMISE, staff="lena")
    story.step("A05", AF, WAITING, holder=ME, since=-4, by=5, staff="lena")
    story.step("M04", MALMO, BOOKED, since=-8, on=9, staff="maria")
    story.step("V06", SKANE, BOOKED, since=-8, on=16, staff="nadia")
    story.duties("activity_report", "activity_support")
    story.time("B06", MALMO, 3, "11:00", 30, ["maria", "lena"], mode=Mode.VIDEO)
    story.time("B12", MALMO, 9, "14:00", 45, ["maria"], place="Exempelgatan 12, rum 7", **HOUSE)
    story.thread(
        "maria",
        story.answers("Voinko saada päätöksen suomeksi?", "fi", -4),
        story.writes(
            "maria",
            "Ja, det har du rätt till. Du får översättningen inom två dagar.",
            -3,
        ),
        story.says("maria", "K18", -1, read=False),
    )


def tesfay(story: Story) -> None:
    """The way out that goes well: a job that starts in ten days."""
    story.plan("Jobb på lager, heltid", "sv", "work", 10)
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


def oksana(story: Story) -> None:
    """A coordination number; a degree that an authority outside the four must recognise."""
    story.plan("Помічниця бухгалтера, шведська B", "uk", "work", 250)
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


def mikaela(story: Story) -> None:
    """Protected identity; one thing at a time, in easy Swedish."""
    story.plan("En lugn arbetsplats med djur eller växter", "sv", "work", 200)
    story.step("A10", AF, ONGOING, since=-25)
    story.step("G05", MALMO, WAITING, since=-4, by=1, ground=Ground.LAW, staff="amir")
    story.step("M03", MALMO, WAITING, holder=ME, since=-6, by=8, staff="amir")
    story.step("V01", SKANE, BOOKED, since=-6, on=1, staff="nadia")
    story.time("B18", SKANE, 1, "13:00", 30, ["nadia"], place="Mönstergatan 5, rum 2")
    story.thread("amir", story.says("amir", "K18", -2))
    story.thread(
        "nadia",
        story.says("nadia", "K03", 0, "08:00", when=at(1, "13:00").isoformat(), read=False),
    )


LIVES: dict[str, Callable[[Story], None]] = {
    "rim": rim, "hodan": hodan, "farhad": farhad, "dragan": dragan,
    "anneli": anneli, "tesfay": tesfay, "oksana": oksana, "mikaela": mikaela,
}  # fmt: skip
