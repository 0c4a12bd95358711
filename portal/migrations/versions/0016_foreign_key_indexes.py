"""An index for every foreign key: whoever deletes a row looks for what refers to it

Without one each row that goes costs a look through the whole of the other table.
"""

from portal.migrations.online import create_indexes, drop_indexes

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

COLUMNS = (
    ("accepted_clash", "by_staff_id"),
    ("activation", "activated_by_id"),
    ("appointment", "next_step_id"),
    ("appointment_move", "by_staff_id"),
    ("assignment", "staff_id"),
    ("consent", "by_staff_id"),
    ("consent", "withdrawn_by_id"),
    ("consent", "wording"),
    ("contact_change", "by_staff_id"),
    ("contact_change", "from_staff_id"),
    ("contact_change", "to_staff_id"),
    ("correction", "answered_by_id"),
    ("delay", "by_staff_id"),
    ("former_identity", "by_staff_id"),
    ("forward", "by_staff_id"),
    ("forward", "decided_by"),
    ("goal", "by_staff_id"),
    ("identity_change", "decided_by"),
    ("identity_change", "other_id"),
    ("identity_change", "participant_id"),
    ("letter", "issued_by_id"),
    ("letter", "revoked_by_id"),
    ("message", "corrects_id"),
    ("message", "participant_id"),
    ("message", "staff_id"),
    ("message", "told_by"),
    ("message", "withdrawn_by"),
    ("paper", "reuses_id"),
    ("paper_stage", "by_staff_id"),
    ("passkey_challenge", "participant_id"),
    ("plan", "participant_id"),
    ("retention_run", "never"),
    ("scheduled_message", "staff_id"),
    ("scheduled_message", "thread_id"),
    ("staff", "team_id"),
    ("step", "finished_by_id"),
    ("step", "other_route_id"),
    ("step", "responsible_id"),
    ("thread", "appointment_id"),
    ("thread", "staff_id"),
    ("thread", "step_id"),
    ("trace", "staff_id"),
    ("turn", "by_staff_id"),
    ("verified_phone", "by_staff_id"),
)
INDEXES = {f"ix_{table}_{column}": (table, (column,)) for table, column in COLUMNS}


def upgrade() -> None:
    """Builds them."""
    create_indexes(INDEXES)


def downgrade() -> None:
    """Takes them away."""
    drop_indexes(INDEXES)
