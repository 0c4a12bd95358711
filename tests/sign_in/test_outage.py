"""A provider that is away: one person waits for it, the next ones are told at once."""

import socket
import time
from dataclasses import replace

import pytest

from portal.sign_in import clients, fetching, outage
from tests.one_database import templates  # noqa: F401 - a fixture
from tests.sign_in.test_faults import (
    KEYS,
    METADATA,
    TOKEN,
    answer_of,
    begin,
    require_friendly,
)

AT_ONCE = 0.5  # seconds; a page takes a hundredth of one
START = "/sign-in/with/bankid"


@pytest.fixture
def short(monkeypatch):
    """Waits half a second for a provider, and remembers for two that it was away."""
    monkeypatch.setattr(fetching.Deadline.__init__, "__defaults__", (0.6,))
    monkeypatch.setattr(outage, "AWAY_SECONDS", 2.0)


def timed(call):
    begun = time.monotonic()
    page = call()
    return time.monotonic() - begun, page


@pytest.mark.usefixtures("short")
def test_a_closed_port_is_not_knocked_at_again_for_a_while(app, reader):
    """Nor when somebody listens there meanwhile, who would keep everyone waiting."""
    record = app.extensions["portal.providers"][0]
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    clients.install(app, (replace(record, issuer=f"http://127.0.0.1:{port}"),))
    nobody = reader(None, "en")
    require_friendly(nobody.get(START, status=503))
    with socket.create_server(("127.0.0.1", port)) as listening:
        listening.settimeout(0)
        took, page = timed(lambda: nobody.get(START, status=503))
        require_friendly(page)
        assert took < AT_ONCE
        with pytest.raises(BlockingIOError):  # nobody has knocked
            listening.accept()
        time.sleep(2.1)
        nobody.get(START, status=503)
        listening.accept()[0].close()


@pytest.mark.parametrize("path", [METADATA, TOKEN, KEYS])
@pytest.mark.usefixtures("short")
def test_only_the_first_one_waits(reader, hostile, path):
    if path != METADATA:  # known from before: the people on their way are the ones who wait
        waiting = [begin(reader) for _each in range(2)]
    hostile.how[path] = "hang"
    for number in range(2):
        if path == METADATA:
            took, page = timed(lambda: reader(None, "en").get(START, status=503))
        else:
            someone, sent = waiting[number]
            hostile.claims = hostile.good("bankid", sent["nonce"])
            answer = answer_of(hostile, sent)
            took, page = timed(
                lambda someone=someone, answer=answer: someone.get(answer, status=503)
            )
        require_friendly(page)
        assert (took > AT_ONCE) is (number == 0)
    assert hostile.asked.count(path) == 1


@pytest.mark.usefixtures("short")
def test_when_it_is_back_people_get_in(reader, hostile):
    hostile.how[METADATA] = "hang"
    reader(None, "en").get(START, status=503)
    hostile.how.clear()
    reader(None, "en").get(START, status=503)
    time.sleep(2.1)
    begin(reader)


@pytest.mark.parametrize("how", ["error", "denial", "page", "list"])
def test_a_bad_answer_that_comes_soon_keeps_nobody_else_out(reader, hostile, how):
    """Or anyone who can make a provider stumble over one code could shut it for all."""
    (first, one), (second, two) = begin(reader), begin(reader)
    hostile.how[TOKEN] = how
    first.client.get(answer_of(hostile, one))
    hostile.how.clear()
    hostile.claims = hostile.good("bankid", two["nonce"])
    second.get(answer_of(hostile, two), status=303)


def test_what_an_answer_says_of_the_provider_keeps_nobody_else_out(reader, hostile):
    (first, one), (second, two) = begin(reader), begin(reader)
    first.get(answer_of(hostile, one, error="temporarily_unavailable"), status=503)
    hostile.claims = hostile.good("bankid", two["nonce"])
    second.get(answer_of(hostile, two), status=303)


@pytest.mark.usefixtures("short")
def test_each_provider_is_away_for_itself(app, reader):
    bankid, staff = app.extensions["portal.providers"]
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    clients.install(app, (replace(bankid, issuer=f"http://127.0.0.1:{port}"), staff))
    reader(None, "en").get(START, status=503)
    begin(reader, "af")


def test_it_is_remembered_for_half_a_minute():
    assert outage.AWAY_SECONDS == 30
