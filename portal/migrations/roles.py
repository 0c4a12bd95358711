"""Whether row level security holds a PostgreSQL role: the portal serves with no other.

What counts is what a role can become with SET ROLE, not only what it is: membership is enough, also
where it is not inherited. Whoever owns a table, its schema or a function of its triggers can take the
rules off; who may make roles can make itself a member of nearly any before PostgreSQL 16.
"""

from enum import StrEnum

from sqlalchemy import text
from sqlalchemy.engine import Connection

from portal.db import Database


class Unsafe(StrEnum):
    """Why a role must not serve."""

    MISSING = "there is no such role"
    MIGHTY = "no rule binds it (superuser, BYPASSRLS or CREATEROLE, also through another role)"
    OWNER = "it owns the tables, or belongs to the role that does"


_EXISTS = text("SELECT count(*) FROM pg_roles WHERE rolname = :role")
_MIGHTY = text(
    "SELECT count(*) FROM pg_roles WHERE (rolsuper OR rolbypassrls OR rolcreaterole)"
    " AND pg_has_role(:role, oid, 'MEMBER')"
)
_OWNER = text(
    "WITH ours AS (SELECT oid, nspowner FROM pg_namespace"
    r" WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema')"
    " SELECT count(*) FROM ("
    " SELECT nspowner AS owner FROM ours"
    " UNION SELECT relowner FROM pg_class WHERE relnamespace IN (SELECT oid FROM ours)"
    " UNION SELECT proowner FROM pg_proc WHERE pronamespace IN (SELECT oid FROM ours)"
    " UNION SELECT datdba FROM pg_database WHERE datname = current_database()"
    ") AS owners WHERE pg_has_role(:role, owner, 'MEMBER')"
)


def why_unsafe(connection: Connection, role: str) -> Unsafe | None:
    """Why a role must not serve this database; None for one that its rules hold."""
    asked = {"role": role}
    if not connection.scalar(_EXISTS, asked):
        return Unsafe.MISSING
    if connection.scalar(_MIGHTY, asked):
        return Unsafe.MIGHTY
    return Unsafe.OWNER if connection.scalar(_OWNER, asked) else None


def why_not_serve(database: Database) -> Unsafe | None:
    """Why the role a database is used with must not serve it; SQLite has no roles."""
    if database.is_sqlite:
        return None
    with database.reader.connect() as connection:
        return why_unsafe(connection, str(connection.scalar(text("SELECT current_user"))))
