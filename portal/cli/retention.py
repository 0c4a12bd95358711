"""What `portal retention` and `portal hold` do and print."""

import sys
from collections.abc import Sequence
from uuid import UUID

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy.exc import NoResultFound

from portal.config import from_environment
from portal.db import WORKER, Database
from portal.retention.holds import AlreadyHeld, hold, let_go
from portal.retention.service import Applied, apply_all

NOT_WRITTEN = 3  # the exit code, so that a timer that means to delete is noticed


def run(*, write: bool, url: str | None = None) -> None:
    """Applies every rule in one transaction; without `write` undoes it all and only tells.

    Ends with 3 then, and with 1 where something could not be deleted.
    """
    database = Database(
        url or from_environment().database_url, statement_seconds=600, acting=WORKER
    )
    with database.writing() as db:
        applied = apply_all(db)
        if write:
            db.commit()
        else:
            db.rollback()
    database.dispose()
    Console(width=200).print(_table(applied))
    troubled = _tell_troubles(applied)
    if not write:
        click.echo("Nothing has been deleted. To delete: portal retention --write", err=True)
        sys.exit(NOT_WRITTEN)
    click.echo("Deleted.")
    sys.exit(1 if troubled else 0)


def _table(applied: Sequence[Applied]) -> Table:
    table = Table("kind", "agency", "kept, days", "counted from when", "rows", "reason")
    for rule, rows in ((each.rule, each.rows) for each in applied):
        table.add_row(
            rule.kind, rule.agency or "–", f"{rule.kept.total_seconds() / 86400:g}", rule.since,
            str(rows), f"{rule.reason}{' (proposal)' if rule.proposal else ''}",
        )  # fmt: skip
    return table


def _tell_troubles(applied: Sequence[Applied]) -> bool:
    """Says of whom something is kept though it is old; whether there is any."""
    for each in applied:
        for trouble in each.troubles:
            whose = f"{each.rule.kind} of {trouble.person}"
            click.echo(f"Kept, {whose}: {trouble.said}", err=True)
    return any(each.troubles for each in applied)


def change_hold(
    participant: UUID, *, reason: str, end: bool = False, url: str | None = None
) -> None:
    """Begins or ends a legal hold. Raises click.ClickException that says what to do."""
    database = Database(url or from_environment().database_url, acting=WORKER)
    try:
        with database.writing() as db, db.begin():
            if end:
                let_go(db, participant)
            else:
                hold(db, participant, reason)
    except NoResultFound as error:
        raise click.ClickException("There is no such participant, or no hold to end.") from error
    except AlreadyHeld as error:
        raise click.ClickException("There is a hold already. End it first: --end.") from error
    finally:
        database.dispose()
    click.echo("The hold has ended." if end else "Nothing about this participant will be deleted.")
