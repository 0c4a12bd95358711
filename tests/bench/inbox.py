"""What a list of threads costs as messages grow: `python -m tests.bench.inbox`.

Two databases with the same people and the same threads, one with ten times the messages in them:
67,200 and 672,000 by default, 5,600 people. Each page is called against hello in turn, in one
process, CPU time, 10th percentile of interleaved slices; what counts is the ratio of the two.
"""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

from flask import Flask
from rich.console import Console
from rich.table import Table
from sqlalchemy import func, insert, select, text

from portal import clock
from portal.db import Database
from portal.messages.models import Message, Thread
from portal.people.demo import demo_id
from portal.people.sign_in import start
from tests.bench.__main__ import Caller, hello_app, measure, signed_in
from tests.bench.people import add_people
from tests.databases import PostgresTemplates, SqliteTemplates, postgres_is_here

PAGES = {"/messages": None, "/staff/inbox": "lena"}
AT_ONCE = 50_000
console = Console()


def lengthen(database: Database, each: int) -> int:
    """Gives every thread of the crowd so many messages in all; answers how many there are now."""
    with database.reading() as session:
        threads = session.execute(
            select(Thread.id, Thread.participant_id, Thread.staff_id, func.count())
            .join(Message, Message.thread_id == Thread.id)
            .group_by(Thread.id, Thread.participant_id, Thread.staff_id)
            .having(func.count() == 5)
        ).all()
    rows = []
    with database.writing() as session, session.begin():
        for thread, person, staff, count in threads:
            rows += [_older(thread, person, staff, day) for day in range(1, each - count + 1)]
            if len(rows) >= AT_ONCE:
                session.execute(insert(Message), rows)
                rows = []
        if rows:
            session.execute(insert(Message), rows)
    with database.writing() as session, session.begin():
        session.execute(text("ANALYZE"))
        return session.scalar(select(func.count()).select_from(Message)) or 0


def _older(thread: UUID, person: UUID, staff: UUID | None, day: int) -> dict[str, object]:
    at = clock.now() - timedelta(days=day)
    return {
        "id": uuid4(), "thread_id": thread, "participant_id": person, "staff_id": staff,
        "phrase": "K18", "parameters": {}, "swedish": "Din plan är ändrad", "sent": at, "read": at,
    }  # fmt: skip


@contextmanager
def grown(templates: SqliteTemplates | PostgresTemplates, people: int, each: int) -> Iterator:
    """An app on a database with so many messages a person, and its pages' callers."""
    with templates.copy() as url:
        app, database = hello_app(url)
        crowd = add_people(database, people)
        total = lengthen(database, each)
        console.print(f"[dim]{total:,} messages of {people:,} people[/]")
        yield app, database, crowd
        database.dispose()


def calls_of(name: str, app: Flask, database: Database, crowd: list[UUID]) -> dict:
    """The pages of one database, under its name."""
    people = signed_in(app, database, crowd, 50)
    with database.writing() as session, session.begin():
        lena = Caller(app, start(session, staff=demo_id("lena")))
    turn = iter(range(10**9))
    calls = {}
    for path, who in PAGES.items():
        if who is None:
            calls[f"{name} {path}"] = lambda path=path: people[next(turn) % 50].get(path)
        else:
            calls[f"{name} {path}"] = lambda path=path: lena.get(path, QUERY_STRING="show=mine")
    return calls


def compare(
    templates: SqliteTemplates | PostgresTemplates, people: int, few: int
) -> dict[str, float]:
    """How much dearer each page is with ten times the messages."""
    with grown(templates, people, few) as small, grown(templates, people, few * 10) as large:
        calls = calls_of("small", *small) | calls_of("large", *large)
        took = measure(calls)
    for name, microseconds in took.items():
        console.print(f"[dim]{name}: {microseconds:,.0f} µs[/]")
    return {path: took[f"large {path}"] / took[f"small {path}"] for path in PAGES}


def main() -> None:
    """Prints the ratios, on SQLite and, where it is, on PostgreSQL."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=5600)
    parser.add_argument("--each", type=int, default=12, help="messages a person in the small one")
    asked = parser.parse_args()
    table = Table("page", "engine", "ten times the messages cost")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL runs as somebody else
        postgres = PostgresTemplates(folder) if postgres_is_here() else None
        for engine in filter(None, (SqliteTemplates(folder), postgres)):
            kind = type(engine).__name__.removesuffix("Templates")
            for path, ratio in compare(engine, asked.people, asked.each).items():
                table.add_row(path, kind, f"{ratio:.2f} x")
        if postgres:
            postgres.stop()
    console.print(table)


if __name__ == "__main__":
    main()
