"""Going through the pages by their links: as nobody, as each of the cast, as someone with everything."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid5

from portal.audience import Audience, audiences_of
from portal.cli.gallery.album import Album
from portal.cli.gallery.specimens.plan import steps
from portal.cli.gallery.specimens.story import BEGINNER, NEWCOMER, OWNER, specimen
from portal.cli.gallery.studio import FAULTS, Studio
from portal.cli.gallery.visitor import visit
from portal.people.demo import PARTICIPANTS, demo_id
from portal.sign_in.faults import Why

MOST_ALIKE, OF_THE_CAST = 4, 2
# Of these pages of the specimens' owner each is another.
EVERY = re.compile(r"/(?:messages|appointments)/\*$")
ALSO = {"anneli": (f"/appointments/{uuid5(demo_id('anneli'), 'specimen gone time B19')}",)}
STAFF_STARTS = {"lena": ("/staff", "/staff/inbox"), "yusuf": ("/staff",)}


def starts_for(studio: Studio, role: Audience) -> list[str]:
    """Every address of the portal that someone may open as it stands."""
    views = studio.app.view_functions
    return sorted(
        rule.rule for rule in studio.app.url_map.iter_rules()
        if not rule.arguments and "GET" in (rule.methods or ()) and role in audiences_of(views[rule.endpoint])
    )  # fmt: skip


def nobody(browser: Any, studio: Studio, album: Album) -> None:
    """What everybody can open, every refusal at sign-in, and everything that can go wrong."""
    visitor = visit(browser, studio, album)
    refused = [f"/sign-in/refused/{why}" for why in Why]
    wrong = ["/nowhere", *(f"/fault/{code}" for code in FAULTS), "/signed-out?idle=1"]
    visitor.walk([*starts_for(studio, Audience.PUBLIC), *refused, *wrong], MOST_ALIKE)
    visitor.context.close()


def participant(slug: str, browser: Any, studio: Studio, album: Album) -> None:
    """Every page of one of the cast."""
    visitor = visit(browser, studio, album, studio.token(demo_id(slug)))
    starts = [*starts_for(studio, Audience.PARTICIPANT), "/staff", *ALSO.get(slug, ())]
    visitor.walk(
        [*starts, *steps()] if slug == OWNER else starts,
        OF_THE_CAST,
        EVERY if slug == OWNER else None,
    )
    visitor.context.close()


def drafts(browser: Any, studio: Studio, album: Album) -> None:
    """What the specimens' owner has typed and not sent, in two places; no one else can put it there."""
    visitor = visit(browser, studio, album, studio.token(demo_id(OWNER)))
    for place in ("new", f"thread:{specimen(' thread said 0')}"):
        visitor.go("/messages/new")
        visitor.send(
            "#write",
            {"@action": "/messages/drafts?page", "place": place, "body": "Hej! Jag undrar"},
        )
    visitor.context.close()


def newcomer(browser: Any, studio: Studio, album: Album) -> None:
    """Pages on which there is nothing yet."""
    for person in (NEWCOMER, BEGINNER):
        visitor = visit(browser, studio, album, studio.token(person))
        visitor.walk(starts_for(studio, Audience.PARTICIPANT), OF_THE_CAST)
        visitor.context.close()


def staff(browser: Any, studio: Studio, album: Album) -> None:
    """The pages of staff, whose texts are in their two languages only."""
    for slug, starts in STAFF_STARTS.items() if studio.language.staff else ():
        visitor = visit(browser, studio, album, studio.token(demo_id(slug), staff=True))
        visitor.walk(starts, MOST_ALIKE)
        visitor.context.close()


SCENES: tuple[Callable[[Any, Studio, Album], None], ...] = (
    nobody,
    newcomer,
    drafts,
    *(partial(participant, slug) for slug in PARTICIPANTS),
    staff,
)
