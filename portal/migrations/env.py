"""Alembic's entry: the URL and the connection come from `portal.migrations.commands`."""

from typing import Literal

from alembic import context
from alembic.runtime.migration import MigrationContext, MigrationInfo

from portal.schema import METADATA


def render_item(type_: str, item: object, _context: object) -> str | Literal[False]:
    """Old migrations must not depend on the app's types, so they are written as plain ones."""
    if type_ == "type" and type(item).__name__ == "Instant":
        return "sa.DateTime(timezone=True)"
    return False


def tell(ctx: MigrationContext, step: MigrationInfo, heads: object, run_args: object) -> None:
    """Says which revision was run, to whoever asked to be told. Alembic dictates the names."""
    del ctx, heads, run_args
    if say := context.config.attributes.get("tell"):
        say(step.up_revision_id or "")


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_item=render_item,
    render_as_batch=False,
    # SQLite's DDL is transactional once we begin transactions ourselves: a run that fails there
    # rolls back whole. On PostgreSQL a revision that has been run lets go of its locks.
    transactional_ddl=True,
    transaction_per_migration=connection.dialect.name == "postgresql",
    on_version_apply=tell,
    answers=context.config.attributes.get("answers"),
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
