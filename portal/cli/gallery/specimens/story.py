"""Whose the specimens are, and how they are told apart."""

from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from portal.cli.cast.story import Story
from portal.people.agencies import Agency
from portal.people.demo import demo_id

OWNER = "tesfay"
# Who has no plan, no time and no message; nobody of the cast is so new.
NEWCOMER = demo_id("specimen newcomer")
# Who has a plan in which nothing stands.
BEGINNER = demo_id("specimen beginner")
CONTACT = "lena"
STAFF_OF = {Agency.AF: "lena", Agency.MALMO: "amir", Agency.FK: "hakan", Agency.SKANE: "nadia"}


def specimen(label: str) -> UUID:
    """The id of a specimen."""
    return uuid5(demo_id(OWNER), f"specimen {label}")


class Specimen(Story):
    """A story whose rows stand apart from the cast's: `label` says which specimen it is."""

    def __init__(self, db: Session, label: str = "", slug: str = OWNER) -> None:
        super().__init__(db, slug)
        self.label = label
        self.plan_id = uuid5(self.person, "plan")

    def _id(self, name: str) -> UUID:
        super()._id(name)
        return uuid5(self.person, f"specimen {self.label} {name}")
