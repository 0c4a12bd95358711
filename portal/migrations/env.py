"""Alembic's entry: the URL and the connection come from `portal.migrations.commands`."""

from typing import Literal

from alembic import context

from portal.schema import METADATA


def render_item(type_: str, item: object, _context: object) -> str | Literal[False]:
    """Old migrations must not depend on the app's types, so they are written as plain ones."""
    if type_ == "type" and type(item).__name__ == "Instant":
        return "sa.DateTime(timezone=True)"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_item=render_item,
    render_as_batch=False,
    # SQLite's DDL is transactional once we begin transactions ourselves, so a failed migration
    # rolls back whole on both databases.
    transactional_ddl=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
