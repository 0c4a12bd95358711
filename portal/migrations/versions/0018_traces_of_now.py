"""A trace is dated now, and nothing slips into what is sealed

A trace must be of the present by the database's own clock, a minute either way: that is how far the
clocks of machines that write may be apart. Where a demo's clock is fixed, it must not lie before the
newest there is. None is ever dated into a stretch that is sealed. On PostgreSQL who owns the table is
free, to make a demo's past; SQLite has no roles, so there the making takes this trigger away for as
long as it lasts (`portal.trail.history`).
"""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

SQLITE = """CREATE TRIGGER trace_dated_now BEFORE INSERT ON trace
    WHEN NEW.at < (SELECT until FROM trail_seal ORDER BY id DESC LIMIT 1)
    OR NOT coalesce(
        abs(julianday(NEW.at) - julianday('now')) <= 1.0 / 1440
        OR EXISTS (SELECT 1 FROM instance WHERE kind = 'demo')
        AND julianday(NEW.at) >= coalesce((SELECT julianday(max(at)) FROM trace), 0) - 1.0 / 1440, false
    )
    BEGIN SELECT RAISE(ABORT, 'the trail is append-only: a trace is dated now'); END"""
# As the owner, and as a worker: whoever acts sees hardly any trace, and so could not be held to them.
FUNCTION = """CREATE FUNCTION trace_dated_now() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET portal.acting = 'worker - - - -' AS $$
    BEGIN
        IF pg_has_role(session_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER') THEN
            RETURN NEW;
        END IF;
        IF NEW.at < (SELECT until FROM trail_seal ORDER BY id DESC LIMIT 1) OR NOT (
            NEW.at BETWEEN clock_timestamp() - interval '1 minute' AND clock_timestamp() + interval '1 minute'
            OR EXISTS (SELECT FROM instance WHERE kind = 'demo')
            AND NEW.at >= (SELECT max(at) FROM trace) - interval '1 minute'
        ) THEN
            RAISE EXCEPTION 'the trail is append-only: a trace is dated now';
        END IF;
        RETURN NEW;
    END $$"""
POSTGRESQL = """CREATE TRIGGER trace_dated_now BEFORE INSERT ON trace
    FOR EACH ROW EXECUTE FUNCTION trace_dated_now()"""


def upgrade() -> None:
    """Holds every new trace to it."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(SQLITE)
        return
    op.execute(FUNCTION)
    op.execute(POSTGRESQL)


def downgrade() -> None:
    """As before."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER trace_dated_now")
        return
    op.execute("DROP TRIGGER trace_dated_now ON trace")
    op.execute("DROP FUNCTION trace_dated_now()")
