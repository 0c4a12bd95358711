"""What a check has found in a catalog: where, what is wrong, and how to write it."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Severity(StrEnum):
    """An error is not shown to readers, or would mislead them; a warning wants a second look.

    What is for information only asks for nothing.
    """

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to put right.

    `rule` is what an entry's `# check-ok: rule, because …` names to accept it; `where` are the pages
    it will show on; `source` is the text it translates.
    """

    path: Path
    line: int
    rule: str
    wrong: str
    hint: str = ""
    source: str = ""
    where: tuple[str, ...] = ()
    severity: Severity = Severity.ERROR
