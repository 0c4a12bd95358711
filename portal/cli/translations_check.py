"""`portal translations check`: what is wrong in the catalogs, and where."""

import sys
from pathlib import Path

import click

from portal.config import ROOT


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "style", type=click.Choice(["text", "json", "github"]), default="text")
@click.option(
    "--lang", type=click.Choice(["en", "sv"]), default="en", help="Language of the report."
)
@click.option("--strict", is_flag=True, help="Warnings end with 1 as well.")
@click.option("--no-source", is_flag=True, help="Do not compare with the templates and the code.")
@click.option("--fix", is_flag=True, help="Put right what is safe: edges, U+200B, kaf and yeh.")
def check(
    paths: tuple[Path, ...], style: str, lang: str, *, strict: bool, no_source: bool, fix: bool
) -> None:
    """Say what is wrong in our catalogs, or in the PO files and folders of PATHS.

    Ends with 0 if nothing is, 1 if something is, 2 if it cannot be looked at.
    """
    from portal.translations.check import check_own, check_paths
    from portal.translations.checks.wording import reporting_in
    from portal.translations.finding import Severity
    from portal.translations.report import FORMATS

    try:
        if fix:
            _fix(paths)
        with reporting_in(lang):
            checked = list(check_paths(paths) if paths else check_own(ROOT, source=not no_source))
            report = FORMATS[style](checked)
    except OSError as error:
        reason = error.strerror or str(error)
        click.echo(f"portal translations check: {error.filename or ''}: {reason}", err=True)
        sys.exit(2)
    if report:
        click.echo(report)
    bad = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    found = any(each.severity in bad for file in checked for each in file.findings)
    sys.exit(1 if found else 0)


def _fix(paths: tuple[Path, ...]) -> None:
    from portal.translations.fixing import fix_file

    for path in paths or (ROOT / "translations",):
        files = sorted(path.rglob("*.po")) if path.is_dir() else [path]
        for each in files:
            if changed := fix_file(each):
                click.echo(f"{each}: {changed} texts put right", err=True)
