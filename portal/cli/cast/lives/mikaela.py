"""Mikaela: protected identity; one thing at a time, in easy Swedish."""

from portal.cli.cast.lives.words import (
    AF,
    BOOKED,
    MALMO,
    ME,
    ONGOING,
    SKANE,
    WAITING,
)
from portal.cli.cast.plan_story import at
from portal.cli.cast.story import Story
from portal.messages.models import ForwardState
from portal.phrases.reasons import Ground


def tell(story: Story) -> None:
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
    asked = story.answers("Kan jag få en tidigare tid?", "sv", -1)
    asked.to_agency = MALMO
    story.thread("nadia", asked, name="earlier", taken=False)
    story.forwarded("earlier", "amir", SKANE, "decides", -1, ForwardState.SENT)
