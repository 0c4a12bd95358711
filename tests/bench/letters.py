"""How long a refusal takes, for a letter there is and for one there is not: nobody may tell them apart.

Run with `python -m tests.bench.letters`; on SQLite, in one process.
"""

import statistics
import tempfile
import time
from pathlib import Path

from sqlalchemy import update

from portal.people.demo import demo_id
from portal.people.sign_in import load, start
from portal.sign_in import letters
from portal.sign_in.letter_models import Letter
from tests.databases import SqliteTemplates
from tests.sign_in.people import give_letter

ROUNDS = 100


def refused(database, reference: str) -> float:
    """Milliseconds until a wrong code is refused."""
    begun = time.perf_counter()
    with database.writing() as db:
        try:
            letters.open_letter(db, reference, "AAAAAAAA")
        except letters.NotAccepted:
            return (time.perf_counter() - begun) * 1000
    raise AssertionError("let in")


def main() -> None:
    """Prints the medians, taken in turns."""
    with (
        tempfile.TemporaryDirectory() as folder,
        SqliteTemplates(Path(folder)).database() as database,
    ):
        with database.writing() as db, db.begin():
            lena = load(db, start(db, staff=demo_id("lena")))
        letter = give_letter(database, lena)
        taken: dict[str, list[float]] = {"wrong": [], "unknown": []}
        for _round in range(ROUNDS):
            with database.writing() as db, db.begin():
                db.execute(update(Letter).values(tries=0))
            taken["wrong"].append(refused(database, letter.reference))
            taken["unknown"].append(refused(database, "00000000"))
        for name, all_of_them in taken.items():
            spread = statistics.quantiles(all_of_them, n=4)
            print(
                f"{name:8} median {spread[1]:6.1f} ms, quartiles {spread[0]:.1f} to {spread[2]:.1f}"
            )


if __name__ == "__main__":
    main()
