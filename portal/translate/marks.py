"""Marks around every text of a page, so that a translator can open it where it stands.

Unicode noncharacters (U+FDD0 to U+FDE1) are made for use inside a program: no text of ours holds
one, and they pass escaping, filling in and markup unharmed. They never leave the server:
`portal.translate.unmarking` puts elements in their place. Zero-width characters would not do; two
of them belong to ordinary words in Persian and Kurdish.
"""

import re
from collections.abc import Callable

from jinja2 import Environment, Template

from portal.i18n.text import Translator, using
from portal.translations.entries import name_of

BEGIN, END = "\ufdd0", "\ufdd1"
DIGITS = "".join(chr(0xFDD2 + digit) for digit in range(16))
ENCODE = str.maketrans("0123456789abcdef", DIGITS)
DECODE = str.maketrans(DIGITS, "0123456789abcdef")
MARK = re.compile(f"{BEGIN}([{DIGITS}]{{10}})|{END}|[{BEGIN}-{DIGITS[-1]}]")
ANY = re.compile(f"[{BEGIN}-{DIGITS[-1]}]")


def marked(name: str, text: str) -> str:
    """A text between the marks of its name."""
    return f"{BEGIN}{name.translate(ENCODE)}{text}{END}"


def without(text: str) -> str:
    """The text as it would be outside this mode."""
    return ANY.sub("", MARK.sub("", text)) if ANY.search(text) else text


class MarkingTranslator(Translator):
    """Says what another translator says, between marks."""

    def __init__(self, translator: Translator) -> None:
        super().__init__(translator.language, ())
        self._said = translator

    def find(self, context: str | None, text: str) -> str:
        """The text, marked with its name. Babel writes the marks of a date pattern around the date."""
        return marked(name_of((context, text)), self._said.find(context, text))

    def find_plural(self, context: str | None, one: str, many: str, count: int) -> str:
        """The plural form, marked with the name of the whole text."""
        found = self._said.find_plural(context, one, many, count)
        return marked(name_of((context, one)), found)


class MarkedTemplate(Template):
    """A template during whose drawing labels of forms and the like are marked too."""

    def render(self, *args: object, **kwargs: object) -> str:
        """The page with marks."""
        with using(self.environment.translator):  # type: ignore[attr-defined]
            return super().render(*args, **kwargs)


class MarkedEnvironments:
    """The environments of an app; those whose pages carry marks are made apart, on first use."""

    def __init__(
        self,
        plain: Callable[[Translator], Environment],
        make: Callable[[Translator], Environment],
        wanted: Callable[[], bool],
    ) -> None:
        self.plain = plain
        self._make_one = make
        self._wanted = wanted
        self._made: dict[str, tuple[Translator, Environment]] = {}

    def __getitem__(self, translator: Translator) -> Environment:
        """The environment of a language, with marks where this request wants them."""
        if not self._wanted():
            return self.plain(translator)
        found = self._made.get(translator.language.tag)
        if found is None or found[0] is not translator:
            found = translator, self._make(translator)
            self._made[translator.language.tag] = found
        return found[1]

    def _make(self, translator: Translator) -> Environment:
        environment = self._make_one(MarkingTranslator(translator))
        environment.template_class = MarkedTemplate
        return environment
