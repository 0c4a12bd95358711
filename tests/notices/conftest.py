"""A provider for each test, and the wall clock that real receivers need."""

from collections.abc import Iterator

import pytest
from sqlalchemy import delete

from portal.db import Database
from portal.notices.models import Notice, Reach
from tests.notices.people import settings_of
from tests.notices.provider import PASSWORD, USER, Provider, serving


@pytest.fixture
def provider() -> Iterator[Provider]:
    with serving(Provider()) as server:
        yield server


@pytest.fixture
def sms(provider: Provider):
    """Settings that send SMS to it."""
    return settings_of(sms_url=provider.url, sms_user=USER, sms_password=PASSWORD)


@pytest.fixture
def database(database: Database) -> Database:
    """The cast with an empty outbox and everyone reached as at first."""
    with database.writing() as session, session.begin():
        session.execute(delete(Notice))
        session.execute(delete(Reach))
    return database
