"""What is typed into any form: signs nobody sees are nothing, and control signs are spaces."""

import pytest
from werkzeug.test import EnvironBuilder

from portal.signs import is_blank, typed
from portal.web.typed import Request

UNSEEN = [
    "\u200b", "\u200f", "\u2060", "\u00ad", "\ufeff", "\u3164", "\u2800", "\ufe0f", "\U000e0041", "\u034f",
    "\u115f", "\u1160", "\uffa0", "\u180e", "\u00a0", "\u3000", "\u202e", "\u200d", "\u200c", "\t", "\n", "\x0b",
]  # fmt: skip


@pytest.mark.parametrize("sign", UNSEEN)
def test_what_nobody_sees_is_empty(sign):
    assert is_blank(sign * 3)
    assert typed(f" {sign} {sign}\u200f") == ""
    assert not is_blank(f"{sign}a")


def test_invisible_signs_inside_a_text_stay():
    for text in ("علی\u200cرضا می\u200cآید", "👩\u200d🔧", "❤\ufe0f", "a\u00a0b"):
        assert typed(text) == text
        assert not is_blank(text)


def test_control_signs_are_spaces_but_for_the_newline():
    assert typed("Bild\x0bgatan\x0c1\t\x1b\x7f\x852") == "Bild gatan 1   \n2"
    assert typed("a\r\nb\rc\n\u2028d") == "a\nb\nc\n\nd"


def test_every_form_is_read_so():
    for multipart in (False, True):
        values = {"body": "a\x0bb", "name": "\u200f\u2800", "two": ["x", "\u3164"]}
        builder = EnvironBuilder(method="POST", data=values)
        builder.content_type = "multipart/form-data" if multipart else None
        form = Request(builder.get_environ()).form
        assert (form["body"], form["name"], form.getlist("two")) == ("a b", "", ["x", ""])


def test_a_message_nobody_sees_is_not_sent(reader):
    rim = reader("rim", "sv")
    page = rim.get("/messages/new?topic=other")
    form = page.form("/messages/new")
    answer = rim.client.post("/messages/new", data=form | {"body": "\u200f\u200b\u2800"})
    assert answer.status_code == 422
