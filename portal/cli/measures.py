"""Showing the measures: a table to read, or CSV to keep."""

import csv
import sys
from collections.abc import Iterable, Sequence
from dataclasses import astuple
from typing import TextIO

from rich.console import Console
from rich.table import Table

from portal.config import from_environment
from portal.db import WORKER, Database
from portal.messages import measures as forwards
from portal.phrases.step_kinds import BY_CODE
from portal.plan.measures import HolderMeasure, KindMeasure, measure
from portal.plan.usual import reckon_all

HOLDERS = ("kind", "step", "holder", "people", "turns", "median_days", "p90_days", "share_late")
KINDS = ("kind", "step", "people", "hand_overs_per_person", "not_ours_per_person")
PAIRS = ("from", "to", "people", "sent_on", "asked", "refused", "sent_back")
HIDDEN = "–"


def show(*, as_csv: bool, url: str | None = None) -> None:
    """Reckons the usual times anew, then prints the tables, or all as CSV one after the other."""
    database = Database(
        url or from_environment().database_url, statement_seconds=300, acting=WORKER
    )
    busy = Console(stderr=True).status("Reckoning …")
    with busy, database.writing() as session, session.begin():
        reckon_all(session)
        holders, kinds = measure(session)
        pairs = [tuple(map(_cell, pair)) for pair in forwards.measure(session)]
    database.dispose()
    tables = ((HOLDERS, map(_named, holders)), (KINDS, map(_named, kinds)), (PAIRS, pairs))
    for header, rows in tables:
        if as_csv:
            _csv(sys.stdout, header, rows)
        else:
            _table(header, rows)


def _named(row: HolderMeasure | KindMeasure) -> Sequence[object]:
    """A row with the English name of its kind after the code."""
    code, *rest = astuple(row)
    return (code, BY_CODE[code].title.text if code in BY_CODE else "", *map(_cell, rest))


def _cell(value: object) -> object:
    return HIDDEN if value is None else value


def _csv(out: TextIO, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(["" if cell == HIDDEN else cell for cell in row] for row in rows)


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    table = Table(*header)
    for row in rows:
        table.add_row(*map(str, row))
    Console().print(table)
    Console().print(
        f"{HIDDEN} hidden: fewer than ten people, or it would follow from the difference."
    )
