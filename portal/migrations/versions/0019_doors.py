"""Doors: what a letter opened ends with it, and nobody confirms her own letter

Held by the database, whoever writes:
- who issued a letter confirms nothing that was opened with it, and its code goes to no number that
  the same member of staff has tried: nobody alone becomes a participant
- with a letter go the sign-ins that began with it and the passkeys added in them, with a passkey the
  sign-ins made with it, and with a role or an agency the sign-ins of whoever had it
"""

from alembic import op

revision = "0019"
down_revision = "0018c"
branch_labels = None
depends_on = None

ANOTHER = "whoever issued a letter cannot confirm what was opened with it"
OWN_NUMBER = "no code for a letter goes to a number that whoever issued it has tried"
ISSUER_STAYS = "who issued a letter never changes"
REVOKED = "the letter it began with is revoked"
ISSUER = "(SELECT issued_by_id FROM letter WHERE id = NEW.letter_id)"
TRIED_BY_ISSUER = (
    "NEW.code_hash IS NOT NULL AND EXISTS (SELECT 1 FROM verified_phone v"
    f" WHERE v.participant_id = NEW.participant_id AND v.by_staff_id = {ISSUER})"
)
OTHER_POST = "OLD.role <> NEW.role OR coalesce(OLD.agency, '') <> coalesce(NEW.agency, '')"
END_OF_LETTER = (
    "DELETE FROM passkey WHERE letter_id = NEW.id; DELETE FROM sign_in WHERE letter_id = NEW.id;"
)
END_OF_POST = "DELETE FROM sign_in WHERE staff_id = NEW.id;"
# name: event and table, condition, what is refused with or done
SQLITE = {
    **{
        f"activation_{name}_{event.lower()}": (f"BEFORE {event} ON activation", when, said)
        for event in ("INSERT", "UPDATE")
        for name, when, said in (
            ("another_confirms", f"NEW.activated_by_id = {ISSUER}", ANOTHER),
            ("not_own_number", TRIED_BY_ISSUER, OWN_NUMBER),
        )
    },
    "letter_issuer_stays": ("BEFORE UPDATE ON letter", "OLD.issued_by_id <> NEW.issued_by_id", ISSUER_STAYS),
    **{
        f"{table}_of_live_letter_{event[:6].lower()}": (
            f"BEFORE {event} ON {table}", "EXISTS (SELECT 1 FROM letter WHERE id = NEW.letter_id AND revoked IS NOT NULL)", REVOKED,
        )
        for event in ("INSERT", "UPDATE OF letter_id") for table in ("sign_in", "passkey")
    },
    "letter_ends_what_it_opened": ("AFTER UPDATE ON letter", "OLD.revoked IS NULL AND NEW.revoked IS NOT NULL", END_OF_LETTER),
    "staff_signs_in_anew": ("AFTER UPDATE ON staff", OTHER_POST, END_OF_POST),
}  # fmt: skip


def refuse(said: str) -> str:
    """What a function does to refuse."""
    return f"RAISE EXCEPTION '{said}' USING ERRCODE = 'check_violation';"


# The letter is locked, so that a revocation and a sign-in that come at once wait for one another.
LIVE = (
    "IF NEW.letter_id IS NOT NULL THEN"
    " PERFORM 1 FROM letter WHERE id = NEW.letter_id AND revoked IS NULL FOR SHARE;"
    f" IF NOT FOUND THEN {refuse(REVOKED)} END IF; END IF;"
)
POSTGRESQL = {
    "activation_another_confirms": (
        "BEFORE INSERT OR UPDATE ON activation",
        f"IF NEW.activated_by_id = {ISSUER} THEN {refuse(ANOTHER)} END IF;"
        f" IF {TRIED_BY_ISSUER} THEN {refuse(OWN_NUMBER)} END IF;",
    ),
    "letter_issuer_stays": (
        "BEFORE UPDATE ON letter",
        f"IF OLD.issued_by_id <> NEW.issued_by_id THEN {refuse(ISSUER_STAYS)} END IF;",
    ),
    "sign_in_of_live_letter": ("BEFORE INSERT OR UPDATE OF letter_id ON sign_in", LIVE),
    "passkey_of_live_letter": ("BEFORE INSERT OR UPDATE OF letter_id ON passkey", LIVE),
    "letter_ends_what_it_opened": (
        "AFTER UPDATE ON letter",
        f"IF OLD.revoked IS NULL AND NEW.revoked IS NOT NULL THEN {END_OF_LETTER} END IF;",
    ),
    "staff_signs_in_anew": ("AFTER UPDATE ON staff", f"IF {OTHER_POST} THEN {END_OF_POST} END IF;"),
}


def upgrade() -> None:
    """Makes the rules."""
    _rules()


def downgrade() -> None:
    """Lifts them."""
    _lift_rules()


def _rules() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name, (event, when, what) in SQLITE.items():
            does = what if what.endswith(";") else f"SELECT RAISE(ABORT, '{what}');"
            op.execute(f"CREATE TRIGGER {name} {event} WHEN {when} BEGIN {does} END")
        return
    for name, (event, rule) in POSTGRESQL.items():
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {rule} RETURN NEW; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} {event} FOR EACH ROW EXECUTE FUNCTION {name}()")


def _lift_rules() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in SQLITE:
            op.execute(f"DROP TRIGGER {name}")
        return
    for name, (event, _rule) in POSTGRESQL.items():
        op.execute(f"DROP TRIGGER {name} ON {event.rsplit(' ', 1)[1]}")
        op.execute(f"DROP FUNCTION {name}()")
