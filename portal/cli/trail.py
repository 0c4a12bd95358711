"""`portal trail`: sealing the trail, checking the seals, and the agencies' own follow-up."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from portal.config import from_environment

if TYPE_CHECKING:
    from portal.db import Database

DATA = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="A demo's data folder, instead of PORTAL_DATABASE_URL.",
)


@click.group()
def trail() -> None:
    """Who has looked at what, and that nobody has touched the record of it."""


@trail.command()
@DATA
def seal(data: Path | None) -> None:
    """Seal what is finished now; `portal deliver` does it every five minutes."""
    from portal.trail.sealing import newest, seal_all

    database = _database(data)
    made = seal_all(database)
    with database.reading() as db:
        last = newest(db)
    database.dispose()
    click.echo(f"{len(made)} seals made, over {sum(each.traces for each in made)} traces.")
    if last:
        click.echo(f"The newest is {last.id}, until {last.until:%Y-%m-%d %H:%M:%S} UTC:")
        click.echo(last.hash)


@trail.command()
@click.option(
    "--expect", multiple=True, metavar="HASH",
    help="A seal's hash from the log stream that must still be there. May be given again.",
)  # fmt: skip
@DATA
def verify(expect: tuple[str, ...], data: Path | None) -> None:
    """Reckon every seal anew. Ends with 1 when a trace or a seal is not as it was sealed."""
    from portal.cli.trail_verify import show

    sys.exit(0 if show(_database(data), expect) else 1)


@trail.command()
@click.option(
    "--from", "first", required=True, type=click.DateTime(["%Y-%m-%d"]), help="First day."
)
@click.option("--to", "last", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Last day.")
@click.option("--agency", type=click.Choice(["af", "malmo", "fk", "skane"]), help="One alone.")
@click.option("--csv", "as_csv", is_flag=True, help="For a spreadsheet.")
@DATA
def report(
    first: datetime, last: datetime, agency: str | None, as_csv: bool, data: Path | None
) -> None:
    """Looks that an agency should ask about. Nobody's name, and no verdict: most have a reason."""
    from portal.cli.trail_report import show

    if last < first:
        raise click.BadParameter("The last day is before the first.", param_hint="--to")
    show(_database(data), first.date(), last.date(), agency=agency, as_csv=as_csv)


def _database(data: Path | None) -> "Database":
    from portal.db import WORKER, Database

    url = f"sqlite:///{data.resolve() / 'demo.db'}" if data else from_environment().database_url
    return Database(url, statement_seconds=300, acting=WORKER)
