"""Many made-up people with up to two and a half years of history each, beside the cast.

For seeing and measuring the portal as full as the programme was: 5,600 people, ten teams. All of
it follows from a seed and today's date, so two runs give the same people.
"""

import random
from collections.abc import Callable

from portal.cli.crowd.people import add_teams, person
from portal.cli.crowd.rows import Rows
from portal.db import Database
from portal.people.identity import IdentityVault

BATCH = 100


def add_crowd(
    database: Database,
    vault: IdentityVault,
    count: int,
    seed: int,
    progress: Callable[[int], object],
) -> None:
    """Adds that many people, in batches of one transaction each; tells the progress after each."""
    chance = random.Random(seed)  # noqa: S311 - a story, not a secret
    rows = Rows(chance)
    teams = add_teams(rows)
    for number in range(count):
        person(rows, vault, teams[number % len(teams)], number)
        if (number + 1) % BATCH == 0 or number + 1 == count:
            added = (number % BATCH) + 1
            with database.writing() as session, session.begin():
                rows.store(session)
            progress(added)
