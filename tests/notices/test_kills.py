"""A small run of `tests.bench.kills`: real workers, killed while they work."""

from tests.bench import kills


def test_workers_that_are_killed_lose_and_double_nothing(templates):
    with templates.copy() as url:
        figures = kills.measure(url, notices=100, kills=8, workers=3)
    assert figures.whole, figures
    assert figures.kills > 3  # a fast machine is done before the last ones
