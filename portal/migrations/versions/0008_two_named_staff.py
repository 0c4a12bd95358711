"""At most two members of staff work with a person whose identity is protected"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MOST = 2
FULL = "at most two named members of staff work with a person whose identity is protected"
CURRENT = "SELECT count(*) FROM assignment WHERE participant_id = {} AND ended IS NULL"
PROTECTED = "SELECT protected FROM participant WHERE id = NEW.participant_id"


def upgrade() -> None:
    """Held by the database, whoever writes: a name more is a leak more."""
    if op.get_bind().dialect.name == "sqlite":
        for event in ("INSERT", "UPDATE"):
            op.execute(
                f"CREATE TRIGGER assignment_two_named_{event.lower()} AFTER {event} ON assignment "
                f"WHEN NEW.ended IS NULL AND ({PROTECTED}) AND ({CURRENT.format('NEW.participant_id')}) > {MOST} "
                f"BEGIN SELECT RAISE(ABORT, '{FULL}'); END"
            )
        op.execute(
            "CREATE TRIGGER participant_two_named AFTER UPDATE OF protected ON participant "
            f"WHEN NEW.protected AND ({CURRENT.format('NEW.id')}) > {MOST} "
            f"BEGIN SELECT RAISE(ABORT, '{FULL}'); END"
        )
        return
    # The person's row is locked, so that two who are added at once wait for one another.
    op.execute(
        "CREATE FUNCTION assignment_two_named() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "PERFORM 1 FROM participant WHERE id = NEW.participant_id FOR UPDATE; "
        f"IF ({PROTECTED}) AND ({CURRENT.format('NEW.participant_id')}) > {MOST} THEN "
        f"RAISE EXCEPTION '{FULL}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER assignment_two_named AFTER INSERT OR UPDATE ON assignment FOR EACH ROW "
        "WHEN (NEW.ended IS NULL) EXECUTE FUNCTION assignment_two_named()"
    )
    op.execute(
        "CREATE FUNCTION participant_two_named() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF ({CURRENT.format('NEW.id')}) > {MOST} THEN "
        f"RAISE EXCEPTION '{FULL}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER participant_two_named AFTER UPDATE OF protected ON participant FOR EACH ROW "
        "WHEN (NEW.protected) EXECUTE FUNCTION participant_two_named()"
    )


def downgrade() -> None:
    """As many as are added."""
    if op.get_bind().dialect.name == "sqlite":
        for name in ("assignment_two_named_insert", "assignment_two_named_update", "participant_two_named"):
            op.execute(f"DROP TRIGGER {name}")
        return
    for name in ("assignment", "participant"):
        op.execute(f"DROP TRIGGER {name}_two_named ON {name}")
        op.execute(f"DROP FUNCTION {name}_two_named()")
