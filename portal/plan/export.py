"""What this slice hands to the person herself: every plan, closed ones too, with all turns."""

from portal.exports import SWEDISH, Export
from portal.plan.models import (
    Delay,
    Duty,
    DutyTick,
    Goal,
    Handover,
    Paper,
    PaperStage,
    Plan,
    Step,
    Turn,
)

_STEP = (Step, Step.id == Turn.step_id)

EXPORTS = (
    Export(Plan, order=Plan.opened, texts={"goal": "goal_language", "goal_swedish": SWEDISH}),
    Export(
        Goal, whose=Plan.participant_id, through=((Plan, Plan.id == Goal.plan_id),),
        order=Goal.since, texts={"text": "language", "swedish": SWEDISH},
    ),
    Export(Step, order=Step.position, texts={"title": "title_language"}),
    Export(
        Turn, whose=Step.participant_id, through=(_STEP,), order=Turn.since,
        leaves_out={"open_id": "The id once more, while the turn is open."},
        texts={"summary": "summary_language"},
    ),
    Export(Handover),
    Export(
        Delay, whose=Step.participant_id, through=((Turn, Turn.id == Delay.turn_id), _STEP),
        order=Delay.at,
    ),
    Export(Paper),
    Export(
        PaperStage, whose=Paper.participant_id,
        through=((Paper, Paper.step_id == PaperStage.step_id),), order=PaperStage.at,
    ),
    Export(Duty, order=Duty.kind),
    Export(
        DutyTick, whose=Duty.participant_id, through=((Duty, Duty.id == DutyTick.duty_id),),
        order=DutyTick.month,
    ),
)  # fmt: skip
NOTHING = {"usual_time": "Medians over many people; nobody can be seen in them."}
