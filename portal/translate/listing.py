"""The workshop's list: which texts, in the order of the pages they stand on."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup, escape

from portal.folding import folded
from portal.i18n.catalogs import PLACEHOLDER
from portal.i18n.languages import Language
from portal.translate.reading import Row
from portal.translate.staff_places import BY_CODE, ORDER, PLACES, Place, places_of
from portal.translations.states import State

TO_DO = "to-do"
_PLACEHOLDER = Markup('<bdi class="ltr">{}</bdi>')
AT_ONCE = 80  # what a cheap phone draws in a second


def spelt(text: str) -> Markup:
    """A text with its placeholders readable, also where the text runs from right to left."""
    parts = []
    done = 0
    for found in PLACEHOLDER.finditer(text):
        parts += [escape(text[done : found.start()]), _PLACEHOLDER.format(found[0])]
        done = found.end()
    return Markup("").join([*parts, escape(text[done:])])


@dataclass(frozen=True, slots=True)
class Asked:
    """What someone looks for; empty means everything."""

    show: str = ""
    place: str = ""
    words: str = ""

    @classmethod
    def of(cls, asked: dict[str, str]) -> "Asked":
        """As an address says it; what is unknown asks for nothing."""
        show, place = asked.get("show", ""), asked.get("place", "")
        return cls(
            show if show in {TO_DO, *State} else "",
            place if place in BY_CODE else "",
            asked.get("q", "").strip()[:100],
        )

    def fits(self, row: Row) -> bool:
        """Whether it is a text in the state asked for."""
        if self.show == TO_DO:
            return row.state is not State.READY
        return not self.show or row.state == self.show


@dataclass(frozen=True, slots=True)
class Listed:
    """One part of the list: texts by the page they stand on."""

    groups: list[tuple[Place, list[Row]]]
    total: int
    first: int
    counts: Counter[str]
    places: list[Place]

    @property
    def after(self) -> int:
        """Where the next part begins; 0 if this is the last."""
        return self.first + AT_ONCE if self.first + AT_ONCE < self.total else 0


def home_of(row: Row) -> Place:
    """The page a text is listed under."""
    return places_of(row.entry.places)[0]


def in_order(rows: Sequence[Row]) -> list[Row]:
    """By page, and on each in the source's order."""
    return sorted(rows, key=lambda row: ORDER[home_of(row).code])


def found(rows: Sequence[Row], asked: Asked) -> list[Row]:
    """The texts someone looks for, in any state."""
    words = folded(asked.words)
    return [
        row
        for row in in_order(rows)
        if (not asked.place or BY_CODE[asked.place] in places_of(row.entry.places))
        and (not words or row.has(words))
    ]


def listed(rows: Sequence[Row], asked: Asked, first: int = 0) -> Listed:
    """A part of the list, with how many texts are in which state."""
    anywhere = found(rows, asked)
    counts: Counter[str] = Counter(row.state for row in anywhere)
    counts[TO_DO] = len(anywhere) - counts[State.READY]
    counts[""] = len(anywhere)
    fitting = [row for row in anywhere if asked.fits(row)]
    part = fitting[first : first + AT_ONCE]
    if asked.place:
        groups = [(BY_CODE[asked.place], part)] if part else []
    else:
        groups = [(BY_CODE[code], list(group)) for code, group in groupby(part, _code)]
    used = {place.code for row in rows for place in places_of(row.entry.places)}
    return Listed(
        groups, len(fitting), first, counts, [each for each in PLACES if each.code in used]
    )


@dataclass(frozen=True, slots=True)
class Beside:
    """Where one text stands among those that someone looks for; `number` counts from 1."""

    number: int
    total: int
    before: Row | None
    after: Row | None


def beside(rows: Sequence[Row], asked: Asked, name: str) -> Beside:
    """What comes before and after a text, also when it is no longer one that was looked for."""
    order = [row for row in found(rows, asked) if row.name == name or asked.fits(row)]
    place = next((number for number, row in enumerate(order) if row.name == name), -1)
    return Beside(
        place + 1, len(order),
        order[place - 1] if place > 0 else None,
        order[place + 1] if place + 1 < len(order) else None,
    )  # fmt: skip


def _code(row: Row) -> str:
    return home_of(row).code


def is_staff_only(language: Language, place: Place) -> bool:
    """Whether a page is read by staff, who read two languages only."""
    return place.person == "lena" and not language.staff
