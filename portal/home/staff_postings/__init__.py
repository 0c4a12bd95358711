"""What staff post. Each knows its form, what the participant will see, and how to store it."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.home.staff_postings import (
    goal,
    kept_times,
    messages,
    papers,
    sets,
    steps,
    times,
    turns,
)
from portal.home.staff_postings.scene import Posting, Scene
from portal.i18n.text import phrase

POSTINGS: Mapping[str, Posting] = MappingProxyType({
    "turn": Posting(phrase("posting", "Hand over the turn"), "route", "turn", turns.turn_form, turns.turn_preview, turns.publish_turn),
    "done": Posting(phrase("posting", "Step done"), "check", "done", turns.done_form, turns.done_preview, turns.publish_done),
    "step": Posting(phrase("posting", "New step"), "plus", "step", steps.step_form, steps.step_preview, steps.publish_step, steps.parameters),
    "appointment": Posting(phrase("posting", "New time"), "calendar", "appointment", times.form, times.preview, times.publish),
    "message": Posting(phrase("posting", "Message"), "message", "message", messages.form, messages.preview, messages.publish, messages.parameters, unfinished=True, said=messages.said),
    # Reached from the step or the person they are about.
    "not_ours": Posting(phrase("posting", "Not ours"), "undo", "turn", turns.not_ours_form, turns.turn_preview, turns.publish_not_ours, listed=False),
    "delay": Posting(phrase("posting", "It takes longer"), "hourglass", "delay", turns.delay_form, turns.delay_preview, turns.publish_delay, listed=False),
    "not_possible": Posting(phrase("posting", "Not possible"), "cross", "not_possible", steps.not_possible_form, steps.not_possible_preview, steps.publish_not_possible, steps.parameters, listed=False),
    "paper": Posting(phrase("posting", "The paper"), "document", "paper", papers.form, papers.preview, papers.publish, listed=False),
    "set": Posting(phrase("posting", "Several steps"), "plus", "set", sets.form, sets.preview, sets.publish, listed=False),
    "move": Posting(phrase("posting", "Move the time"), "calendar", "move", times.move_form, times.move_preview, times.publish_move, listed=False),
    "cancel": Posting(phrase("posting", "Cancel the time"), "cross", "cancel", kept_times.cancel_form, kept_times.cancel_preview, kept_times.publish_cancel, listed=False),
    "interpreter": Posting(phrase("posting", "Interpreter"), "speak", "interpreter", kept_times.interpreter_form, kept_times.interpreter_preview, kept_times.publish_interpreter, listed=False),
    "outcome": Posting(phrase("posting", "How it went"), "check", "outcome", kept_times.outcome_form, kept_times.outcome_preview, kept_times.publish_outcome, kept_times.parameters, listed=False),
    "goal": Posting(phrase("posting", "Agreed goal"), "star", "goal", goal.form, goal.preview, goal.publish, listed=False),
})  # fmt: skip

__all__ = ["POSTINGS", "Posting", "Scene"]
