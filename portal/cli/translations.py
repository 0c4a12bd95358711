"""`portal translations stats|new|handoff|import`: the work around a catalog."""

import json
import os
import sys
from pathlib import Path

import click

from portal.config import ROOT
from portal.i18n.languages import BY_TAG

TAG = click.Choice(list(BY_TAG))


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def stats(form: str) -> None:
    """Say how far every language has come."""
    from rich.console import Console
    from rich.table import Table

    from portal.i18n.catalogs import DOMAINS, catalog_path
    from portal.translations.states import State, progress_of
    from portal.translations.sync import languages_of, read_document

    found = [
        progress_of(read_document(catalog_path(ROOT / "translations", language, domain)), language, domain)
        for domain in DOMAINS
        for language in languages_of(domain)
    ]  # fmt: skip
    if form == "json":
        rows = [
            {
                "language": each.language.tag, "domain": each.domain, "texts": each.total,
                "status": each.language.status.value, **{s.value: each.counts[s] for s in State},
            }
            for each in found
        ]  # fmt: skip
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    table = Table(
        "language",
        "status",
        "file",
        "texts",
        "broken",
        "empty",
        "unsure",
        "changed",
        "to review",
        "ready",
        box=None,  # in a window of 80 letters no heading is cut
        padding=(0, 1, 0, 0),
    )
    for each in found:
        counts = (str(each.counts[state] or "") for state in State)
        table.add_row(
            each.language.tag, each.language.status.value, each.domain, str(each.total), *counts
        )
    Console().print(table)


@click.command()
@click.argument("tag")
@click.option("--name", "self_name", default="", help="What its readers call it, in their letters.")
@click.option("--swedish", default="", help="Its name in Swedish.")
@click.option("--cldr", default="", help="Whose dates it takes, where CLDR does not know it.")
@click.option("--direction", type=click.Choice(["ltr", "rtl"]), default=None)
@click.option("--plural-forms", default="", help="As in the header of a PO file.")
def new(tag: str, direction: str | None, **said: str) -> None:
    """Begin a language: one record and one empty catalog."""
    from portal.translations import adding

    try:
        language, path = adding.add(ROOT, adding.Wanted(tag, direction=direction or "", **said))
    except adding.NotAdded as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"{language.self_name} ({language.tag}) is a draft. Its texts: {os.path.relpath(path)}"
    )
    click.echo(
        "Stop the demo with Ctrl+C and start it again: the language is in the workshop then."
    )
    click.echo("Once they are written, set its status to preview in translations/languages.toml.")


@click.command("handoff")
@click.argument("tag", type=TAG)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--pictures", type=click.Path(path_type=Path, exists=True, file_okay=False))
def hand_off(tag: str, folder: Path, pictures: Path | None) -> None:
    """Make a folder for a translation bureau."""
    from portal.translations import handoff

    try:
        handoff.hand_off(ROOT, BY_TAG[tag], folder, pictures)
    except FileExistsError as error:
        raise click.ClickException(f"{folder} is there already. Name a new folder.") from error
    click.echo(f"{folder.resolve()} is ready to be sent.")


@click.command("import")
@click.argument("back", type=click.Path(path_type=Path, exists=True))
def take_back(back: Path) -> None:
    """Bring in a folder that came back, or a PO file that was mailed alone."""
    from portal.translations import handoff

    try:
        language, taken = handoff.take_back(ROOT, back)
    except handoff.NotTaken as error:
        raise click.ClickException(str(error)) from error
    for refused in taken.refused:
        click.echo(f"not taken: {refused}")
    for conflict in taken.conflicts:
        click.echo(f"kept as it is here: {conflict}")
    click.echo(
        f"{language.self_name}: {taken.changed} changed, {taken.same} as before,"
        f" {len(taken.conflicts)} changed here as well, {len(taken.refused)} not taken."
    )
    sys.exit(1 if taken.refused or taken.conflicts else 0)
