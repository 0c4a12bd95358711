"""Threads for the tests of what staff do with them."""

import pytest

from portal.messages import content, service
from portal.messages.routing import receivers
from portal.people.demo import demo_id


@pytest.fixture
def asks(do, actor):
    """`asks("hodan", "amir")`: a new thread of hers to someone, about money; its id."""

    def ask(slug, staff, body=""):
        def write(db):
            her = actor(slug)
            to = next(each for each in receivers(db, her) if each.id == demo_id(staff))
            phrase = None if body else "topic:money"
            said = {"phrase": phrase, "body": body, "language": "sv", "to": to}
            return service.write_to_team(db, her, **said)[0].id

        return do(write)

    return ask


@pytest.fixture
def posts(do, actor):
    """`posts("lena", "rim", "Hej")`: free text from staff; the message."""

    def post(staff, slug, body, **rest):
        said = [content.text(body, "sv")]
        return do(service.post, actor(staff), demo_id(slug), contents=said, **rest)

    return post
