"""What each agency can read of a participant's things, now and after a change, item by item.

The same rules as the policy's, on her own rows: she sees everything, so nothing is asked twice.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from portal import clock
from portal.appointments.fixed_hours import hours_of
from portal.appointments.queries import appointments_of
from portal.messages.queries import threads_of
from portal.people.actor import Actor
from portal.people.agencies import Agency
from portal.plan.queries import plan_of
from portal.plan.rows import PlanRow
from portal.sharing.consents import Share
from portal.sharing.kinds import ShareKind
from portal.sharing.queries import ConsentRow

EARLIER = timedelta(days=90)  # as far back as her own list of appointments goes
Opening = tuple[Agency, Agency, ShareKind]  # from, to, which kind


class Item(NamedTuple):
    """One thing of hers: a goal, step, appointment, thread or hours.

    `owner` is None for what she has written herself; `kind` is what a consent to it is about, and
    `known` the agencies that read it without any.
    """

    what: str
    key: object
    owner: Agency | None
    kind: ShareKind
    known: Collection[Agency | None]
    row: Any

    def opened_to(self, reader: Agency, openings: Collection[Opening]) -> bool:
        """Whether an agency can read it where these consents are in force.

        What she has written herself goes with any consent of its kind.
        """
        if reader in self.known:
            return True
        return any(
            (to, kind) == (reader, self.kind) and self.owner in (source, None)
            for source, to, kind in openings
        )


def things_of(db: Session, actor: Actor) -> list[Item]:
    """The participant's own things, read through the slices they belong to."""
    return [
        *_plan(plan_of(db, actor, actor.id), actor),
        *(
            Item("appointment", row.id, row.agency, ShareKind.APPOINTMENTS, row.agencies, row)
            for row in appointments_of(db, actor, actor.id, clock.now() - EARLIER)
        ),
        *(
            Item("thread", row.id, row.agency, ShareKind.MESSAGES, (row.agency,), row)
            for row in threads_of(db, actor, actor.id)
        ),
        *(
            Item("hours", row.id, None, ShareKind.APPOINTMENTS, (), row)
            for row in hours_of(db, actor)
            if row.agency is None  # what an agency has noted no consent opens to another
        ),
    ]


def _plan(plan: PlanRow | None, actor: Actor) -> Iterator[Item]:
    if plan is None:
        return
    if plan.shown_goal and actor.contact:
        yield Item("goal", "goal", None, ShareKind.PLAN, (actor.contact.agency,), plan)
    for step in plan.steps:
        if step.shares:
            yield Item("step", step.id, step.agency, step.shares, (step.agency,), step)


@dataclass(frozen=True, slots=True)
class Sees:
    """What one agency will be able to read, will not any more, and reads before and after."""

    reader: Agency
    more: list[Item]
    less: list[Item]
    same: list[Item]


def preview(
    things: list[Item],
    source: Agency,
    held: Iterable[ConsentRow],
    given: Iterable[Share],
    stopped: Iterable[Share],
) -> list[Sees]:
    """What changes for each of the other agencies when these are given and those are stopped."""
    before = {(row.source, row.reader, row.kind) for row in held}
    after = before - {(source, *share) for share in stopped} | {(source, *share) for share in given}
    return [_sees(things, source, reader, before, after) for reader in Agency if reader != source]


def _sees(
    things: list[Item], source: Agency, reader: Agency, before: set[Opening], after: set[Opening]
) -> Sees:
    now = {(each.what, each.key): each for each in things if each.opened_to(reader, before)}
    then = {(each.what, each.key): each for each in things if each.opened_to(reader, after)}
    return Sees(
        reader,
        [each for key, each in then.items() if key not in now],
        [each for key, each in now.items() if key not in then],
        [each for key, each in now.items() if key in then and each.owner in (source, None)],
    )
