"""How many SMS a text costs: the 7-bit default alphabet, or UCS-2 as soon as one letter needs it.

Source: 3GPP TS 23.038, 6.2.1 (default alphabet and its extension table) and TS 23.040, 9.2.3.24.1
(a part of several carries a header of six octets: 153 septets or 67 UCS-2 units are left).
"""

DEFAULT_ALPHABET = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("\f^{}\\[~]|€")  # an escape and a letter: two septets each
ONE_GSM, PART_GSM = 160, 153
ONE_UCS2, PART_UCS2 = 70, 67


def is_gsm(text: str) -> bool:
    """Whether a text is written in the 7-bit alphabet, which holds more than twice as much."""
    return set(text) <= DEFAULT_ALPHABET | EXTENSION


def segments(text: str) -> int:
    """How many SMS a text is sent, and paid for, as. None at all for an empty one."""
    if is_gsm(text):
        widths = [2 if letter in EXTENSION else 1 for letter in text]
        return _parts(widths, ONE_GSM, PART_GSM)
    widths = [2 if ord(letter) > 0xFFFF else 1 for letter in text]  # a surrogate pair
    return _parts(widths, ONE_UCS2, PART_UCS2)


def _parts(widths: list[int], one: int, part: int) -> int:
    """A letter of two units is never cut in half, so a part may end one unit early."""
    if sum(widths) <= one:
        return 1 if widths else 0
    parts, used = 1, 0
    for width in widths:
        if used + width > part:
            parts, used = parts + 1, 0
        used += width
    return parts
