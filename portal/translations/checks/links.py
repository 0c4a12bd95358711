"""Addresses, and whatever could run: only what the source has."""

import re
from collections.abc import Iterator
from functools import lru_cache

from portal.translations.checks.message import Form, Found, Message
from portal.translations.checks.wording import listed, said

RULE = "security"
TLD = "se|com|org|net|eu|nu|info|io|dev|ru|cn|xyz|top|app|link|ly|me|fi|no|dk|de|uk|pl|ua|ir|iq|so|tr|gov|int"
WEB = re.compile(r"(?:https?|ftp)://[^\s<>\"“”«»()،؛。]+|www\.[^\s<>\"“”«»()،؛]+", re.IGNORECASE)
MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
DOMAIN = re.compile(rf"(?<![\w.@/-])(?:[a-z0-9][a-z0-9-]*\.)+(?:{TLD})(?:/[\w./?=&#%-]*)?(?![\w-])")
# A mailbox that shows how one is written: "name@example.com".
SAMPLE = re.compile(
    r"(?:your|my)?[._-]?(?:name|namn|user|someone|somebody|you|me|e?mail|address|example|john|jane|first|firstname|anna)"
    r"(?:[._-]?(?:name|last|lastname|doe|surname))*@example\."
)
SCHEME = re.compile(
    r"(?:java|vb)script\s*:|data\s*:\s*\w+/\w+|(?<![\w])on(?:click|error|load|mouseover|focus)\s*=",
    re.IGNORECASE,
)
TEMPLATE = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|\$\{|\$\(|<%|%>|<\?")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def check(message: Message) -> Iterator[Found]:
    """Everything that leads somewhere else or would be run."""
    references = message.references
    for form in message.forms:
        text = form.text
        yield from _run(references, form)
        if CONTROL.search(text) and not any(map(CONTROL.search, references)):
            yield Found(RULE, said("a control character"), said("take it away"), form.number)
        if "." in text or any("." in each for each in references):
            yield from _addresses(message, form)


def _run(references: tuple[str, ...], form: Form) -> Iterator[Found]:
    for pattern, name in ((SCHEME, "code"), (TEMPLATE, "template")):
        found = pattern.search(form.text)
        if found and not any(pattern.search(each) for each in references):
            wrong = said("“{bad}” is not text: it would be run", bad=found[0])
            if name == "template":
                wrong = said("“{bad}” belongs to a template, not to a text", bad=found[0])
            yield Found(RULE, wrong, said("take it away"), form.number)


@lru_cache(maxsize=4096)
def addresses(text: str) -> frozenset[str]:
    """Every address in a text: of a page, of a mailbox, of a site."""
    if "." not in text:
        return frozenset()
    found = {_trimmed(each) for each in WEB.findall(text)}
    rest = WEB.sub(" ", text)
    found |= {_trimmed(each) for each in MAIL.findall(rest)}
    found |= {_trimmed(each) for each in DOMAIN.findall(MAIL.sub(" ", rest))}
    return frozenset(found)


def _trimmed(address: str) -> str:
    return address.rstrip(".,;:!?'’)]}»/。").lower()


def _addresses(message: Message, form: Form) -> Iterator[Found]:
    got = addresses(form.text)
    source = message.sources[0] if form.serves == (1,) else message.sources[-1]
    wanted, allowed = addresses(source), frozenset[str]().union(*map(addresses, message.references))
    if message.swedish and got == addresses(message.swedish[-1]):
        return
    foreign = {each for each in got - allowed if not _localized(each, allowed, message.target.base)}
    missing = wanted - got
    if len(got) == len(wanted) and missing and all(map(SAMPLE.match, missing)):
        return  # an address that nobody has may be any
    if foreign and missing:
        wrong = said("another address than in the source: {got}", got=listed(sorted(foreign)))
        yield Found(
            RULE, wrong, said("write exactly: {good}", good=listed(sorted(missing))), form.number
        )
    elif foreign:
        wrong = said("an address that the source has not: {got}", got=listed(sorted(foreign)))
        yield Found(RULE, wrong, said("leave it out"), form.number)
    elif len(got) < len(wanted):
        wrong = said("{good} is missing", good=listed(sorted(missing)))
        yield Found(
            RULE, wrong, said("write exactly: {good}", good=listed(sorted(missing))), form.number
        )


def _localized(address: str, allowed: frozenset[str], base: str) -> bool:
    """The same address, with the language in it."""
    parts = re.split(r"[/.]", address)
    return any(
        [part for part in parts if part not in (base, "")]
        == [part for part in re.split(r"[/.]", each) if part not in ("en", "sv", "")]
        for each in allowed
    )
