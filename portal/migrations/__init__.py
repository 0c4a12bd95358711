"""Schema migrations with Alembic, on SQLite and PostgreSQL alike."""
