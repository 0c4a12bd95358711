"""The `portal` command."""

import json
import os
import sys
from pathlib import Path
from uuid import UUID

import click

from portal import clock
from portal.cli import translations as catalogs
from portal.cli.migrate import migrate
from portal.cli.trail import trail
from portal.cli.translations_check import check
from portal.config import ROOT, UnsafeSettings, fixed_clock, from_environment


@click.group()
def portal() -> None:
    """One plan, one list of appointments, one inbox, four agencies."""
    if fixed := fixed_clock():
        clock.fix(fixed)


portal.add_command(migrate)
portal.add_command(trail)


def main() -> None:
    """Runs the command; unsafe settings end it with one clear line."""
    try:
        portal()
    except UnsafeSettings as error:
        click.echo(f"portal: {error}", err=True)
        sys.exit(2)


@portal.command()
@click.option("--port", default=5000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--data",
    default="instance",
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
)
@click.option("--fresh", is_flag=True, help="Make the demo anew, with times counted from today.")
@click.option(
    "--participants",
    default=0,
    show_default=True,
    type=click.IntRange(0, 100_000),
    help="Made-up people with 2.5 years of history, beside the cast.",
)
@click.option("--seed", default=2018, show_default=True, help="What their lives follow from.")
def demo(port: int, data: Path, fresh: bool, participants: int, seed: int) -> None:
    """Serve the cast on this machine. Touches nothing outside the data folder."""
    from portal.cli.demo import Crowd, serve_demo

    serve_demo(port=port, data=data, fresh=fresh, crowd=Crowd(participants, seed))


@portal.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64))
def serve(host: str, port: int, workers: int) -> None:
    """Serve in production, behind a proxy that ends TLS."""
    from granian.constants import Interfaces
    from granian.server import Server

    from portal import logs, startup

    settings = from_environment()  # refuse here, with one line, not in every worker
    if settings.demo:
        raise UnsafeSettings("PORTAL_ENV: `portal serve` is for production. Use `portal demo`.")
    startup.check_before_serving(settings)
    if not settings.trusted_proxies:
        click.echo(
            "portal: PORTAL_TRUSTED_PROXIES is 0: behind a proxy every visitor seems to come from it, and shares its limits.",
            err=True,
        )
    startup.end_workers_that_begin()
    try:
        Server(
            "portal.cli.wsgi:app", address=host, port=port, interface=Interfaces.WSGI, workers=workers,
            blocking_threads=4, log_dictconfig=logs.CONFIGURATION,
            workers_kill_timeout=startup.LAST_ANSWER_SECONDS,
        ).serve()  # fmt: skip
    finally:
        startup.settle_after_serving(settings)


@portal.command()
@click.option("--once", is_flag=True, help="End when nothing is due any more.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 8))
@click.option(
    "--lease",
    default=60.0,
    show_default=True,
    type=click.FloatRange(1, 3600),
    help="Seconds after which another worker takes over from one that died.",
)
@click.option(
    "--back-off",
    default=30.0,
    show_default=True,
    type=click.FloatRange(0.1, 3600),
    help="Seconds until about the first repeat; doubled for each after it.",
)
def deliver(once: bool, workers: int, lease: float, back_off: float) -> None:
    """Send what is due by SMS, e-mail and push. Several may run at once."""
    from portal.cli.deliver import Pace
    from portal.cli.deliver import deliver as send

    send(once=once, workers=workers, pace=Pace(lease, back_off, idle=min(2.0, lease / 4)))


@portal.command()
@click.option("--csv", "as_csv", is_flag=True, help="For a spreadsheet.")
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="A demo's data folder, instead of PORTAL_DATABASE_URL.",
)
def measures(as_csv: bool, data: Path | None) -> None:
    """Waiting and hand-overs per kind of step and agency; never per worker."""
    from portal.cli.measures import show

    show(as_csv=as_csv, url=f"sqlite:///{data.resolve() / 'demo.db'}" if data else None)


@portal.command()
@click.option("--write", is_flag=True, help="Delete. Without it, only tell what would be deleted.")
def retention(write: bool) -> None:
    """Delete what has been kept long enough, rule by rule. A legal hold keeps all about a person."""
    from portal.cli.retention import run

    run(write=write)


@portal.command()
@click.argument("participant", type=click.UUID)
@click.option("--reason", default="", help="Why nothing may be deleted; she can read it.")
@click.option("--end", is_flag=True, help="End the hold.")
def hold(participant: UUID, reason: str, end: bool) -> None:
    """Stop every deletion about one participant (legal hold), or allow it again."""
    from portal.cli.retention import change_hold

    if not end and not reason.strip():
        raise click.UsageError("Say why: --reason.")
    change_hold(participant, reason=reason.strip()[:200], end=end)


@portal.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def routes(as_json: bool) -> None:
    """List every endpoint with its methods, path and audience."""
    from portal.cli.routes import routes_of

    found = routes_of()
    if as_json:
        click.echo(json.dumps(found, indent=1))
        return
    for route in found:
        click.echo(
            f"{'/'.join(route['methods']):10} {route['path']:44} {', '.join(route['audience'])}"
        )


@portal.command()
@click.argument("language")
@click.option(
    "--folder",
    default="gallery",
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
)
def gallery(language: str, folder: Path) -> None:
    """Take pictures of every text of a LANGUAGE where it stands, with the text marked."""
    from portal.cli.gallery import make
    from portal.i18n.languages import LANGUAGES

    known = {each.tag: each for each in LANGUAGES}
    if language not in known:
        raise click.UsageError(f"No language {language}. There are: {', '.join(known)}.")
    make(known[language], folder)


@portal.group()
def translations() -> None:
    """The language catalogs."""


@translations.command()
def sync() -> None:
    """Bring every catalog in step with the source."""
    from portal.translations.sync import sync as write

    for path in write(ROOT):
        click.echo(os.path.relpath(path))


for command in (catalogs.stats, catalogs.new, catalogs.hand_off, catalogs.take_back, check):
    translations.add_command(command)
