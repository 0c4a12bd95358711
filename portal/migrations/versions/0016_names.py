"""What people are found by and sorted by, and what they are called by

Added beside what is there, with defaults: a version of the portal that knows nothing of it goes on
storing people; those are sorted first and not found until they are stored anew. Like the table of
participants, the words are not under row level security: lists name people to whoever acts.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op

from portal.folding import findable
from portal.swedish_order import sort_key

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

BATCH = 2000
NOBODY = UUID(int=0)


def upgrade() -> None:
    """Adds the columns, the words and the index, and fills them."""
    op.add_column("participant", sa.Column("called", sa.String(120)))
    for table in ("participant", "staff"):
        key = sa.Column("sort_key", sa.LargeBinary(), nullable=False, server_default=sa.text("''"))
        op.add_column(table, key)
    op.create_table(
        "name_word",
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column(
            "word", sa.String(100).with_variant(sa.String(100, collation="C"), "postgresql"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_name_word_participant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("participant_id", "word", name=op.f("pk_name_word")),
    )
    op.create_index("ix_participant_phone", "participant", ["phone"])
    _fill("staff", None)
    _fill("participant", "alias")


def downgrade() -> None:
    """Takes them away."""
    op.drop_index("ix_participant_phone", "participant")
    op.drop_table("name_word")
    for table in ("participant", "staff"):
        op.drop_column(table, "sort_key")
    op.drop_column("participant", "called")


def _fill(table: str, alias: str | None) -> None:
    """Names as they are sorted, and of participants the words they are found by."""
    rows = sa.table(
        table, sa.column("id", sa.Uuid()), sa.column("name"), sa.column("sort_key", sa.LargeBinary()),
        *([sa.column(alias)] if alias else []),
    )  # fmt: skip
    words = sa.table("name_word", sa.column("participant_id", sa.Uuid()), sa.column("word"))
    sorted_by = sa.update(rows).where(rows.c.id == sa.bindparam("of")).values(sort_key=sa.bindparam("key"))
    connection = op.get_bind()
    for batch in _batches(connection, rows):
        named = [(row.id, getattr(row, alias or "", None) or row.name) for row in batch]
        connection.execute(sorted_by, [{"of": each, "key": sort_key(name)} for each, name in named])
        found = [
            {"participant_id": each, "word": word}
            for each, name in named
            for word in dict.fromkeys(part[:100] for part in findable(name))
        ]
        if alias and found:
            connection.execute(sa.insert(words), found)


def _batches(connection: sa.Connection, rows: sa.TableClause) -> Iterator[list[sa.Row[Any]]]:
    last = NOBODY
    while True:
        after = sa.select(rows).where(rows.c.id > last).order_by(rows.c.id).limit(BATCH)
        batch = list(connection.execute(after))
        if not batch:
            return
        yield batch
        last = batch[-1].id
