"""Tags, attributes and entities: those of the source, and no others."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from html.entities import html5

from portal.translations.checks.message import Form, Found, Message
from portal.translations.checks.wording import listed, said

RULE = "markup"
TAG = re.compile(r"<(/?)([A-Za-z0-9][\w:.-]*)((?:\s+|/)[^<>]*)?>")
LOOSE = re.compile(
    r"<\s*/?\s*[A-Za-z][^<>]{0,80}>|</?(?:a|b|i|p|br|em|strong|span|script|img|u|li|ul)\b|<\s+/|<!--|<!\w|&lt;/?\w+&gt;",
    re.IGNORECASE,
)
ATTRIBUTE = re.compile(r"([\w:@.-]+)\s*(?:=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")
EMPTY = re.compile(r"<(a|abbr|b|em|i|small|span|strong|u)(?:\s[^<>]*)?>\s*(</\1>)", re.IGNORECASE)
ENTITY = re.compile(r"&(#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")
BROKEN_ENTITY = re.compile(
    r"&\s?(?:amp|lt|gt|quot|nbsp|apos|#\d+)\b\s?(?!;)|& (?:amp|lt|gt|quot|nbsp) ?;"
)
TWICE = re.compile(r"&amp;(#\d+|\w{2,6});")
SPOKEN = frozenset(
    ("title", "alt", "aria-label", "placeholder", "summary", "label", "lang", "dir", "hreflang")
)
VOID = frozenset(("br", "hr", "img", "input", "wbr", "meta", "link"))


def check(message: Message) -> Iterator[Found]:
    """Everything about markup in every form."""
    texts = (*message.references, *message.entry.texts)
    if not any("<" in text or "&" in text for text in texts):
        return
    for form in message.forms:
        if form.text:
            yield from _tags(message, form)
            yield from _entities(message, form)


@lru_cache(maxsize=2048)
def tags(text: str) -> tuple[tuple[str, str, str], ...]:
    """Every tag as (slash, name, attributes in order)."""
    found = []
    for slash, name, rest in TAG.findall(text):
        closed = slash
        attributes = rest.strip().rstrip("/").strip()
        found.append((closed, name.lower(), _attributes(attributes)))
    return tuple(found)


def _attributes(text: str) -> str:
    parts = []
    for name, value in ATTRIBUTE.findall(text):
        spoken = name.lower() in SPOKEN
        parts.append(name.lower() if spoken else f"{name.lower()}={value.strip(chr(34) + chr(39))}")
    return " ".join(sorted(parts))


def _tags(message: Message, form: Form) -> Iterator[Found]:
    options = [Counter(tags(text)) for text in message.sources]
    got = tags(_in_english(form.text, message))
    if Counter(got) in options:
        yield from _order(message, form, got)
        yield from _empty(message, form)
        yield from _loose(message, form)
        return
    wanted = options[-1] if form.serves != (1,) else options[0]
    missing, foreign = (
        list((wanted - Counter(got)).elements()),
        list((Counter(got) - wanted).elements()),
    )
    if not any(options):
        wrong = said("a tag where the source has none: {got}", got=listed(map(_written, foreign)))
        yield Found(RULE, wrong, said("leave the tag out"), form.number)
        return
    changed = {name for _slash, name, _rest in missing} & {name for _slash, name, _rest in foreign}
    if changed and {slash for slash, name, _ in missing if name in changed} == {""}:
        wrong = said("the attributes of {got} differ from the source", got=listed(sorted(changed)))
    else:
        parts = [said("missing: {what}", what=listed(map(_written, missing)))] if missing else []
        parts += (
            [said("not in the source: {what}", what=listed(map(_written, foreign)))]
            if foreign
            else []
        )
        wrong = said("the tags differ from the source") + " (" + "; ".join(parts) + ")"
    yield Found(
        RULE,
        wrong,
        said("write the tags exactly so: {good}", good=_all_tags(message, form)),
        form.number,
    )


def _in_english(text: str, message: Message) -> str:
    """With the addresses of pages in this language as those in English: /pl/ as /en/."""
    if not any("/en/" in source for source in message.sources):
        return text
    return re.sub(rf"(?<=/){re.escape(message.target.tag.lower())}(?=/)", "en", text)


def _written(tag: tuple[str, str, str]) -> str:
    slash, name, attributes = tag
    return f"<{slash}{name}{' ' if attributes else ''}{attributes}>"


def _all_tags(message: Message, form: Form) -> str:
    source = message.sources[0] if form.serves == (1,) else message.sources[-1]
    return " … ".join(found[0] for found in TAG.finditer(source))


def _order(message: Message, form: Form, got: tuple[tuple[str, str, str], ...]) -> Iterator[Found]:
    """Tags are closed in the order in which they were opened, if the source does so."""
    if _nested(got) or not all(_nested(tags(text)) for text in message.sources):
        return
    wrong = said("tags are closed in the wrong order, or before they are opened")
    yield Found(
        RULE,
        wrong,
        said("write the tags exactly so: {good}", good=_all_tags(message, form)),
        form.number,
    )


def _empty(message: Message, form: Form) -> Iterator[Found]:
    """What stands between two tags in the source stands between them here as well."""
    found = EMPTY.search(form.text)
    if found is None or any(map(EMPTY.search, message.references)):
        return
    wrong = said("nothing stands between {start} and {end}", start=f"<{found[1]}>", end=found[2])
    hint = said("write the tags exactly so: {good}", good=_all_tags(message, form))
    yield Found(RULE, wrong, hint, form.number)


def _nested(found: tuple[tuple[str, str, str], ...]) -> bool:
    stack: list[str] = []
    for slash, name, _rest in found:
        if name in VOID:
            continue
        if not slash:
            stack.append(name)
        elif not stack or stack.pop() != name:
            return False
    return not stack


def _loose(message: Message, form: Form) -> Iterator[Found]:
    """A tag that is broken, or written so that it is not one."""
    text = TAG.sub("", form.text)
    found = LOOSE.search(text)
    if found is None or any(LOOSE.search(TAG.sub("", each)) for each in message.references):
        return
    wrong = said("“{bad}” is no whole tag", bad=found[0].strip())
    hint = said("leave the tag out")
    if any(map(tags, message.sources)):
        hint = said("write the tags exactly so: {good}", good=_all_tags(message, form))
    yield Found(RULE, wrong, hint, form.number)


def _entities(message: Message, form: Form) -> Iterator[Found]:
    if "&" not in form.text:
        return
    html = any(tags(text) or ENTITY.search(text) for text in message.sources)
    known = {found for text in message.references for found in ENTITY.findall(text)}
    wrong = ""
    for name in ENTITY.findall(form.text):
        if name not in known and not (html and (name.startswith("#") or f"{name};" in html5)):
            wrong = said("&{name}; would stand there as it is", name=name)
    twice = TWICE.search(form.text)
    if twice and not any(map(TWICE.search, message.references)):
        wrong = said("&amp;{name}; is escaped twice", name=twice[1])
    found = BROKEN_ENTITY.search(ENTITY.sub("", form.text))
    if found and not any(BROKEN_ENTITY.search(ENTITY.sub("", text)) for text in message.references):
        wrong = said("“{bad}” is no whole character reference", bad=found[0].strip())
    if (
        "amp" in known
        and re.search(r"&(?![#\w])", form.text)
        and not any(re.search(r"&(?![#\w])", text) for text in message.sources)
    ):
        wrong = said("& stands alone where the source writes &amp;")
    if wrong:
        yield Found(
            RULE,
            wrong,
            said("write the letter itself, or the reference as in the source"),
            form.number,
        )
