"""Ready sets of steps for common starts: added with one post, edited before that.

Each agency adds its own steps of a set, and the joint ones; a step of another agency's is that
agency's to add.
"""

from dataclasses import dataclass
from types import MappingProxyType

from portal.i18n.text import Phrase, phrase
from portal.people.agencies import Agency
from portal.phrases.step_kinds import BY_CODE as KINDS


@dataclass(frozen=True, slots=True)
class SetPart:
    """One step of a set; `after` is the kind in the same set that it waits for."""

    kind: str
    after: str | None = None
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class StepSet:
    """A common start."""

    code: str
    name: Phrase
    parts: tuple[SetPart, ...]

    def parts_for(self, agency: Agency) -> tuple[SetPart, ...]:
        """What an agency adds of it: its own steps and the joint ones, in order."""
        return tuple(part for part in self.parts if KINDS[part.kind].owner in (agency, None))


_KITCHEN = (("trade", "kitchen"),)

STEP_SETS = (
    StepSet("kitchen", phrase("step set", "Kitchen job track"), (
        SetPart("G02"), SetPart("A01"), SetPart("A05"), SetPart("A13", "A01", _KITCHEN),
        SetPart("A06", "A13"), SetPart("M08"), SetPart("M14"), SetPart("M06", None, _KITCHEN),
        SetPart("F01"), SetPart("V01"), SetPart("G06"),
    )),
    StepSet("sick", phrase("step set", "Sick-listed"), (
        SetPart("G01"), SetPart("G02"), SetPart("F03"), SetPart("F04", "F03"), SetPart("F05", "F04"),
        SetPart("A14"), SetPart("A16", "A14"), SetPart("M04"), SetPart("M12"), SetPart("V01"),
        SetPart("V04"), SetPart("V05"), SetPart("G06"),
    )),
    StepSet("swedish", phrase("step set", "New in Swedish"), (
        SetPart("G01"), SetPart("G02"), SetPart("M15"), SetPart("M09", None, (("course", "A"),)),
        SetPart("M08"), SetPart("A01"), SetPart("A12"), SetPart("F01"), SetPart("V01"), SetPart("G06"),
    )),
)  # fmt: skip

BY_CODE = MappingProxyType({each.code: each for each in STEP_SETS})
