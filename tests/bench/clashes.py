"""`python -m tests.bench.clashes`: the clash guard against counting minutes, over many calendars."""

import sys
from collections import Counter

from rich.progress import track

from tests.appointments.calendars import counted, found_by_the_guard, random_calendar


def main(count: int) -> None:
    """Prints how many clashes there were, how many the guard missed, and how many were none."""
    found: Counter[str] = Counter()
    for seed in track(range(count), "Calendars"):
        calendar = random_calendar(seed)
        expected, said = counted(calendar), found_by_the_guard(calendar)
        found.update({
            "clashes": len(expected), "undetected": len(expected - said), "false": len(said - expected),
            "calendars with a clash": bool(expected), "calendars": 1,
        })  # fmt: skip
    print(dict(found))
    sys.exit(bool(found["undetected"] or found["false"]))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
