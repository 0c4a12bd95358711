"""Telling one participant's plan: days count from today, and fall on working days."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from portal import clock
from portal.cli.cast.people import PARTICIPANTS, STAFF, VISITED
from portal.people.agencies import Agency
from portal.people.demo import demo_id
from portal.people.models import ContactChange
from portal.phrases import step_kinds
from portal.phrases.reasons import Ground
from portal.plan.models import (
    CLOSED_STATES,
    Duty,
    Goal,
    Handover,
    Holder,
    Paper,
    PaperStage,
    Plan,
    Stage,
    Step,
    StepState,
    Turn,
    Why,
)
from portal.sharing.kinds import ShareKind
from portal.trail.models import Act, Trace


def day(offset: int) -> date:
    """The working day that many days from today; a weekend moves on to Monday."""
    found = clock.today() + timedelta(days=offset)
    return found + timedelta(days=max(0, 7 - found.weekday()) if found.weekday() >= 5 else 0)


def two_days_before(on: date) -> date:
    """The day to answer by; a weekend moves back to Friday, never past the day itself."""
    found = on - timedelta(days=2)
    return found - timedelta(days=max(0, found.weekday() - 4))


def at(offset: int, wall: str = "09:00") -> datetime:
    """An instant on the working day that many days from today; days gone by keep their date."""
    hour, minute = map(int, wall.split(":"))
    on = day(offset) if offset > 0 else clock.today() + timedelta(days=offset)
    return clock.at_wall(on, hour, minute)


class PlanStory:
    """Adds a participant's plan. Ids are the same in every demo database."""

    def __init__(self, db: Session, slug: str) -> None:
        self.db = db
        self.slug = slug
        self.person = demo_id(slug)
        self._count = 0
        self._before: dict[str, Sequence[tuple[int, Holder | Agency, str | Why]]] = {}
        self._steps: dict[str, UUID] = {}

    def plan(
        self,
        goal: str | None,
        language: str,
        kind: str | None = "work",
        horizon: int | None = 150,
        *,
        swedish: str | None = None,
    ) -> None:
        """The plan, opened two months ago, with the goal; the Swedish text was agreed a week later."""
        self.plan_id = self._id("plan")
        until = day(horizon) if horizon else None
        self.db.add(
            Plan(
                id=self.plan_id, participant_id=self.person, goal=goal, goal_language=language,
                goal_swedish=swedish, goal_kind=kind, horizon=until, opened=at(-60),
            )
        )  # fmt: skip
        self.db.flush()
        for since, text in ((-60, None), (-53, swedish)):
            if since == -60 or text:
                self.db.add(
                    Goal(
                        id=self._id(f"goal {since}"), plan_id=self.plan_id, since=at(since), text=goal,
                        language=language, swedish=text, kind=kind, horizon=until,
                        by_staff_id=demo_id(PARTICIPANTS[self.slug][4]) if text else None,
                    )
                )  # fmt: skip

    def step(
        self,
        kind: str,
        agency: Agency,
        state: StepState,
        *,
        holder: Holder | Agency | None = None,
        since: int = -20,
        by: int | None = None,
        ground: Ground = Ground.ESTIMATE,
        outside: str | None = None,
        done: int = -20,
        staff: str | None = None,
        waits_for: str | None = None,
        other_route: str | None = None,
        reason: str | None = None,
        on: int | None = None,
        **values: str,
    ) -> None:
        """A step, with the turn that is open now if it is open; `on` is the day it is booked for."""
        step_id = self._steps[kind] = self._id(f"step {kind}")
        closed = state in CLOSED_STATES
        turn = self._turn(
            kind,
            step_id,
            agency,
            holder,
            since,
            by,
            ground,
            outside,
            closed,
            done,
        )
        to_participant = turn.holder is Holder.PARTICIPANT and by is not None and not closed
        step = Step(
            id=step_id, plan_id=self.plan_id, participant_id=self.person, kind=kind, parameters=values,
            agency=agency, shares=step_kinds.BY_CODE[kind].shares, state=state, reason=reason,
            due=day(by) if by is not None and to_participant else day(on) if on else None,
            responsible_id=demo_id(staff) if staff else None, position=self._count,
            waits_for_id=self._steps.get(waits_for or ""), added=at(since),
            other_route_id=self._steps.get(other_route or ""),
            done_at=at(done) if state is StepState.DONE else None, turn_id=None if closed else turn.id,
        )  # fmt: skip
        self._send_on(kind, turn)
        self.db.add_all([step, turn])
        self.db.flush()
        if since > VISITED and staff:
            self._trace(staff, since, "step", step_id)

    def sent_on(self, kind: str, *before: tuple[int, Holder | Agency, str | Why]) -> None:
        """The turns before the next step of a kind: since when, with whom, why it went on or was not theirs."""
        self._before[kind] = before

    def own_step(self, title: str, language: str, since: int) -> None:
        """A step she added herself."""
        step_id = self._id(f"own {title}")
        turn = Turn(
            id=self._id(f"turn {title}"),
            step_id=step_id,
            holder=Holder.PARTICIPANT,
            since=at(since),
        )
        step = Step(
            id=step_id, plan_id=self.plan_id, participant_id=self.person, title=title, own=True,
            title_language=language, agency=STAFF[PARTICIPANTS[self.slug][4]][1], added=at(since),
            shares=ShareKind.PLAN, state=StepState.WAITING, position=self._count, turn_id=turn.id,
        )  # fmt: skip
        self.db.add_all([step, turn])
        self.db.flush()

    def paper(
        self, kind: str, code: str, asked_by: Agency, *course: tuple[Stage, int, str | None]
    ) -> None:
        """The paper a step is about: how far it has come, since when, and who noted it."""
        step_id = self._steps[kind]
        self.db.add(
            Paper(
                step_id=step_id, participant_id=self.person, code=code, asked_by=asked_by,
                stage=course[-1][0],
            )
        )  # fmt: skip
        self.db.flush()
        for stage, since, staff in course:
            self.db.add(
                PaperStage(
                    id=self._id(f"paper {kind} {stage}"), step_id=step_id, stage=stage, at=at(since),
                    agency=STAFF[staff][1] if staff else None, by_staff_id=demo_id(staff) if staff else None,
                )
            )  # fmt: skip

    def new_contact(self, since: int, before: str, after: str, reason: str, summary: str) -> None:
        """That she got another contact one day."""
        self.db.add(
            ContactChange(
                id=self._id(f"contact {since}"), participant_id=self.person, from_staff_id=demo_id(before),
                to_staff_id=demo_id(after), at=at(since), reason=reason, summary=summary, open_turns=[],
                by_staff_id=demo_id(before),
            )
        )  # fmt: skip

    def _send_on(self, kind: str, turn: Turn) -> None:
        """The turns before this one, each handed on at the instant the next began."""
        before = self._before.pop(kind, ())
        last: Turn | None = None
        for number, (since, holder, reason) in enumerate(before):
            after = before[number + 1][0] if number + 1 < len(before) else None
            earlier = Turn(
                id=self._id(f"turn {kind} {number}"), step_id=turn.step_id, since=at(since),
                holder=Holder(holder.value), ended=at(after) if after is not None else turn.since,
                after_id=last.id if last else None,
            )  # fmt: skip
            self.db.add(earlier)
            self.db.flush()
            following = turn.id if after is None else self._id(f"turn {kind} {number + 1}")
            self.db.add(
                Handover(
                    turn_id=following, from_turn_id=earlier.id, participant_id=self.person,
                    why=reason if isinstance(reason, Why) else Why.NOT_OURS,
                    reason=None if isinstance(reason, Why) else reason,
                )
            )  # fmt: skip
            last = earlier
        if last:
            turn.after_id = last.id

    def _trace(
        self, staff: str, offset: int, subject: str, subject_id: UUID, act: Act = Act.CHANGED
    ) -> None:
        """That staff did something lately, so that "since you were here" has something to say."""
        self.db.add(
            Trace(
                id=self._id(f"trace {subject} {subject_id}"), at=at(offset), act=act,
                subject=subject, subject_id=subject_id, participant_id=self.person,
                staff_id=demo_id(staff), agency=STAFF[staff][1],
            )
        )  # fmt: skip

    def _turn(
        self, kind: str, step: UUID, agency: Agency, holder: Holder | Agency | None, since: int,
        by: int | None, ground: Ground, outside: str | None, closed: bool, done: int,
    ) -> Turn:  # fmt: skip
        held = Holder((holder or agency).value)
        return Turn(
            id=self._id(f"turn {kind}"), step_id=step, holder=held, since=at(min(since, done) if closed else since),
            outside_name=outside, answers=agency if held is Holder.OUTSIDE else None,
            ended=at(done, "10:00") if closed else None,
            promised_by=day(by) if by is not None else None, ground=ground if by is not None else None,
            first_promised_by=day(by) if by is not None else None,
        )  # fmt: skip

    def duties(self, *kinds: str) -> None:
        """The monthly duties this person has."""
        for kind in kinds:
            self.db.add(Duty(id=self._id(f"duty {kind}"), participant_id=self.person, kind=kind))

    def _id(self, name: str) -> UUID:
        self._count += 1
        return uuid5(self.person, name)
