"""The plan on paper, with the five headings a coordinated individual plan (SIP) has.

Which measures are needed, what the city does, what the region does, what others do, and who
leads (socialtjänstlagen and hälso- och sjukvårdslagen 16 kap. 4 §). What is over is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.people.actor import Actor, Contact
from portal.people.agencies import Agency
from portal.people.queries import Member
from portal.plan.models import CLOSED_STATES, Holder
from portal.plan.rows import PlanRow, StepRow

PARTS = ("needed", "city", "region", "others", "leads")
MOST = 24  # steps on the two sheets; more are in the portal


@dataclass(frozen=True, slots=True)
class Sip:
    """What stands under each heading."""

    plan: PlanRow
    name: str
    contact: Contact | None
    team: Sequence[Member]
    city: tuple[StepRow, ...]
    region: tuple[StepRow, ...]
    others: tuple[StepRow, ...]
    left_out: int

    @property
    def mine(self) -> tuple[StepRow, ...]:
        """The open steps whose turn is the participant's."""
        every = (*self.city, *self.region, *self.others)
        return tuple(step for step in every if step.holder is Holder.PARTICIPANT)


def sip_of(plan: PlanRow, actor: Actor, team: Sequence[Member]) -> Sip:
    """The open steps of a participant's plan under the heading of whoever owns them."""
    open_steps = [step for step in plan.steps if step.state not in CLOSED_STATES]
    shown = open_steps[:MOST]

    def of(*agencies: Agency) -> tuple[StepRow, ...]:
        return tuple(step for step in shown if step.agency in agencies)

    return Sip(
        plan, actor.name, actor.contact, team, of(Agency.MALMO), of(Agency.SKANE),
        of(Agency.AF, Agency.FK), len(open_steps) - len(shown),
    )  # fmt: skip
