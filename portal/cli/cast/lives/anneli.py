"""Anneli: finnish by right, low vision, back to office work."""

from portal.cli.cast.lives.words import (
    AF,
    BOOKED,
    DONE,
    HOUSE,
    MALMO,
    ME,
    ONGOING,
    SKANE,
    WAITING,
)
from portal.cli.cast.story import Story
from portal.messages.models import ForwardState
from portal.phrases.appointment_kinds import Mode
from portal.phrases.reasons import Ground


def tell(story: Story) -> None:
    """Finnish by right, low vision, back to office work."""
    story.plan(
        "Toimiston vastaanotto, 75 %",
        "fi",
        "part_time",
        120,
        swedish="Reception på kontor, 75 procent",
    )
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
    asked = story.answers("Kuka maksaa matkakorttini?", "fi", -6)
    asked.to_agency = MALMO
    story.thread(
        "lena",
        asked,
        story.writes("lena", "Det gör vi. Kortet kommer med posten.", -4),
        name="card",
    )
    story.forwarded("card", "maria", AF, "pays", -6, ForwardState.ACCEPTED, decided_by="lena")
