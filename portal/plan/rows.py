"""What is read of a plan: small frozen records, and what follows from them alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from portal import clock
from portal.i18n.formats import days_since
from portal.people.agencies import Agency
from portal.phrases.reasons import Ground
from portal.plan.models import CLOSED_STATES, Holder, Stage, StepState, Why
from portal.sharing.kinds import ShareKind

# To correct oneself: long enough to see a slip, too short for others to have acted on it.
TIME_TO_CORRECT = timedelta(minutes=10)
TAKEN_BACK = (Why.PART_DONE, Why.NOT_POSSIBLE)
_AGENCIES: Mapping[Holder | None, Agency] = {Holder(agency.value): agency for agency in Agency}
# Whoever has the turn, these say the same; the others depend on whether it is the reader's.
_AT_REST = {
    StepState.DONE: "done", StepState.NOT_POSSIBLE: "not_possible", StepState.CANCELLED: "cancelled",
    StepState.PAUSED: "paused", StepState.PLANNED: "coming",
}  # fmt: skip
_MOVING = {
    StepState.BOOKED: "booked",
    StepState.WAITING: "waiting",
    StepState.IN_PROGRESS: "ongoing",
}


class StepRow(NamedTuple):
    """A step with its open turn, as a page shows it."""

    id: UUID
    kind: str | None
    parameters: Mapping[str, str]
    title: str | None
    title_language: str | None
    agency: Agency
    state: StepState
    reason: str | None
    due: date | None
    waits_for_id: UUID | None
    other_route_id: UUID | None
    done_at: datetime | None
    version: int
    responsible: str | None
    holder: Holder | None
    outside_name: str | None
    since: datetime | None
    promised_by: date | None
    ground: Ground | None
    answers: Agency | None = None
    # What Today does not show, and does not read.
    own: bool = False
    added: datetime | None = None
    finished_by_id: UUID | None = None
    why: Why | None = None
    not_ours: str | None = None
    usual_days: int | None = None
    paper: Stage | None = None
    reused_from: Agency | None = None
    summary: str | None = None
    summary_language: str | None = None
    shares: ShareKind | None = None

    @property
    def status(self) -> str:
        """What the reader is told: done, mine, waiting, ongoing, booked, paused, coming ..."""
        if at_rest := _AT_REST.get(self.state):
            return at_rest
        if self.holder is Holder.PARTICIPANT:
            return "mine"
        return _MOVING[self.state]

    @property
    def holding_agency(self) -> Agency | None:
        """The agency that has the turn, if one has."""
        return _AGENCIES.get(self.holder)

    @property
    def acting_agency(self) -> Agency | None:
        """The agency that has the turn, or answers for someone outside who has."""
        return self.answers if self.holder is Holder.OUTSIDE else self.holding_agency

    @property
    def days(self) -> int:
        """Whole days the present holder has had the turn."""
        return days_since(self.since) if self.since else 0

    @property
    def last_day(self) -> date | None:
        """The day by which whoever has the turn is to be ready, the same for every reader.

        It is the turn's own day, and the step's only where the turn of the participant has none.
        """
        return self.promised_by or (self.due if self.holder is Holder.PARTICIPANT else None)

    @property
    def overdue(self) -> bool:
        """Whether that day has passed."""
        return self.last_day is not None and self.last_day < clock.today()

    @property
    def can_take_back(self) -> bool:
        """Whether the participant has just said that it is done or not possible (see `own`)."""
        if self.state is StepState.DONE:
            at = self.done_at if self.finished_by_id is None else None
        else:
            at = self.since if self.why in TAKEN_BACK else None
        return at is not None and clock.now() - at <= TIME_TO_CORRECT

    @property
    def can_rename(self) -> bool:
        """Whether it is a step of her own that she has just added."""
        young = self.added is not None and clock.now() - self.added <= TIME_TO_CORRECT
        return self.own and self.status == "mine" and young

    def since_visit(self, visited: datetime | None) -> bool:
        """Whether the turn has come after the participant was here last."""
        return visited is not None and self.since is not None and self.since > visited


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan and the steps of it that the reader may see; `done` of them are done."""

    id: UUID
    version: int
    goal: str | None
    goal_swedish: str | None
    goal_language: str
    goal_kind: str | None
    horizon: date | None
    goal_open: bool
    done: int
    steps: tuple[StepRow, ...]

    @property
    def shown_goal(self) -> str | None:
        """Her own words, or the agreed Swedish ones until she has written some."""
        return self.goal or self.goal_swedish

    @property
    def shown_language(self) -> str:
        """The language of what is shown."""
        return self.goal_language if self.goal else "sv"

    def step(self, step_id: UUID | None) -> StepRow | None:
        """One of the steps, or None when the reader does not see it."""
        return next((step for step in self.steps if step.id == step_id), None)

    def having(self, *statuses: str) -> tuple[StepRow, ...]:
        """The steps with one of these statuses, in plan order."""
        return tuple(step for step in self.steps if step.status in statuses)

    @property
    def finished(self) -> tuple[StepRow, ...]:
        """The last three finished steps, the latest first."""
        done = [step for step in self.steps if step.done_at is not None]
        return tuple(sorted(done, key=_done_at, reverse=True)[:3])

    @property
    def next_step(self) -> StepRow | None:
        """The next small step: the participant's own that is due first, or what comes after."""
        mine = sorted(self.having("mine"), key=lambda step: step.last_day or date.max)
        return next(iter([*mine, *self.having("booked", "ongoing", "waiting", "coming")]), None)

    @property
    def segments(self) -> list[str]:
        """One word for each step that counts: done, then the reader's turn, then the rest."""
        mine = sum(step.status == "mine" for step in self.steps)
        ended = sum(step.state in CLOSED_STATES for step in self.steps)
        return ["done"] * self.done + ["now"] * mine + [""] * (len(self.steps) - ended - mine)


@dataclass(frozen=True, slots=True)
class TurnRow:
    """One turn in the story of a step."""

    holder: Holder
    outside_name: str | None
    since: datetime
    ended: datetime | None
    promised_by: date | None
    ground: Ground | None
    summary: str | None
    summary_language: str | None
    by: str | None
    by_agency: Agency | None
    why: Why | None
    reason: str | None
    first_promised_by: date | None
    changed_at: datetime | None = None  # the step itself, last, by staff
    changed_agency: Agency | None = None


class DutyRow(NamedTuple):
    """A monthly duty and whether it is ticked for the present month."""

    id: UUID
    kind: str
    ticked: datetime | None


class OpenTurn(NamedTuple):
    """An open turn without its content: whose it is and since when."""

    step: UUID
    holder: Holder
    since: datetime


def _done_at(step: StepRow) -> datetime:
    return step.done_at or datetime.min.replace(tzinfo=UTC)
