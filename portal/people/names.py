"""Names as they are looked for and sorted: words and keys, kept in step with the name.

The one place that writes them. The unit of work calls it by itself; whoever inserts people by the
thousand adds `name_words` too.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    delete,
    event,
    insert,
    inspect,
    literal_column,
    select,
)
from sqlalchemy.orm import Mapper

from portal.folding import findable, words
from portal.people.models import LONGEST_WORD, NameWord, Participant, Staff
from portal.swedish_order import sort_key

MOST_WORDS = 8  # of a search; what is over is left out
_LAST = "\U0010ffff"  # no letter comes after it


def name_words(person: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of a participant with `id`, `name`, `called` and `alias`.

    Where her identity is protected she is found by what lists show, and by nothing else.
    """
    said = person["alias"] or f"{person['name']} {person['called'] or ''}"
    found = dict.fromkeys(word[:LONGEST_WORD] for word in findable(said))
    return [{"participant_id": person["id"], "word": word} for word in found]


def searched(typed: str) -> list[str]:
    """The folded words of a search."""
    return [word[:LONGEST_WORD] for word in words(typed)[:MOST_WORDS]]


def found_by(number: int) -> list[ColumnElement[bool]]:
    """That so many words each begin a word of the name, in any order; run with `bindings`.

    Ranges only: under row level security no index serves LIKE. OFFSET keeps PostgreSQL from beginning
    with everybody whose name begins so, instead of with the actor's own people.
    """
    return [
        select(NameWord.word)
        .where(
            NameWord.participant_id == Participant.id,
            NameWord.word >= bindparam(f"word_{place}"),
            NameWord.word < bindparam(f"after_{place}"),
        )
        .correlate(Participant)
        .offset(literal_column("0"))
        .exists()
        for place in range(number)
    ]


def bindings(found: list[str]) -> dict[str, str]:
    """The values that `found_by` is run with."""
    return {
        name: word + end
        for place, word in enumerate(found)
        for name, end in ((f"word_{place}", ""), (f"after_{place}", _LAST))
    }


@event.listens_for(Participant, "before_insert")
@event.listens_for(Participant, "before_update")
def _sort_participant(_mapper: Mapper[Any], _connection: Connection, person: Participant) -> None:
    if _renamed(person):
        person.sort_key = sort_key(person.alias or person.name)


@event.listens_for(Staff, "before_insert")
@event.listens_for(Staff, "before_update")
def _sort_staff(_mapper: Mapper[Any], _connection: Connection, member: Staff) -> None:
    if inspect(member).attrs["name"].history.has_changes():
        member.sort_key = sort_key(member.name)


@event.listens_for(Participant, "after_insert")
@event.listens_for(Participant, "after_update")
def _keep_words(_mapper: Mapper[Any], connection: Connection, person: Participant) -> None:
    if not _renamed(person):
        return
    connection.execute(delete(NameWord).where(NameWord.participant_id == person.id))
    said = {name: getattr(person, name) for name in ("id", "name", "called", "alias")}
    if rows := name_words(said):
        connection.execute(insert(NameWord), rows)


def _renamed(person: Participant) -> bool:
    attributes = inspect(person).attrs
    return any(attributes[name].history.has_changes() for name in ("name", "called", "alias"))
