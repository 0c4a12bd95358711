"""Addresses and telephone numbers in free text become links; all else stays as it was written.

What is shown is what is opened: an address is never shortened, never hidden behind other words,
and not linked where it could look like another than it is. Every pattern takes a bounded number
of steps at each place of the text, so the time grows with the length of the text and no faster.
"""

import re
import unicodedata

from markupsafe import Markup, escape

from portal.identity_numbers import identity_numbers

LONGEST_ADDRESS = 300
_ADDRESS = r"(?<![\w/@%=&#?+.])https?://[^\s<>\"«»“”„]+"
_GAP = r"[ \u00a0()/\-\u2010-\u2013]{0,3}"
_PHONE = (
    r"(?<![\w+@/=&#%(-])(?<!\d[.,])\(?(?:\+[1-9]|0)"
    rf"(?:{_GAP}[0-9]){{6,14}}(?![\w@])"
)  # fmt: skip
_CANDIDATE = re.compile(rf"(?P<address>{_ADDRESS})|(?P<phone>{_PHONE})", re.IGNORECASE)
_SHOWN_HOST = re.compile(
    r"https?://(?=[^/?#]{4,260}(?:[/?#]|\Z))(?:(?!xn--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+"
    r"[a-z]{2,63}(?::[1-9]\d{0,4})?(?:[/?#]|\Z)",
    re.ASCII | re.IGNORECASE,
)
_AFTER = ".,;:!?'*_’…،؛؟"  # what follows an address without being part of it
_CLOSING = {")": "(", "]": "["}
# A day as dd-mm-yyyy, from one time of day to another (0830-1200), or a mistyped identity number.
_NO_PHONE = re.compile(r"\d\d\W\d\d\W\d{4}|[0-2]\d\W?[0-5]\d\W{1,3}[0-2]\d\W?[0-5]\d|\d{6}\W\d{4}")
# 01 02 03: no area code of Sweden is two digits but 08.
_PAIRS = re.compile(r"0[1-79]\D")
# What stands before a number that is none of a telephone: of a case, a paper, an account, a class.
_CASE = re.compile(
    r"(?<!\w)(?:ärende\w*|mål\w*|dnr|diari\w*|d\.?nr|klass\w*|beslut\w*|faktur\w*|refe?\w{0,6}|ocr|bg|pg|bankgiro\w*"
    r"|plusgiro\w*|konto\w*|clearing\w*|iban|kund\w*|medlem\w*|order\w*|bokning\w*|bilag\w*|sid\w*|rum|sal\w*|kod\w*"
    r"|org\.?\s?nr|organisationsn\w*|personn\w*|samordningsn\w*|id|artikel\w*|serie\w*|case|matter|file|class"
    r"|account|invoice|booking|room|code)[\s:.#(\-–]{0,4}(?:(?:nr|nummer|no|number)[\s:.#(\-–]{0,4})?\Z",
    re.IGNORECASE,
)
_NEAR = 40  # signs before a number in which such a word is looked for
_WEB_LINK = Markup('<a href="{0}" rel="noreferrer noopener nofollow"><bdi dir="ltr">{0}</bdi></a>')
_PHONE_LINK = Markup('<a href="tel:{}"><bdi dir="ltr">{}</bdi></a>')


def linked(text: str) -> Markup:
    """The text, escaped, with its web addresses and telephone numbers as links.

    Line breaks are kept as they are; the style sheet shows them.
    """
    match = _CANDIDATE.search(text)
    if not match:
        return escape(text)
    pieces: list[Markup] = []
    taken = {at for number in identity_numbers(text) for at in range(*number)}
    done = 0
    while match:
        start, end, link = _web(match) if match["address"] else _phone(match, taken)
        if link:
            pieces += [escape(text[done:start]), link]
            done = end
        match = _CANDIDATE.search(text, end)
    return Markup("").join([*pieces, escape(text[done:])])


def _web(match: re.Match[str]) -> tuple[int, int, Markup | None]:
    """The link for what looks like an address, and from where to where it goes."""
    address = _trimmed(match[0])
    link = _WEB_LINK.format(address) if _is_plain(address) else None
    return match.start(), match.start() + len(address) if link else match.end(), link


def _trimmed(address: str) -> str:
    """Without the punctuation after it; a bracket stays when it was opened inside."""
    open_ = {closing: address.count(opening) for closing, opening in _CLOSING.items()}
    closed = {closing: address.count(closing) for closing in _CLOSING}
    end = len(address)
    while end:
        last = address[end - 1]
        if last in closed and closed[last] > open_[last]:
            closed[last] -= 1
        elif last not in _AFTER:
            break
        end -= 1
    return address[:end]


def _is_plain(address: str) -> bool:
    """Whether an address is what it looks like.

    No user name before the host, no host in other letters than a-z or in their disguise (xn--),
    no backslash, which browsers read as a slash, and no sign that is invisible or turns the text.
    """
    return (
        len(address) <= LONGEST_ADDRESS
        and "\\" not in address
        and _SHOWN_HOST.match(address) is not None
        and not any(unicodedata.category(each)[0] in "CZ" for each in address)
    )


def _phone(match: re.Match[str], taken: set[int]) -> tuple[int, int, Markup | None]:
    """The link for what looks like a telephone number; the longest part of it that is one.

    Two numbers can stand side by side, so the groups at the end are left out one by one, where what
    is left out can be a number of its own: a part of a number is none. What is taken by an identity
    number is no telephone number, nor is the number of a case.
    """
    start, written = match.start(), match[0]
    if _CASE.search(match.string[max(0, start - _NEAR) : start]):
        return start, match.end(), None
    if written[0] == "(" and ")" not in written:
        start, written = start + 1, written[1:]
    ends = [each.end() for each in re.finditer(r"\d+", written)]
    for end in reversed(ends):
        free = taken.isdisjoint(range(start, start + end))
        whole = end == ends[-1] or re.match(r"\D{1,3}(?=0)", written[end:])
        if free and whole and (number := _dialled(written[:end])):
            return start, start + end, _PHONE_LINK.format(number, written[:end])
    return start, start + ends[0], None


def _dialled(written: str) -> str | None:
    """A telephone number as it is dialled (E.164), or None when there is no such number."""
    import phonenumbers

    if _NO_PHONE.fullmatch(written) or _PAIRS.match(written):
        return None
    try:
        number = phonenumbers.parse(written, "SE")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
