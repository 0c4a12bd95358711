"""The history of consents as people remember it: what was said yes to at one time, in which words."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from portal.people.agencies import Agency
from portal.sharing.kinds import ShareKind
from portal.sharing.queries import PastRow, in_order


class Line(NamedTuple):
    """Who may read, and which kinds."""

    reader: Agency
    kinds: tuple[ShareKind, ...]


@dataclass(frozen=True, slots=True)
class Occasion:
    """Consents to what one agency writes that were given, and have ended, alike."""

    rows: tuple[PastRow, ...]

    @property
    def first(self) -> PastRow:
        """One of them, for what they have in common."""
        return self.rows[0]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Who may read what."""
        return tuple(
            Line(reader, tuple(row.kind for row in rows))
            for reader, rows in groupby(self.rows, lambda row: row.reader)
        )

    @property
    def shown(self) -> tuple[str, ...]:
        """The words as they were shown: a sentence for each, then the terms they share."""
        return _once_each(row.shown for row in self.rows)

    @property
    def swedish(self) -> tuple[str, ...]:
        """The same in Swedish."""
        return _once_each(row.swedish for row in self.rows)


def occasions(rows: Iterable[PastRow]) -> list[Occasion]:
    """The history, the latest first; rows come in the order of `history_of`."""
    found: dict[object, list[PastRow]] = {}
    for row in rows:
        alike = (
            row.given_at, row.source, row.ends, row.status, row.withdrawn, row.withdrawn_by, row.by,
            row.interpreter, row.language, row.text_version,
        )  # fmt: skip
        found.setdefault(alike, []).append(row)
    return [Occasion(tuple(sorted(each, key=in_order))) for each in found.values()]


def _once_each(texts: Iterable[str | None]) -> tuple[str, ...]:
    parts = [text.partition("\n") for text in texts if text]
    sentences = [sentence for sentence, _line, _terms in parts]
    return tuple(dict.fromkeys([*sentences, *(terms for _sentence, _line, terms in parts)]))
