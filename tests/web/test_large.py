"""What is too large is refused by its length, before any of it is read."""

import pytest

from portal.messages.attachment_forms import LARGEST_FORM
from tests.one_database import templates  # noqa: F401 - a fixture

FORMS = ("/messages/new", "/sign-in/passkey", "/language", "/nowhere")


class Unread:
    """A body that must not be read."""

    def read(self, _size: int = -1) -> bytes:
        raise AssertionError("it was read")

    readinto = readline = read


class Endless:
    """A body that says nothing of its length, and counts what was read of it."""

    def __init__(self) -> None:
        self.given = 0

    def read(self, size: int = -1) -> bytes:
        assert size > 0, "all of it at once"
        self.given += size
        return b"a" * size

    def readinto(self, into: bytearray) -> int:
        into[:] = self.read(len(into))
        return len(into)


def post(client, path, body, **environ):
    kind = {"wsgi.input": body, "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    return client.open(path, method="POST", environ_overrides=kind | environ)


@pytest.mark.parametrize("person", ["rim", None])
@pytest.mark.parametrize("path", FORMS)
def test_a_body_of_34_megabytes_is_refused_unread(reader, person, path):
    client = reader(person, "en").client
    answer = post(client, path, Unread(), CONTENT_LENGTH="34000000")
    assert answer.status_code == 413


@pytest.mark.parametrize("path", FORMS)
def test_one_that_says_no_length_is_read_no_further_than_is_allowed(reader, path):
    body = Endless()
    client = reader("rim", "en").client
    answer = post(
        client, path, body, **{"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    )
    assert answer.status_code in (400, 404, 413)
    assert body.given <= LARGEST_FORM + 128 * 1024
