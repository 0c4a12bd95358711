"""Texts that do not fit: on a button, in one SMS, or beside their source."""

import re
from collections.abc import Iterator

from portal.notices.sms_encoding import is_gsm, segments
from portal.translations.checks.message import TOKEN, VALUE, Form, Found, Message, plain
from portal.translations.checks.wording import listed, said
from portal.translations.finding import Severity

RULE = "length"
TIGHT = frozenset(("button", "navigation", "quick reply", "menu", "tab"))
LONGEST = {
    "day": "27/11/2028", "time": "13:30", "old_day": "26/11/2028", "old_time": "22:45",
    "by": "24/12/2028", "code": "480215",
}  # fmt: skip
AT_MOST = re.compile(
    r"max(?:imum|imal)?[ -]*(?:length|längd)?\s*[:=]?\s*(\d{1,4})\s*(?:characters|chars|letters|tecken|bokstäver)|max(?:imum)?[ -]?length[:=]\s*(\d+)",
    re.IGNORECASE,
)


def check(message: Message) -> Iterator[Found]:
    """Everything about how long a text is."""
    if message.is_date_pattern:
        return
    context, at_most = message.entry.context or "", _at_most(message)
    for form in message.forms:
        if context == "notice":
            yield from _notice(message, form)
        elif at_most and len(form.plain) > at_most:
            wrong = said(
                "{got} letters where at most {wanted} fit", got=len(form.plain), wanted=at_most
            )
            yield Found(RULE, wrong, said("say it shorter"), form.number)
        elif context in TIGHT:
            yield from _tight(message, form)
        else:
            yield from _strange(message, form)


def _at_most(message: Message) -> int:
    for line in (*message.entry.notes, *message.entry.flags):
        if found := AT_MOST.search(line):
            return int(found[1] or found[2])
    return 0


def _notice(message: Message, form: Form) -> Iterator[Found]:
    """A notice is one SMS, with the longest values in it."""

    def value(found: re.Match[str]) -> str:
        name = re.sub(r"\W", "", found[0][2:-2]) if found[0].startswith("%(") else ""
        return "%" if found[0] == "%%" else LONGEST.get(name, "24/12")

    filled = TOKEN.sub(value, form.text)
    parts = segments(filled)
    if parts > 1:
        room = 160 if is_gsm(filled) else 70
        wrong = said(
            "{got} letters with its values: that is {parts} SMS, and one holds {room}",
            got=len(filled),
            parts=parts,
            room=room,
        )
        odd = [letter for letter in dict.fromkeys(form.text) if not is_gsm(letter)]
        hint = said("say it shorter")
        if room == 70 and "LATIN" in message.target.scripts and len(filled) <= 160:
            hint = said(
                "say it shorter, or without these letters: {letters} (then 160 fit)",
                letters=listed(odd),
            )
        yield Found(RULE, wrong, hint, form.number)


def _tight(message: Message, form: Form) -> Iterator[Found]:
    longest = max(len(text) for text in message.references)
    allowed = max(24, round(2.2 * longest))
    if len(form.plain) > allowed:
        wrong = said(
            "{got} letters on a button, in the source {wanted}", got=len(form.plain), wanted=longest
        )
        yield Found(RULE, wrong, said("say it shorter"), form.number)


def _strange(message: Message, form: Form) -> Iterator[Found]:
    """So long or so short that it is hardly the same text."""
    if "CJK" in message.target.scripts or not form.text.strip():
        return
    lengths = [len(plain(text)) for text in message.references]
    got, shortest, longest = len(form.plain.strip(VALUE + " ")), min(lengths), max(lengths)
    if got > 4 * longest + 30:
        wrong = said(
            "much longer than the source: {got} letters, in the source {wanted}",
            got=got,
            wanted=longest,
        )
    elif shortest >= 40 and got < 0.22 * shortest:
        wrong = said(
            "much shorter than the source: {got} letters, in the source {wanted}",
            got=got,
            wanted=shortest,
        )
    else:
        return
    yield Found(
        RULE,
        wrong,
        said("see whether it is the translation of this text, and whole"),
        form.number,
        Severity.WARNING,
    )
