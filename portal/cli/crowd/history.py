"""A plan over time: steps that overlap, and turns that follow one another without a gap."""

import math
from datetime import datetime, timedelta
from uuid import UUID

from portal import clock
from portal.cli.crowd.rows import Rows
from portal.people.agencies import Agency
from portal.phrases.reasons import EXIT_REASONS, GOAL_KINDS, NOT_POSSIBLE, Ground
from portal.phrases.step_kinds import PARTICIPANT, STEP_KINDS, StepKind
from portal.plan.models import Duty, DutyTick, Holder, Plan, Step, StepState, Turn

DAYS_PER_STEP = 25
# What an unfinished step looks like; most wait for someone.
UNFINISHED = (StepState.WAITING, StepState.IN_PROGRESS, StepState.BOOKED)


def live(rows: Rows, me: UUID, length: float, staff: dict[Agency, UUID], *, shares: bool) -> None:
    """A plan opened that many days ago, most still open, with its steps and monthly duties."""
    chance, plan = rows.chance, rows.new_id()
    opened = rows.days_ago(length)
    closed = rows.days_ago(chance.uniform(0, length / 4)) if chance.random() < 0.12 else None
    rows.add(
        Plan, id=plan, participant_id=me, goal_kind=chance.choice(list(GOAL_KINDS)),
        goal=None if chance.random() < 0.15 else "Exempelmål", goal_language="sv",
        horizon=clock.days_from_today(chance.randint(30, 400)), opened=opened, closed=closed,
        exit_reason=chance.choice([*EXIT_REASONS][:-1]) if closed else None, version=1,
    )  # fmt: skip
    ends = closed or rows.now
    days = (ends - opened) / timedelta(days=1)
    count = max(3, round(days / DAYS_PER_STEP) + chance.randint(0, 4))
    for position in range(count):
        kind = chance.choice(STEP_KINDS)
        owner = kind.owner or chance.choice((Agency.AF, Agency.MALMO))
        begins = opened + timedelta(days=days * position / count * chance.uniform(0.9, 1))
        step = Course(rows, kind, owner, staff, begins, ends, shares=shares)
        step.run(me, plan, position, unfinished=closed is None)
    _duties(rows, me, opened)


class Course:
    """One step from its first turn on."""

    def __init__(
        self, rows: Rows, kind: StepKind, owner: Agency, staff: dict[Agency, UUID], begins: datetime,
        ends: datetime, *, shares: bool,
    ) -> None:  # fmt: skip
        self.rows, self.kind, self.owner, self.staff = rows, kind, owner, staff
        self.begins, self.ends, self.shares = begins, ends, shares

    def run(self, me: UUID, plan: UUID, position: int, *, unfinished: bool) -> None:
        """Turns until the step is finished, or until now."""
        chance, step = self.rows.chance, self.rows.new_id()
        at, turns = self.begins, []
        holders = [
            Holder.PARTICIPANT if self.kind.first == PARTICIPANT else Holder(self.owner.value)
        ]
        for _again in range(chance.choices((0, 1, 2, 3), (10, 35, 30, 25))[0]):
            holders.append(self._other_than(holders[-1]))
        for holder in holders:
            days = chance.lognormvariate(math.log(self.kind.usual_days * 0.8), 0.6)
            until = at + timedelta(days=min(days, 400))
            if until >= self.ends:
                turns.append(self._turn(step, holder, at, None if unfinished else self.ends))
                at = self.ends
                break
            turns.append(self._turn(step, holder, at, until))
            at = until
        self._store(step, me, plan, position, at, turns[-1])

    def _other_than(self, holder: Holder) -> Holder:
        """Who gets the turn next: mostly the owner or the participant, sometimes another agency."""
        agencies = [Holder(each.value) for each in Agency] if self.shares else []
        others = [Holder.PARTICIPANT, Holder(self.owner.value), Holder(self.owner.value), *agencies]
        return self.rows.chance.choice([each for each in others if each is not holder])

    def _turn(
        self, step: UUID, holder: Holder, since: datetime, ended: datetime | None
    ) -> tuple[UUID, Holder, datetime | None]:
        chance, turn = self.rows.chance, self.rows.new_id()
        promised = since.date() + timedelta(
            days=round(self.kind.usual_days * chance.uniform(0.8, 1.5))
        )
        ground = chance.choices(tuple(Ground), (5, 25, 30, 40))[0]
        self.rows.add(
            Turn, id=turn, step_id=step, holder=holder, outside_name=None, answers=None, since=since,
            ended=ended, promised_by=promised, ground=ground, by_staff_id=self.staff[self.owner],
            summary=None, summary_language=None,
        )  # fmt: skip
        return turn, holder, ended

    def _store(
        self, step: UUID, me: UUID, plan: UUID, position: int, at: datetime,
        turn: tuple[UUID, Holder, datetime | None],
    ) -> None:  # fmt: skip
        chance, (turn_id, holder, ended) = self.rows.chance, turn
        open_ = ended is None
        state, reason = StepState.DONE, None
        if open_:
            mine = holder is Holder.PARTICIPANT
            state = StepState.WAITING if mine else chance.choices(UNFINISHED, (70, 20, 10))[0]
        elif chance.random() < 0.06:
            state, reason = StepState.NOT_POSSIBLE, chance.choice([*NOT_POSSIBLE])
        values = {each.name: chance.choice([*each.choices]) for each in self.kind.parameters}
        self.rows.add(
            Step, id=step, plan_id=plan, participant_id=me, kind=self.kind.code, parameters=values,
            title=None, title_language=None, agency=self.owner, shares=self.kind.shares,
            responsible_id=self.staff[self.owner], state=state, reason=reason, due=None,
            waits_for_id=None, other_route_id=None, position=position, added=self.begins,
            done_at=at if state is StepState.DONE else None, turn_id=turn_id if open_ else None,
            version=1,
        )  # fmt: skip


def _duties(rows: Rows, me: UUID, opened: datetime) -> None:
    """Monthly duties, most of them ticked in the months gone by."""
    chance = rows.chance
    kinds = ("activity_report", *chance.sample(("financial_support", "activity_support"), 1))
    for kind in kinds:
        duty = rows.new_id()
        rows.add(Duty, id=duty, participant_id=me, kind=kind)
        month = opened
        while (month.year, month.month) < (rows.now.year, rows.now.month):
            if chance.random() < 0.8:
                ticked = month.replace(day=chance.randint(1, 14))
                rows.add(DutyTick, duty_id=duty, month=f"{month:%Y-%m}", ticked=ticked)
            month = (month.replace(day=1) + timedelta(days=32)).replace(day=1)
