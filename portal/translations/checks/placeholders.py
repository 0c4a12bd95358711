"""Values that are filled in: none missing, none foreign, none broken."""

import re
from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache

from portal.translations.checks.message import Form, Found, Message
from portal.translations.checks.wording import listed, said

RULE = "placeholders"
NAMED = re.compile(r"%%|%\((\w[\w.-]*)\)([#0+-]*\d*(?:\.\d+)?)([diouxXeEfFgGcrsa])")
POSITIONAL = re.compile(
    r"%%|(%(?:\d+\$)?[#0+-]*\d*(?:\.\d+)?(?:l{0,2}|h)[diouxXeEfgGcsr])(?![A-Za-z])"
)
BRACE = re.compile(r"\{\{|\}\}|\{(\w*(?:[.\[][\w.\]]*)?)(![rsa])?(:[^{}\s]*)?\}")
ICU = re.compile(r"\{\s*(\w+)\s*,\s*(plural|select|selectordinal|number|date|time)\b")
FORMATS = ("python-format", "c-format", "php-format", "objc-format", "lua-format", "perl-format")
COUNTS = ("count", "num", "n", "number", "total", "amount", "counter", "nb")
PERCENTS = "%٪％﹪"
NEAR_NAMED = re.compile(
    r"[%٪％﹪]?\s*[({\[（]\s*(\w+)\s*[)}\]）]\s*\w?|[%٪％﹪]\s*\(?\s*([A-Za-z_]\w*)\s*\)?"
)
LETTER_AFTER = re.compile(r"%(?:\(|[A-Za-z])")
STRFTIME = re.compile(r"(?:%-?[aAbBdmyYHIMSpjZ]|[^%A-Za-z])+\Z")


def check(message: Message) -> Iterator[Found]:
    """Everything about values in every form."""
    yield from _percents(message)
    yield from _braces(message)


@lru_cache(maxsize=4096)
def named(text: str) -> Counter[tuple[str, str]]:
    """The named values of a text and how each is written, with how often."""
    return Counter((found[1], found[2] + found[3]) for found in NAMED.finditer(text) if found[1])


def names(text: str) -> set[str]:
    """The names of the values of a text, whichever way they are written."""
    return {name for name, _kind in named(text)} | {
        found[1] for found in BRACE.finditer(text) if found[1] is not None
    }


def count_name(message: Message) -> str | None:
    """Which value is the number that the plural depends on."""
    many = names(message.sources[-1]) or set(positional(message.sources[-1]))
    if len(many) == 1:
        return next(iter(many))
    known = [name for name in COUNTS if name in many]
    gone = many - names(message.sources[0])
    return known[0] if known else next(iter(gone), None)


@lru_cache(maxsize=2048)
def positional(text: str) -> tuple[str, ...]:
    """The values without a name, in their order."""
    return tuple(found[1] for found in POSITIONAL.finditer(text) if found[1])


def _percents(message: Message) -> Iterator[Found]:
    sources, flags = message.sources, message.entry.flags
    if not any(sign in text for sign in PERCENTS for text in (*sources, *message.entry.texts)):
        return
    if all("%" in text and STRFTIME.match(text) for text in sources):
        return  # a date in C's letters
    wanted = Counter[tuple[str, str]]()
    for text in sources:
        wanted |= named(text)
    flagged = any(flag in FORMATS for flag in flags)
    by_place = not wanted and any(map(positional, sources)) and "no-python-format" not in flags
    formatted = bool(wanted) or by_place or any("%%" in text for text in sources)
    for form in filter(lambda each: each.text, message.forms):
        if wanted:
            yield from _named_form(message, form, wanted)
        elif by_place:
            yield from _positional_form(message, form)
        elif formatted or not flagged or "%" in form.text:
            yield from _unformatted(message, form, formatted=formatted)


def _named_form(message: Message, form: Form, wanted: Counter[tuple[str, str]]) -> Iterator[Found]:
    got, known = named(form.text), {name for name, _kind in wanted}
    rest = NAMED.sub("", form.text)
    missing = _required(message, form) - {name for name, _kind in got}
    foreign = [(name, kind) for name, kind in got if (name, kind) not in wanted]
    for name, kind in foreign:
        meant = "" if name in known else _meant(name, known, form.text)
        yield _foreign(form, name, kind, wanted, meant)
        missing.discard(meant)
    broken = _broken(rest, known)
    for bad, name in broken:
        missing.discard(name)
        yield Found(
            RULE,
            said("“{bad}” is no placeholder: it is broken", bad=bad.strip()),
            said("write exactly: {good}", good=_as_written(name, wanted)),
            form.number,
        )
    for name in sorted(missing):
        good = _as_written(name, wanted)
        yield Found(
            RULE,
            said("{good} is missing", good=good),
            said("write for example: {example}", example=_with(form.text, good)),
            form.number,
        )
    if not broken:
        yield from _bare(rest, form)
    yield from _doubled(form, got, wanted)


