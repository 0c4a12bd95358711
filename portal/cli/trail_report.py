"""Showing an agency what to ask about: a table to read, or CSV to keep."""

import csv
import sys
from collections.abc import Iterable
from datetime import date

from rich.console import Console
from rich.table import Table

from portal import clock
from portal.db import Database
from portal.home.follow_up import Question, questions
from portal.people.agencies import Agency

HEADER = ("why", "agency", "employee_id", "participant_id", "day", "first", "number")


def show(database: Database, first: date, last: date, *, agency: str | None, as_csv: bool) -> None:
    """Prints what is found; `first` is the time of day in Malmö of the first look."""
    with Console(stderr=True).status("Reading the trail …"), database.reading() as db:
        found = questions(db, first, last, Agency(agency) if agency else None)
    database.dispose()
    if as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(_rows(found))
        return
    console = Console()
    table = Table(*HEADER)
    for row in _rows(found):
        table.add_row(*row)
    console.print(table)
    console.print(
        f"{len(found)} questions to ask. They are no verdict: most have a good answer. outside_hours:"
        " not between 07 and 19 on a workday. no_contact: no message, appointment or post of the"
        " agency within 90 days. many_people: more than 60 on a day; number is of people there, else"
        " of looks. letter_at_once: a letter was given out, opened and confirmed within 15 minutes."
        " letter_same_place: it was opened at an address or in a browser where staff gave it out or"
        " confirmed it; number is of minutes until it was opened."
    )


def _rows(found: Iterable[Question]) -> list[tuple[str, ...]]:
    return [
        (
            each.why, each.agency, each.employee_id, str(each.participant_id or ""),
            each.day.isoformat(), f"{clock.local(each.first):%H:%M}", str(each.number),
        )
        for each in found
    ]  # fmt: skip
