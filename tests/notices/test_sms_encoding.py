"""Segments, counted by hand after 3GPP TS 23.038 and 23.040."""

import pytest

from portal.notices.sms_encoding import DEFAULT_ALPHABET, EXTENSION, is_gsm, segments


def test_the_alphabet_has_its_128_places():
    assert len(DEFAULT_ALPHABET) == 127  # the 128th is the escape to the extension table
    assert len(EXTENSION) == 10
    assert not DEFAULT_ALPHABET & EXTENSION


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("a", 1),
        ("å" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),  # 2 x 153
        ("a" * 307, 3),
        ("a" * 158 + "€", 1),  # 158 + 2 septets
        ("a" * 159 + "€", 2),
        ("a" * 152 + "€" + "a" * 152, 3),  # the escape is not cut off, so 152 + 2 + 152 is three
        ("ع" * 70, 1),
        ("ع" * 71, 2),
        ("ع" * 134, 2),  # 2 x 67
        ("ع" * 135, 3),
        ("a" * 69 + "ш", 1),
        ("a" * 70 + "ш", 2),
        ("😀" * 35, 1),  # two units each
        ("😀" * 36, 2),
        ("😀" * 67, 3),  # 33 to a part of 67 units
    ],
)
def test_segments(text, count):
    assert segments(text) == count


@pytest.mark.parametrize("letter", "–’”ŞşêçłžąáíóúčāÊÂâ\tёі")
def test_letters_that_make_every_letter_cost_two(letter):
    assert not is_gsm(f"Hej {letter}")


def test_swedish_is_cheap():
    assert is_gsm("Öppna din plan som vanligt. Åtgärd, é, 27/11 kl. 13:30! (Tid) & @")