def _required(message: Message, form: Form) -> set[str]:
    """The names that must stand in a form; a counted one has its own rule."""
    first, last = message.sources[0], message.sources[-1]
    if not message.plural:
        return {name for name, _kind in named(first)}
    source = first if form.serves == (1,) else last
    return {name for name, _kind in named(source)} - {count_name(message)}


def _meant(name: str, known: set[str], text: str) -> str:
    """Which name a wrong one stands for: of those the text lacks the one most like it, or the only one."""
    lacking = [each for each in known if f"%({each})" not in text]
    only = lacking if len(lacking) == 1 else []
    return next(iter(get_close_matches(name, lacking, 1) or only), "")


def _foreign(
    form: Form, name: str, kind: str, wanted: Counter[tuple[str, str]], meant: str
) -> Found:
    got, known = f"%({name}){kind}", {each for each, _kind in wanted}
    if name in known:
        wrong = said("{got} is written another way in the source", got=got)
        return Found(
            RULE, wrong, said("write exactly: {good}", good=_as_written(name, wanted)), form.number
        )
    wrong = said("the source has no {got}", got=got)
    good = listed(_as_written(each, wanted) for each in sorted(known))
    hint = said("the source has: {good}", good=good)
    if all(f"%({each})" in form.text for each in known):
        hint = said("leave it out")
    if meant:
        good = form.text.replace(got, _as_written(meant, wanted))
        hint = said("write for example: {example}", example=good)
    return Found(RULE, wrong, hint, form.number)


def _as_written(name: str, wanted: Counter[tuple[str, str]]) -> str:
    return next((f"%({each}){kind}" for each, kind in wanted if each == name), f"%({name})s")


def _with(text: str, value: str) -> str:
    """A text that lacks a value, with it where another stands twice, or before the last sign."""
    seen: set[str] = set()
    for found in NAMED.finditer(text):
        if found[0] in seen:
            return text[: found.start()] + value + text[found.end() :]
        seen.add(found[0])
    return f"{text[:-1]} {value}{text[-1]}" if text[-1:] in ".?!؟።:" else f"{text} {value}"


def _broken(rest: str, known: set[str]) -> list[tuple[str, str]]:
    """What was meant to be a placeholder, and which."""
    found = []
    for each in NEAR_NAMED.finditer(rest):
        name = each[1] or each[2] or ""
        bracketed = each[1] is not None
        percent = each[0][0] in PERCENTS
        tail = each[0].rstrip()[-1:] in ("s", "d", "S", "ѕ", "с")
        right = name if name in known else next(iter(get_close_matches(name, known, 1, 0.75)), "")
        if right and (percent or (bracketed and tail and right == name and "(" in each[0])):
            found.append((each[0], right))
    return found


def _bare(rest: str, form: Form) -> Iterator[Found]:
    if "%" in rest:
        wrong = said("a single % where values are filled in: the text cannot be shown")
        hint = said("write %% for a percent sign, and placeholders exactly as in the source")
        yield Found(RULE, wrong, hint, form.number)


def _doubled(
    form: Form, got: Counter[tuple[str, str]], wanted: Counter[tuple[str, str]]
) -> Iterator[Found]:
    for token, times in got.items():
        value = f"%({token[0]}){token[1]}"
        if token in wanted and times > wanted[token] and _beside(form.text, value):
            wrong = said(
                "{got} stands {times} times, in the source {wanted}",
                got=value,
                times=times,
                wanted=wanted[token],
            )
            yield Found(RULE, wrong, said("leave one out"), form.number)


def _beside(text: str, value: str) -> bool:
    """Whether a value stands twice in one sentence; a language may need it in two."""
    return any(sentence.count(value) > 1 for sentence in re.split(r"[.!?؟።;:]\s", text))


