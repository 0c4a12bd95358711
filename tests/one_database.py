"""For modules whose tests look at pages that either database draws alike: they run on SQLite only.

A copy of the PostgreSQL database costs a test a fifth of a second. Use it by importing the fixture:
`from tests.one_database import templates`. Never where a rule of the database itself is tested.
"""

import pytest

from tests.databases import SqliteTemplates


@pytest.fixture
def templates(sqlite_templates: SqliteTemplates) -> SqliteTemplates:
    """The one kind of database."""
    return sqlite_templates
