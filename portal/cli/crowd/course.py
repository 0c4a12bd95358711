"""One step from its first turn on: who had it, how it was handed on, what was promised."""

import math
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from portal.cli.crowd.rows import Rows
from portal.people.agencies import Agency
from portal.phrases.reasons import DELAYED, NOT_OURS, NOT_POSSIBLE, Ground
from portal.phrases.step_kinds import PARTICIPANT, StepKind
from portal.plan.models import (
    Delay,
    Handover,
    Holder,
    Paper,
    PaperStage,
    Stage,
    Step,
    StepState,
    Turn,
    Why,
)

# What an unfinished step looks like; most wait for someone.
UNFINISHED = (StepState.WAITING, StepState.IN_PROGRESS, StepState.BOOKED)
NOT_OURS_SHARE, DELAY_SHARE = 0.15, 0.08


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
        at = self.begins
        turns: list[dict[str, Any]] = []
        holders = [
            Holder.PARTICIPANT if self.kind.first == PARTICIPANT else Holder(self.owner.value)
        ]
        for _again in range(chance.choices((0, 1, 2, 3), (10, 35, 30, 25))[0]):
            holders.append(self._other_than(holders[-1]))
        for holder in holders:
            days = chance.lognormvariate(math.log(self.kind.usual_days * 0.8), 0.6)
            until = at + timedelta(days=min(days, 400))
            last = turns[-1] if turns else None
            if until >= self.ends:
                ended = None if unfinished else self.ends
                turns.append(self._turn(step, me, holder, at, ended, last))
                at = self.ends
                break
            turns.append(self._turn(step, me, holder, at, until, last))
            at = until
        self._store(step, me, plan, position, at, turns[-1])

    def _other_than(self, holder: Holder) -> Holder:
        """Who gets the turn next: mostly the owner or the participant, sometimes another agency."""
        agencies = [Holder(each.value) for each in Agency] if self.shares else []
        others = [Holder.PARTICIPANT, Holder(self.owner.value), Holder(self.owner.value), *agencies]
        return self.rows.chance.choice([each for each in others if each is not holder])

    def _turn(
        self, step: UUID, me: UUID, holder: Holder, since: datetime, ended: datetime | None,
        last: dict[str, Any] | None,
    ) -> dict[str, Any]:  # fmt: skip
        chance = self.rows.chance
        promised = since.date() + timedelta(
            days=round(self.kind.usual_days * chance.uniform(0.8, 1.5))
        )
        turn = {
            "id": self.rows.new_id(), "step_id": step, "after_id": last["id"] if last else None,
            "holder": holder, "outside_name": None, "answers": None, "since": since, "ended": ended,
            "promised_by": promised, "first_promised_by": promised,
            "ground": chance.choices(tuple(Ground), (5, 25, 30, 40))[0],
            "by_staff_id": self.staff[self.owner], "summary": None, "summary_language": None,
        }  # fmt: skip
        if last:
            self._hand_over(me, last, turn)
        if ended and ended.date() > promised and chance.random() < DELAY_SHARE:
            self._delay(turn)
        self.rows.add(Turn, **turn)
        return turn

    def _hand_over(self, me: UUID, last: dict[str, Any], turn: dict[str, Any]) -> None:
        """Most are handed on, some are sent on because they are not for the one who got them."""
        chance, why, reason = self.rows.chance, Why.HANDED_OVER, None
        if last["holder"] is Holder.PARTICIPANT:
            why, turn["by_staff_id"] = Why.PART_DONE, None
        elif last["holder"] != self.owner and chance.random() < NOT_OURS_SHARE:
            why, reason = Why.NOT_OURS, chance.choice([*NOT_OURS])
        self.rows.add(
            Handover, turn_id=turn["id"], from_turn_id=last["id"], participant_id=me, why=why,
            reason=reason,
        )  # fmt: skip

    def _delay(self, turn: dict[str, Any]) -> None:
        """The day was moved before it had passed."""
        before: Any = turn["first_promised_by"]
        turn["promised_by"] = before + timedelta(days=14)
        self.rows.add(
            Delay, id=self.rows.new_id(), turn_id=turn["id"], at=turn["since"],
            promised_before=before, promised_by=turn["promised_by"],
            reason=self.rows.chance.choice([*DELAYED]), by_staff_id=self.staff[self.owner],
        )  # fmt: skip

    def _store(
        self, step: UUID, me: UUID, plan: UUID, position: int, at: datetime, turn: dict[str, Any]
    ) -> None:
        chance, holder = self.rows.chance, turn["holder"]
        open_ = turn["ended"] is None
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
            waits_for_id=None, other_route_id=None, position=position, added=self.begins, own=False,
            done_at=at if state is StepState.DONE else None, turn_id=turn["id"] if open_ else None,
            finished_by_id=self.staff[self.owner] if state is StepState.DONE else None, version=1,
        )  # fmt: skip
        if self.kind.paper:
            self._paper(step, me, values.get(self.kind.paper, self.kind.paper), at, done=not open_)

    def _paper(self, step: UUID, me: UUID, code: str, at: datetime, *, done: bool) -> None:
        asked_by = self.kind.asks or self.owner
        reached = [(Stage.ASKED, self.begins), *([(Stage.ARRIVED, at)] if done else [])]
        self.rows.add(
            Paper, step_id=step, participant_id=me, code=code, asked_by=asked_by,
            stage=reached[-1][0], reuses_id=None,
        )  # fmt: skip
        for stage, when in reached:
            self.rows.add(
                PaperStage, id=self.rows.new_id(), step_id=step, stage=stage, at=when, agency=self.owner,
                by_staff_id=self.staff[self.owner], reason=None,
            )  # fmt: skip