def _positional_form(message: Message, form: Form) -> Iterator[Found]:
    options = [positional(text) for text in message.sources]
    got = positional(form.text)
    if 0 < sum("$" in each for each in got) < len(got):
        wrong = said("some values are numbered and others are not: {got}", got=listed(got))
        yield Found(RULE, wrong, said("number all of them, such as %1$s and %2$s"), form.number)
        return
    alike = got in options or sorted(_unnumbered(got)) in [
        sorted(_unnumbered(each)) for each in options
    ]
    swapped = alike and got not in options and not any("$" in each for each in got)
    if swapped and len(set(got)) > 1:
        wrong = said("{got} stand in another order than in the source", got=listed(got))
        yield Found(
            RULE, wrong, said("keep the order: {good}", good=listed(options[-1])), form.number
        )
    elif not alike and not (message.plural and not got and form.single):
        if message.plural and not got and len(form.serves) > 1 and len(options[-1]) == 1:
            return  # the count is missing: a matter of plural forms
        wrong = said(
            "the source has {wanted}, the translation {got}",
            wanted=listed(options[-1]),
            got=listed(got) or "–",
        )
        yield Found(RULE, wrong, said("keep every one exactly as it is"), form.number)
    rest = POSITIONAL.sub("", form.text)
    clean = all("%" not in POSITIONAL.sub("", text) for text in message.sources)
    if "%" in rest and clean and alike:
        yield from _bare(rest, form)


def _unnumbered(values: tuple[str, ...]) -> list[str]:
    return [re.sub(r"\d+\$", "", value) for value in values]


def _unformatted(message: Message, form: Form, *, formatted: bool) -> Iterator[Found]:
    text = form.text
    foreign = [found[0] for found in NAMED.finditer(text) if found[1]]
    if not foreign and not any(LETTER_AFTER.search(each) for each in message.sources):
        foreign = [
            found[0] for found in re.finditer(r"[%٪％]\s?\(\w+\)\w?|%[a-zA-Z](?![^\W\d_])", text)
        ]
    if foreign:
        wrong = said("the source has no {got}", got=listed(foreign))
        yield Found(RULE, wrong, said("leave it out: it would stand there as it is"), form.number)
    elif formatted:
        yield from _bare(NAMED.sub("", text), form)
    elif "%%" in text:
        wrong = said("%% would stand there as two signs: nothing is filled in here")
        yield Found(
            RULE,
            wrong,
            said("write for example: {example}", example=text.replace("%%", "%")),
            form.number,
        )


def _braces(message: Message) -> Iterator[Found]:
    if not any("{" in text or "}" in text for text in (*message.sources, *message.entry.texts)):
        return
    icu = {found[1] for text in message.sources for found in ICU.finditer(text)}
    if icu:
        yield from _icu(message, icu)
        return
    wanted = [
        Counter(found[0] for found in BRACE.finditer(text) if found[1] is not None)
        for text in message.sources
    ]
    for form in message.forms:
        if form.text:
            yield from _brace_form(message, form, wanted)


def _brace_form(message: Message, form: Form, wanted: list[Counter[str]]) -> Iterator[Found]:
    got = Counter(found[0] for found in BRACE.finditer(form.text) if found[1] is not None)
    every = set().union(*wanted)
    counted = {f"{{{count_name(message)}}}"} if message.plural else set()
    needed = set(wanted[0] if form.serves == (1,) else wanted[-1]) - counted
    foreign, missing = sorted(set(got) - every), sorted(needed - set(got))
    loose = re.sub(r"[{}]", "", BRACE.sub("", form.text)) != BRACE.sub("", form.text)
    if loose and not any(each in BRACE.sub("", text) for each in "{}" for text in message.sources):
        wrong = said("a brace that belongs to no placeholder")
        yield Found(
            RULE,
            wrong,
            said("write exactly: {good}", good=listed(sorted(every)) or "–"),
            form.number,
        )
    elif foreign:
        wrong = said("the source has no {got}", got=listed(foreign))
        hint = said("the source has: {good}", good=listed(sorted(every)) or "–")
        yield Found(RULE, wrong, hint, form.number)
    elif missing:
        wrong = said("{good} is missing", good=listed(missing))
        hint = said("write for example: {example}", example=_with(form.text, missing[0]))
        yield Found(RULE, wrong, hint, form.number)
    elif any(times > max(each[token] for each in wanted) for token, times in got.items()):
        yield Found(
            RULE,
            said("a placeholder stands more often than in the source"),
            said("leave one out"),
            form.number,
        )


def _icu(message: Message, wanted: set[str]) -> Iterator[Found]:
    for form in message.forms:
        got = {found[1] for found in ICU.finditer(form.text)}
        if got != wanted or form.text.count("{") != form.text.count("}"):
            wrong = said(
                "the source has {wanted}, the translation {got}",
                wanted=listed(sorted(wanted)),
                got=listed(sorted(got)) or "–",
            )
            yield Found(RULE, wrong, said("keep every one exactly as it is"), form.number)
