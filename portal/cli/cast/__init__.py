"""The demo cast: eight participants, eight staff and a translator, all made up.

Surnames mean "example" or "practice" in the person's own tongue. Identity numbers are from the
tax agency's published test series, telephone numbers from the range kept for fiction.
"""

from sqlalchemy.orm import Session

from portal.cli.cast.lives import LIVES
from portal.cli.cast.people import add_people
from portal.cli.cast.story import Story
from portal.instance import mark_as_demo
from portal.people.identity import IdentityVault
from portal.trail import history


def add_cast(db: Session, vault: IdentityVault) -> None:
    """Adds everyone and their lives, with times counted from today."""
    mark_as_demo(db)
    add_people(db, vault)
    with history.made_up(db):
        for slug, tell in LIVES.items():
            tell(Story(db, slug))
