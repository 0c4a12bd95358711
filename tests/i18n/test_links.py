"""Free text with links: nothing is hidden, nothing is lost, and only what is safe can be tapped."""

import html
import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as some
from markupsafe import Markup

from portal.i18n.links import LONGEST_ADDRESS, linked

LINK = re.compile(
    r'<a href="(?P<href>[^"<>]*)"(?P<rel> rel="noreferrer noopener nofollow")?>'
    r'<bdi dir="ltr">(?P<shown>[^<>]*)</bdi></a>'
)


def links(text: str) -> list[tuple[str, str]]:
    """What each link opens and shows; every link must be written in exactly one way."""
    out = linked(text)
    left = LINK.sub(lambda match: match["shown"], out)
    assert isinstance(out, Markup)
    assert not set("<>\"'") & set(left), out
    assert html.unescape(left) == text
    found = [
        (html.unescape(each["href"]), html.unescape(each["shown"])) for each in LINK.finditer(out)
    ]
    for each in LINK.finditer(out):
        assert bool(each["rel"]) != each["href"].startswith("tel:")
    for href, shown in found:
        assert href == shown or href.startswith("tel:+")
        assert href.lower().startswith(("http://", "https://", "tel:+"))
    return found


def opened(text: str) -> list[str]:
    return [href for href, _ in links(text)]


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("Se https://malmo.se/tolk.", "https://malmo.se/tolk"),
        ("https://malmo.se", "https://malmo.se"),
        ("(http://af.se/a?b=c&d=e#f)", "http://af.se/a?b=c&d=e#f"),
        ("https://sv.wikipedia.org/wiki/Malmö_(stad), bra", "https://sv.wikipedia.org/wiki/Malmö_(stad)"),
        ("[https://a.se/b[1]]!", "https://a.se/b[1]"),
        ("”https://a.se/b”", "https://a.se/b"), ("»https://a.se/b»:", "https://a.se/b"),
        ("https://a.se/b?!", "https://a.se/b"), ("https://a.se/b…", "https://a.se/b"),
        ("شاهد https://a.se/b؟", "https://a.se/b"), ("https://a.se/b، ثم", "https://a.se/b"),
        ("HTTPS://MALMO.SE/A", "HTTPS://MALMO.SE/A"), ("https://a.se:8443/b", "https://a.se:8443/b"),
        ("https://a.se/@namn", "https://a.se/@namn"), ("Länk:https://a.se", "https://a.se"),
        ("https://a.se/<b>", "https://a.se/"), ("https://a.se/'><script>", "https://a.se/"),
        ("https://a.se\nhttps", "https://a.se"),
    ],
)  # fmt: skip
def test_an_address_is_linked_without_what_stands_around_it(text, href):
    assert opened(text) == [href]


@pytest.mark.parametrize(
    "text",
    [
        "https://bank.se@evil.example", "https://bank.se:x@evil.example/", "https://a@b.se",
        "https://malmö.se", "https://mаlmo.se", "https://xn--malm-8qa.se", "https://www.XN--malm-8qa.se/",
        "https://a.se／b", "https://a.se\\b", "https://a.se/b\\c", "https://evil.example\\@bank.se", "https://a。se",
        "https://a.se/\u202egpj.exe", "https://a\u200b.se/", "https://a.se/\u2066x", "https://a.se/\x07",
        "https://a.se/\u00adx", "https://a.se/\ue000", "httpſ://a.se",
        "https://", "https:///a.se", "https:/a.se", "https://localhost/", "https://192.168.0.1/", "https://[::1]/",
        "https://a", "https://.se", "https://-a.se", "https://a-.se", "https://a..se", "https://a.se:x/", "https://a.s",
        "javascript:alert(1)", "JAVASCRIPT://a.se/%0aalert(1)", "data:text/html,<b>", "ftp://a.se", "file:///etc/passwd",
        "mailto:a@b.se", "a@b.se", "www.malmo.se", "malmo.se", "//a.se", "xhttps://a.se", "/https://a.se",
        "https://" + "a" * 64 + ".se", "https://" + "a." * 130 + "se",
        "https://a.se/" + "b" * LONGEST_ADDRESS,
    ],
)  # fmt: skip
def test_what_could_mislead_is_only_text(text):
    assert links(text) == []


