"""`portal migrate`: brings the database up to this version's schema, while the portal serves."""

import sys

import click

from portal.config import UnsafeSettings, from_environment
from portal.db import Database
from portal.migrations import commands
from portal.migrations.online import Undecided
from portal.migrations.running import AnotherRun, TablesInUse

PENDING = 1  # the exit code when something is still to be run


@click.command()
@click.option(
    "--check", is_flag=True, help="Only tell what is pending: exit code 0 when nothing is, else 1."
)
@click.option(
    "--employer",
    multiple=True,
    metavar="EMPLOYEE_ID=AGENCY",
    help="The agency of a member of staff who has none; asked for once. May be given again.",
)
@click.option(
    "--title", multiple=True, metavar="EMPLOYEE_ID=TITLE",
    help="The title of one whose title is unknown; asked for once. May be given again.",
)  # fmt: skip
def migrate(check: bool, employer: tuple[str, ...], title: tuple[str, ...]) -> None:
    """Bring the database up to this version's schema. The portal may go on serving meanwhile."""
    settings = from_environment()
    database = Database(settings.database_url)
    try:
        if check:
            _tell_pending(database)
            return
        _upgrade(database, {"employer": _pairs(employer), "title": _pairs(title)})
        click.echo(f"The database is at {commands.current(database)}.")
        if settings.database_role:
            _grant(database, settings.database_role)
    finally:
        database.dispose()


def _tell_pending(database: Database) -> None:
    pending = commands.pending(database)
    for each in pending:
        click.echo(each)
    if pending:
        click.echo("To run: portal migrate", err=True)
        sys.exit(PENDING)
    click.echo("Nothing is pending.")


def _pairs(given: tuple[str, ...]) -> dict[str, str]:
    """Raises click.UsageError for what has no equals sign."""
    pairs = dict(each.rpartition("=")[::2] for each in given)
    if "" in pairs:
        raise click.UsageError("Write EMPLOYEE_ID=… with what is asked for after the equals sign.")
    return pairs


def _upgrade(database: Database, answers: commands.Answers) -> None:
    """Raises click.ClickException with what happened and what to do."""
    if not commands.pending(database):
        return
    try:
        commands.upgrade(database, answers=answers, tell=click.echo)
    except TablesInUse as error:
        raise click.ClickException(
            "A table was in use too long each time; the revisions listed above are kept. Run this"
            " again, or first see in pg_stat_activity what runs for minutes."
        ) from error
    except AnotherRun as error:
        raise click.ClickException("Another `portal migrate` is running. Let it end.") from error
    except Undecided as error:
        rows = "".join(f"\n  {row}" for row in error.rows)
        raise click.ClickException(f"{error.what_to_do}{rows}") from error


def _grant(database: Database, role: str) -> None:
    try:
        commands.grant(database, role)
    except commands.UnsafeRole as error:
        raise UnsafeSettings(
            f"PORTAL_DATABASE_ROLE: row level security does not hold {error}."
        ) from error
    click.echo(f"{role} may serve the portal.")
