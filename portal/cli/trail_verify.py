"""Showing what came of checking the seals."""

from collections.abc import Sequence

from rich.console import Console
from rich.progress import Progress, TaskID

from portal.db import Database
from portal.trail.verifying import Fault, Finding, Verified, verify

PLURAL = (Fault.ADDED, Fault.REMOVED)


def show(database: Database, expected: Sequence[str]) -> bool:
    """Checks, with progress on the error stream; whether everything is as it was sealed."""
    console = Console(highlight=False, soft_wrap=True)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task: TaskID = progress.add_task("Reckoning seals", total=None)
        found = verify(
            database, expected,
            lambda done, total: progress.update(task, completed=done, total=total),
        )  # fmt: skip
    database.dispose()
    for finding in found.findings:
        console.print(said(finding))
    console.print(_summary(found))
    return not found.findings


def said(finding: Finding) -> str:
    """One finding in words: which seal, over what time, what is wrong."""
    where = f"Seal {finding.seal}" if finding.seal else "The trail"
    when = (
        f", {finding.since:%Y-%m-%d %H:%M:%S} to {finding.until:%Y-%m-%d %H:%M:%S} UTC"
        if finding.since and finding.until else ""
    )  # fmt: skip
    counted = (
        f" ({finding.sealed} sealed, {finding.found} found)" if finding.fault in PLURAL else ""
    )
    return f"{where}{when}: {finding.fault}{counted}."


def _summary(found: Verified) -> str:
    if found.newest is None:
        return "Nothing has been sealed yet. Is `portal deliver` running?"
    newest = f"The newest ends {found.newest.until:%Y-%m-%d %H:%M:%S} UTC: {found.newest.hash}"
    state = f"{len(found.findings)} faults" if found.findings else "Everything is as it was sealed"
    return f"{state}: {found.seals} seals over {found.traces} traces.\n{newest}"
