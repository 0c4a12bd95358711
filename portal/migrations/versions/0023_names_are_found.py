"""The words and keys of the people who are there, and an index for telephone numbers

The folding and the order are the portal's own: where one of them changes, a later revision fills anew.
"""

import sqlalchemy as sa

from portal.folding import findable
from portal.migrations.online import IN_BATCHES, batches, create_indexes, drop_indexes
from portal.swedish_order import sort_key

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

INDEXES = {"ix_participant_phone": ("participant", ("phone",))}


def _people(table: str) -> sa.Table:
    return sa.Table(
        table, sa.MetaData(), sa.Column("id", sa.Uuid(), primary_key=True), sa.Column("name", sa.String()),
        sa.Column("alias", sa.String()), sa.Column("sort_key", sa.LargeBinary()),
    )  # fmt: skip


WORDS = sa.table("name_word", sa.column("participant_id", sa.Uuid()), sa.column("word"))


def upgrade() -> None:
    """Fills what is empty."""
    _fill(_people("staff"), ("id", "name"))
    _fill(_people("participant"), ("id", "name", "alias"))
    create_indexes(INDEXES)


def downgrade() -> None:
    """Only the index: an older version leaves words and keys as they are."""
    drop_indexes(INDEXES)


def _fill(people: sa.Table, columns: tuple[str, ...]) -> None:
    kept = sa.update(people).where(people.c.id == sa.bindparam("of")).values(sort_key=sa.bindparam("key"))
    for connection, rows in batches(people, columns, sa.func.length(people.c.sort_key) == 0):
        named = [(row.id, getattr(row, "alias", None) or row.name) for row in rows]
        keys = [{"of": each, "key": sort_key(name)} for each, name in named]
        connection.execute(kept, keys, execution_options=IN_BATCHES)
        if "alias" not in columns:
            continue
        ids = [each for each, _name in named]
        # What was kept of them by a version that ran between the two is made anew.
        gone = sa.delete(WORDS).where(WORDS.c.participant_id.in_(ids))
        connection.execute(gone, execution_options=IN_BATCHES)
        found = [
            {"participant_id": each, "word": word}
            for each, name in named
            for word in dict.fromkeys(part[:100] for part in findable(name))
        ]
        if found:
            connection.execute(sa.insert(WORDS), found, execution_options=IN_BATCHES)
