"""Farhad: took back a consent; a certificate was declined and another route was found."""

from portal.cli.cast.lives.words import (
    AF,
    FK,
    HOUSE,
    MALMO,
    ME,
    ONGOING,
    PAUSED,
    SCHOOL,
    SKANE,
    WAITING,
)
from portal.cli.cast.plan_story import at, day
from portal.cli.cast.story import Story
from portal.phrases.appointment_kinds import InterpreterState
from portal.plan.models import Stage, StepState


def tell(story: Story) -> None:
    """Took back a consent; a certificate was declined and another route was found."""
    story.plan(
        "خیاطی یا لباس‌شویی، اول نیمه‌وقت",
        "fa-AF",
        "part_time",
        swedish="Sömnad eller tvätt, halvtid först",
    )
    story.new_contact(-50, "lena", "amir", "load", "Farhad vill börja med sömnad på halvtid.")
    story.new_contact(
        -20,
        "amir",
        "maria",
        "nearer",
        "Intyget är inte klart. Farhad vill träffa någon hos Arbetsförmedlingen.",
    )
    story.step("A07", AF, ONGOING, since=-30, staff="lena", trade="textile")
    story.sent_on("A14", (-30, MALMO, "other_agency"), (-20, FK, "no_right"))
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
    story.paper("A15", "statement", AF, (Stage.ASKED, -33, "lena"), (Stage.DECLINED, -12, "lena"))
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
