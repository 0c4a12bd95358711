"""What `portal retention` and `portal hold` do and print."""

from uuid import UUID

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy.exc import NoResultFound

from portal.config import from_environment
from portal.db import WORKER, Database
from portal.retention.service import AlreadyHeld, apply_all, hold, let_go


def run(*, dry_run: bool, url: str | None = None) -> None:
    """Applies every rule in one transaction; a dry run undoes it all and only tells."""
    database = Database(
        url or from_environment().database_url, statement_seconds=600, acting=WORKER
    )
    table = Table("kind", "agency", "kept, days", "counted from when", "rows", "reason")
    with database.writing() as db:
        for rule, rows in apply_all(db):
            table.add_row(
                rule.kind, rule.agency or "–", f"{rule.kept.total_seconds() / 86400:g}", rule.since,
                str(rows), f"{rule.reason}{' (proposal)' if rule.proposal else ''}",
            )  # fmt: skip
        if dry_run:
            db.rollback()
        else:
            db.commit()
    database.dispose()
    Console(width=200).print(table)
    click.echo("Nothing has been deleted: a dry run." if dry_run else "Deleted.")


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
