"""A provider for each test, and the wall clock that real receivers need."""

from collections.abc import Iterator

import pytest

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