@pytest.mark.parametrize(
    ("text", "href", "shown"),
    [
        ("Ring 070-174 06 05.", "tel:+46701740605", "070-174 06 05"),
        ("tel:0701740605", "tel:+46701740605", "0701740605"),
        ("Tel.0771-416 416", "tel:+46771416416", "0771-416 416"),
        ("(040) 34 10 00", "tel:+4640341000", "(040) 34 10 00"),
        ("(040-34 10 00)", "tel:+4640341000", "040-34 10 00"),
        ("+46 (0)70-174 06 05", "tel:+46701740605", "+46 (0)70-174 06 05"),
        ("0045 35 35 35 35", "tel:+4535353535", "0045 35 35 35 35"),
        ("+963 11 222 3344 دمشق", "tel:+963112223344", "+963 11 222 3344"),
        ("070\u00a0174\u00a006\u00a005", "tel:+46701740605", "070\u00a0174\u00a006\u00a005"),
    ],
)
def test_a_telephone_number_is_linked_as_it_is_written(text, href, shown):
    assert links(text) == [(href, shown)]


@pytest.mark.parametrize(
    "text",
    [
        "830414-9282", "070101-2391", "20070101-2391",
        "2026-11-23 13:00", "08-12-2026", "0830-1200", "kl. 08 30-12 00", "08.30-12.00", "112", "1177", "0-0-0-0-0-0-0-0",
        "00000000", "1 500 kronor", "0701740605@example.se", "a0701740605", "x=0701740605", "070174060512345678",
        "0,0701740605", "070-17\n40605", "0701740605a",
    ],
)  # fmt: skip
def test_other_numbers_are_only_text(text):
    assert links(text) == []


def test_an_identity_number_that_could_be_dialled_is_no_telephone_number():
    """0701012395 is a valid personnummer of someone born in 2007, and a number one can call."""
    import phonenumbers

    assert phonenumbers.is_valid_number(phonenumbers.parse("0701012395", "SE"))
    assert links("0701012395") == links("070101 2395") == []
    assert links("0701012395, 040-34 10 00") == [("tel:+4640341000", "040-34 10 00")]


def test_numbers_and_addresses_side_by_side_are_told_apart():
    text = "070-174 06 05 040-34 10 00 https://a.se/0701740605 070 1740605\nhttps://b.se"
    assert opened(text) == [
        "tel:+46701740605", "tel:+4640341000", "https://a.se/0701740605", "tel:+46701740605", "https://b.se",
    ]  # fmt: skip


def test_line_breaks_and_markup_stay_text():
    assert linked("a\r\n\n<br>&amp;") == "a\r\n\n&lt;br&gt;&amp;amp;"
    around = "<b>&'\" {} <i> {} </i>"
    assert len(links(around.format("https://a.se/?a&b='\"", "070-174 06 05"))) == 2


pieces = some.sampled_from([
    "https://", "http://", "a.se", " https://a.se/b ", " 070-174 06 05 ", "/", "@", ":", ".", ",", "(", ")", "]", "»", " ", "\n", "<", ">", '"', "'", "&",
    "070-174 06 05", "+46", "0", "040", "830414-9282", "-", "\\", "\u202e", "\u200b", "xn--", "ö", "tel:", "javascript:",
    "<a href=", "</bdi>", "&amp;", "%", "{", "}",
])  # fmt: skip


@given(some.text() | some.lists(pieces | some.text(max_size=3)).map("".join))
def test_nothing_is_lost_hidden_or_added(text):
    links(text)


def steps(text: str) -> int:
    """How many calls it takes, Python's own and those into C."""
    linked(text)  # imports and pattern caches
    count = 0

    def counted(_frame, event, _argument):
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        linked(text)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    "piece",
    [
        "https://", "https://a.se/(", "https://a.se)", "0", "070-", "070-174 06 05 ", "+46 ", "0701740605,", "00 ",
        "830414-9282 ", "070101-2395 ", "(", ")", "a.", "https://a-", "0 0", "0(-", "04 01 01 ", "https://a.a.",
    ],
)  # fmt: skip
def test_time_grows_with_the_length_and_no_faster(piece):
    """Four times the text takes at most about four times the calls.

    Within one call a pattern takes a bounded number of steps at each place, by construction: all
    its repetitions are bounded or of signs that the next part cannot begin with.
    """
    short, long = (steps((piece * 2_000)[:length]) for length in (2_000, 8_000))
    assert long <= 5 * short + 100
