"""Short names for what the lives are told with."""

from typing import Any

from portal.people.agencies import Agency
from portal.phrases.appointment_kinds import InterpreterState
from portal.plan.models import Holder, StepState

AF, MALMO, FK, SKANE = Agency.AF, Agency.MALMO, Agency.FK, Agency.SKANE
ME = Holder.PARTICIPANT
DONE, WAITING, BOOKED = StepState.DONE, StepState.WAITING, StepState.BOOKED
ONGOING, PLANNED, PAUSED = StepState.IN_PROGRESS, StepState.PLANNED, StepState.PAUSED
CONFIRMED, BY_PHONE = InterpreterState.CONFIRMED, InterpreterState.BY_PHONE

SCHOOL = "Exempelgatan 12, rum 3"
HOUSE: Any = {"entrance": "Ingång från gården, bredvid biblioteket. Plan 2.", "lift": True}
