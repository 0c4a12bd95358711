"""Keep turns: they follow one another without a gap, and what has ended never changes"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Turns made before this took two readings of the clock, a moment apart.
HEAL = """UPDATE turn SET ended = (
        SELECT min(later.since) FROM turn AS later
        WHERE later.step_id = turn.step_id AND later.since > turn.since)
    WHERE ended IS NOT NULL AND EXISTS (
        SELECT 1 FROM turn AS later WHERE later.step_id = turn.step_id AND later.since > turn.since)"""

ENDED = "a turn that has ended never changes"
HOLDER = "whose turn it is changes with a new turn"
DELETED = "a turn is never deleted"
FOLLOWS = "a turn begins when the one before it ends"
FINISHED = "a finished step has no open turn"

SQLITE = {
    "turn_ended_is_kept": f"""BEFORE UPDATE ON turn WHEN OLD.ended IS NOT NULL
        BEGIN SELECT RAISE(ABORT, '{ENDED}'); END""",
    "turn_holder_is_kept": f"""BEFORE UPDATE ON turn
        WHEN OLD.step_id IS NOT NEW.step_id OR OLD.holder IS NOT NEW.holder
            OR OLD.outside_name IS NOT NEW.outside_name OR OLD.since IS NOT NEW.since
        BEGIN SELECT RAISE(ABORT, '{HOLDER}'); END""",
    "turn_no_delete": f"""BEFORE DELETE ON turn
        BEGIN SELECT RAISE(ABORT, '{DELETED}'); END""",
    "turn_follows": f"""BEFORE INSERT ON turn
        WHEN EXISTS (SELECT 1 FROM turn WHERE step_id = NEW.step_id)
            AND NEW.since IS NOT (SELECT max(ended) FROM turn WHERE step_id = NEW.step_id)
        BEGIN SELECT RAISE(ABORT, '{FOLLOWS}'); END""",
    "turn_of_an_open_step": f"""BEFORE INSERT ON turn
        WHEN NEW.ended IS NULL
            AND EXISTS (SELECT 1 FROM step WHERE id = NEW.step_id AND turn_id IS NULL)
        BEGIN SELECT RAISE(ABORT, '{FINISHED}'); END""",
    "step_finished_without_turn": f"""BEFORE UPDATE ON step
        WHEN NEW.turn_id IS NULL
            AND EXISTS (SELECT 1 FROM turn WHERE step_id = NEW.id AND ended IS NULL)
        BEGIN SELECT RAISE(ABORT, '{FINISHED}'); END""",
}

POSTGRESQL = {
    "turn_is_kept": (
        "BEFORE UPDATE OR DELETE ON turn",
        f"""IF TG_OP = 'DELETE' THEN
            RAISE EXCEPTION '{DELETED}' USING ERRCODE = 'check_violation';
        END IF;
        IF OLD.ended IS NOT NULL THEN
            RAISE EXCEPTION '{ENDED}' USING ERRCODE = 'check_violation';
        END IF;
        IF OLD.step_id <> NEW.step_id OR OLD.holder <> NEW.holder OR OLD.since <> NEW.since
            OR OLD.outside_name IS DISTINCT FROM NEW.outside_name THEN
            RAISE EXCEPTION '{HOLDER}' USING ERRCODE = 'check_violation';
        END IF;""",
    ),
    "turn_follows": (
        "BEFORE INSERT ON turn",
        f"""IF EXISTS (SELECT 1 FROM turn WHERE step_id = NEW.step_id) AND NEW.since
            IS DISTINCT FROM (SELECT max(ended) FROM turn WHERE step_id = NEW.step_id) THEN
            RAISE EXCEPTION '{FOLLOWS}' USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.ended IS NULL
            AND EXISTS (SELECT 1 FROM step WHERE id = NEW.step_id AND turn_id IS NULL) THEN
            RAISE EXCEPTION '{FINISHED}' USING ERRCODE = 'check_violation';
        END IF;""",
    ),
    "step_finished_without_turn": (
        "BEFORE UPDATE ON step",
        f"""IF NEW.turn_id IS NULL
            AND EXISTS (SELECT 1 FROM turn WHERE step_id = NEW.id AND ended IS NULL) THEN
            RAISE EXCEPTION '{FINISHED}' USING ERRCODE = 'check_violation';
        END IF;""",
    ),
}


def upgrade() -> None:
    """Keep turns, held by the database itself."""
    op.execute(HEAL)
    if op.get_bind().dialect.name == "sqlite":
        for name, rule in SQLITE.items():
            op.execute(f"CREATE TRIGGER {name} {rule}")
        return
    for name, (when, rule) in POSTGRESQL.items():
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {rule} RETURN NEW; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} {when} FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    """Turns that nothing holds."""
    if op.get_bind().dialect.name == "sqlite":
        for name in SQLITE:
            op.execute(f"DROP TRIGGER {name}")
        return
    for name, (when, _rule) in POSTGRESQL.items():
        op.execute(f"DROP TRIGGER {name} ON {when.rsplit(' ', 1)[1]}")
        op.execute(f"DROP FUNCTION {name}()")
