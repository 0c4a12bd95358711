"""First light"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None

# A trail that can be rewritten proves nothing.
APPEND_ONLY = {
    "sqlite": (
        """CREATE TRIGGER trace_no_update BEFORE UPDATE ON trace
        BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END""",
        """CREATE TRIGGER trace_no_delete BEFORE DELETE ON trace
        BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END""",
    ),
    "postgresql": (
        """CREATE FUNCTION trace_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'the trail is append-only'; END $$""",
        """CREATE TRIGGER trace_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON trace
        FOR EACH STATEMENT EXECUTE FUNCTION trace_append_only()""",
    ),
}


def upgrade() -> None:
    """First light."""
    op.create_table('form_key',
    sa.Column('actor_id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.String(length=32), nullable=False),
    sa.Column('location', sa.String(length=200), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('actor_id', 'key', name=op.f('pk_form_key'))
    )
    op.create_table('kept_form',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('actor_id', sa.Uuid(), nullable=False),
    sa.Column('fields', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kept_form'))
    )
    op.create_index(op.f('ix_kept_form_actor_id'), 'kept_form', ['actor_id'], unique=False)
    op.create_table('team',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_team'))
    )
    op.create_table('staff',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('employee_id', sa.String(length=80), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('role', sa.Enum('public', 'participant', 'caseworker', 'coordinator', 'translator', 'administrator', name='audience', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('agency', sa.Enum('af', 'malmo', 'fk', 'skane', name='agency', native_enum=False, create_constraint=True, length=24), nullable=True),
    sa.Column('title', sa.String(length=40), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('team_id', sa.Uuid(), nullable=True),
    sa.CheckConstraint("role <> 'participant' AND role <> 'public'", name=op.f('ck_staff_staff_role')),
    sa.CheckConstraint("role IN ('translator', 'administrator') OR agency IS NOT NULL", name=op.f('ck_staff_agency_by_role')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_staff_team_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff')),
    sa.UniqueConstraint('employee_id', name=op.f('uq_staff_employee_id'))
    )
    op.create_table('participant',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('alias', sa.String(length=120), nullable=True),
    sa.Column('identity_cipher', sa.LargeBinary(), nullable=False),
    sa.Column('identity_hash', sa.LargeBinary(), nullable=False),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('interpreter_language', sa.String(length=12), nullable=True),
    sa.Column('phone', sa.String(length=20), nullable=True),
    sa.Column('protected', sa.Boolean(), nullable=False),
    sa.Column('team_id', sa.Uuid(), nullable=False),
    sa.Column('contact_id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('NOT protected OR alias IS NOT NULL', name=op.f('ck_participant_alias_if_protected')),
    sa.ForeignKeyConstraint(['contact_id'], ['staff.id'], name=op.f('fk_participant_contact_id')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_participant_team_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_participant')),
    sa.UniqueConstraint('identity_hash', name=op.f('uq_participant_identity_hash'))
    )
    op.create_index(op.f('ix_participant_contact_id'), 'participant', ['contact_id'], unique=False)
    op.create_index(op.f('ix_participant_team_id'), 'participant', ['team_id'], unique=False)
    op.create_table('appointment',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('agency', sa.Enum('af', 'malmo', 'fk', 'skane', name='agency', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('starts', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends', sa.DateTime(timezone=True), nullable=False),
    sa.Column('mode', sa.Enum('in_person', 'phone', 'video', name='mode', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('place', sa.String(length=120), nullable=True),
    sa.Column('entrance', sa.String(length=120), nullable=True),
    sa.Column('travel_minutes', sa.Integer(), nullable=True),
    sa.Column('purpose', sa.String(length=200), nullable=True),
    sa.Column('bring', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('interpreter', sa.Enum('not_needed', 'ordered', 'confirmed', 'by_phone', 'missing', name='interpreterstate', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('interpreter_language', sa.String(length=12), nullable=True),
    sa.Column('number_withheld', sa.Boolean(), nullable=False),
    sa.Column('lift', sa.Boolean(), nullable=False),
    sa.Column('hearing_loop', sa.Boolean(), nullable=False),
    sa.Column('companion_welcome', sa.Boolean(), nullable=False),
    sa.Column('child_welcome', sa.Boolean(), nullable=False),
    sa.Column('reply_by', sa.Date(), nullable=True),
    sa.Column('reply', sa.Enum('none', 'coming', 'cannot', name='reply', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('reply_reason', sa.String(length=24), nullable=True),
    sa.Column('reply_other_time', sa.String(length=24), nullable=True),
    sa.Column('reply_text', sa.String(length=500), nullable=True),
    sa.Column('replied', sa.DateTime(timezone=True), nullable=True),
    sa.Column('state', sa.Enum('booked', 'cancelled', name='appointmentstate', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(interpreter = 'not_needed') = (interpreter_language IS NULL)", name=op.f('ck_appointment_interpreter_language')),
    sa.CheckConstraint("mode <> 'in_person' OR place IS NOT NULL", name=op.f('ck_appointment_place_if_in_person')),
    sa.CheckConstraint("reply <> 'cannot' OR reply_reason IS NOT NULL", name=op.f('ck_appointment_cannot_has_a_reason')),
    sa.CheckConstraint('ends > starts', name=op.f('ck_appointment_ends_after_start')),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_appointment_participant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appointment'))
    )
    op.create_index('ix_appointment_participant_id_starts', 'appointment', ['participant_id', 'starts'], unique=False)
    op.create_table('assignment',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('staff_id', sa.Uuid(), nullable=False),
    sa.Column('started', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_assignment_participant_id')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_assignment_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assignment'))
    )
    op.create_index('ix_assignment_current', 'assignment', ['staff_id', 'participant_id'], unique=True, sqlite_where=sa.text('ended IS NULL'), postgresql_where=sa.text('ended IS NULL'))
    op.create_index('ix_assignment_participant_id', 'assignment', ['participant_id'], unique=False)
    op.create_table('consent',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('from_agency', sa.Enum('af', 'malmo', 'fk', 'skane', name='from_agency', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('to_agency', sa.Enum('af', 'malmo', 'fk', 'skane', name='to_agency', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('kind', sa.Enum('plan', 'appointments', 'messages', 'health', name='sharekind', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('text_version', sa.String(length=40), nullable=False),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('given', sa.Enum('self', 'oral', name='givenhow', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('starts', sa.Date(), nullable=False),
    sa.Column('ends', sa.Date(), nullable=False),
    sa.Column('withdrawn', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('ends > starts', name=op.f('ck_consent_ends_after_start')),
    sa.CheckConstraint('from_agency <> to_agency', name=op.f('ck_consent_two_agencies')),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_consent_participant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent'))
    )
    op.create_index('ix_consent_current', 'consent', ['participant_id', 'to_agency', 'from_agency', 'kind'], unique=True, sqlite_where=sa.text('withdrawn IS NULL'), postgresql_where=sa.text('withdrawn IS NULL'))
    op.create_table('duty',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_duty_participant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duty'))
    )
    op.create_index('uq_duty_participant_id_kind', 'duty', ['participant_id', 'kind'], unique=True)
    op.create_table('plan',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('goal_kind', sa.String(length=24), nullable=True),
    sa.Column('goal', sa.String(length=500), nullable=True),
    sa.Column('goal_language', sa.String(length=12), nullable=False),
    sa.Column('horizon', sa.Date(), nullable=True),
    sa.Column('opened', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed', sa.DateTime(timezone=True), nullable=True),
    sa.Column('exit_reason', sa.String(length=24), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_plan_participant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan'))
    )
    op.create_index('ix_plan_current', 'plan', ['participant_id'], unique=True, sqlite_where=sa.text('closed IS NULL'), postgresql_where=sa.text('closed IS NULL'))
    op.create_table('sign_in',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=True),
    sa.Column('staff_id', sa.Uuid(), nullable=True),
    sa.Column('created', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('(participant_id IS NULL) <> (staff_id IS NULL)', name=op.f('ck_sign_in_one_person')),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_sign_in_participant_id')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_sign_in_staff_id')),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_sign_in'))
    )
    op.create_index(op.f('ix_sign_in_participant_id'), 'sign_in', ['participant_id'], unique=False)
    op.create_index(op.f('ix_sign_in_staff_id'), 'sign_in', ['staff_id'], unique=False)
    op.create_table('trace',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('act', sa.Enum('looked', 'added', 'changed', 'refused', name='act', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('subject', sa.String(length=40), nullable=False),
    sa.Column('subject_id', sa.Uuid(), nullable=True),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('staff_id', sa.Uuid(), nullable=True),
    sa.Column('agency', sa.Enum('af', 'malmo', 'fk', 'skane', name='agency', native_enum=False, create_constraint=True, length=24), nullable=True),
    sa.CheckConstraint('staff_id IS NULL OR agency IS NOT NULL', name=op.f('ck_trace_agency_of_staff')),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_trace_participant_id')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_trace_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_trace'))
    )
    op.create_index('ix_trace_participant_id_at', 'trace', ['participant_id', 'at'], unique=False)
    op.create_table('attendee',
    sa.Column('appointment_id', sa.Uuid(), nullable=False),
    sa.Column('staff_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['appointment_id'], ['appointment.id'], name=op.f('fk_attendee_appointment_id')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_attendee_staff_id')),
    sa.PrimaryKeyConstraint('appointment_id', 'staff_id', name=op.f('pk_attendee'))
    )
    op.create_index(op.f('ix_attendee_staff_id'), 'attendee', ['staff_id'], unique=False)
    op.create_table('duty_tick',
    sa.Column('duty_id', sa.Uuid(), nullable=False),
    sa.Column('month', sa.String(length=7), nullable=False),
    sa.Column('ticked', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['duty_id'], ['duty.id'], name=op.f('fk_duty_tick_duty_id')),
    sa.PrimaryKeyConstraint('duty_id', 'month', name=op.f('pk_duty_tick'))
    )
    op.create_table('step',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('plan_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=True),
    sa.Column('parameters', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=True),
    sa.Column('title_language', sa.String(length=12), nullable=True),
    sa.Column('agency', sa.Enum('af', 'malmo', 'fk', 'skane', name='agency', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('shares', sa.Enum('plan', 'appointments', 'messages', 'health', name='sharekind', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('responsible_id', sa.Uuid(), nullable=True),
    sa.Column('state', sa.Enum('planned', 'in_progress', 'waiting', 'booked', 'paused', 'done', 'not_possible', 'cancelled', name='stepstate', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('reason', sa.String(length=24), nullable=True),
    sa.Column('due', sa.Date(), nullable=True),
    sa.Column('waits_for_id', sa.Uuid(), nullable=True),
    sa.Column('other_route_id', sa.Uuid(), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('added', sa.DateTime(timezone=True), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('turn_id', sa.Uuid(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state = 'done') = (done_at IS NOT NULL)", name=op.f('ck_step_done_has_a_day')),
    sa.CheckConstraint("(state IN ('done', 'not_possible', 'cancelled')) = (turn_id IS NULL)", name=op.f('ck_step_open_has_a_turn')),
    sa.CheckConstraint("state <> 'not_possible' OR reason IS NOT NULL", name=op.f('ck_step_not_possible_with_reason')),
    sa.CheckConstraint("state <> 'paused' OR reason IS NOT NULL", name=op.f('ck_step_paused_with_reason')),
    sa.CheckConstraint('(kind IS NULL) <> (title IS NULL)', name=op.f('ck_step_kind_or_title')),
    sa.ForeignKeyConstraint(['other_route_id'], ['step.id'], name=op.f('fk_step_other_route_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_step_participant_id')),
    sa.ForeignKeyConstraint(['plan_id'], ['plan.id'], name=op.f('fk_step_plan_id')),
    sa.ForeignKeyConstraint(['responsible_id'], ['staff.id'], name=op.f('fk_step_responsible_id')),
    sa.ForeignKeyConstraint(['turn_id'], ['turn.id'], name=op.f('fk_step_turn_id'), initially='DEFERRED', deferrable=True, use_alter=True),
    sa.ForeignKeyConstraint(['waits_for_id'], ['step.id'], name=op.f('fk_step_waits_for_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_step')),
    sa.UniqueConstraint('turn_id', name=op.f('uq_step_turn_id'))
    )
    op.create_index('ix_step_participant_id_position', 'step', ['participant_id', 'position'], unique=False)
    op.create_index(op.f('ix_step_plan_id'), 'step', ['plan_id'], unique=False)
    op.create_table('thread',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('agency', sa.Enum('af', 'malmo', 'fk', 'skane', name='agency', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('staff_id', sa.Uuid(), nullable=False),
    sa.Column('step_id', sa.Uuid(), nullable=True),
    sa.Column('started', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('awaits_staff', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_thread_participant_id')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_thread_staff_id')),
    sa.ForeignKeyConstraint(['step_id'], ['step.id'], name=op.f('fk_thread_step_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_thread'))
    )
    op.create_index('ix_thread_awaits_staff', 'thread', ['agency', 'last_at'], unique=False, sqlite_where=sa.text('awaits_staff'), postgresql_where=sa.text('awaits_staff'))
    op.create_index('ix_thread_participant_id_last_at', 'thread', ['participant_id', 'last_at'], unique=False)
    op.create_table('turn',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('step_id', sa.Uuid(), nullable=False),
    sa.Column('holder', sa.Enum('participant', 'af', 'malmo', 'fk', 'skane', 'outside', name='holder', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('outside_name', sa.String(length=120), nullable=True),
    sa.Column('answers', sa.Enum('af', 'malmo', 'fk', 'skane', name='agency', native_enum=False, create_constraint=True, length=24), nullable=True),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended', sa.DateTime(timezone=True), nullable=True),
    sa.Column('promised_by', sa.Date(), nullable=True),
    sa.Column('ground', sa.Enum('law', 'rule', 'promise', 'estimate', name='ground', native_enum=False, create_constraint=True, length=24), nullable=True),
    sa.Column('by_staff_id', sa.Uuid(), nullable=True),
    sa.Column('summary', sa.Text(), nullable=True),
    sa.Column('summary_language', sa.String(length=12), nullable=True),
    sa.CheckConstraint("(holder = 'outside') = (outside_name IS NOT NULL)", name=op.f('ck_turn_outside_has_a_name')),
    sa.CheckConstraint("holder <> 'outside' OR answers IS NOT NULL", name=op.f('ck_turn_outside_is_answered_for')),
    sa.CheckConstraint('(promised_by IS NULL) = (ground IS NULL)', name=op.f('ck_turn_promise_has_a_ground')),
    sa.CheckConstraint('ended IS NULL OR ended >= since', name=op.f('ck_turn_ends_after_start')),
    sa.ForeignKeyConstraint(['by_staff_id'], ['staff.id'], name=op.f('fk_turn_by_staff_id')),
    sa.ForeignKeyConstraint(['step_id'], ['step.id'], name=op.f('fk_turn_step_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_turn'))
    )
    op.create_index('ix_turn_open', 'turn', ['step_id'], unique=True, sqlite_where=sa.text('ended IS NULL'), postgresql_where=sa.text('ended IS NULL'))
    op.create_index('ix_turn_open_holder', 'turn', ['holder', 'since'], unique=False, sqlite_where=sa.text('ended IS NULL'), postgresql_where=sa.text('ended IS NULL'))
    op.create_index('ix_turn_step_id_since', 'turn', ['step_id', 'since'], unique=False)
    op.create_table('message',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('thread_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('staff_id', sa.Uuid(), nullable=True),
    sa.Column('phrase', sa.String(length=24), nullable=True),
    sa.Column('parameters', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('body', sa.Text(), nullable=True),
    sa.Column('language', sa.String(length=12), nullable=True),
    sa.Column('reply_by', sa.Date(), nullable=True),
    sa.Column('sent', sa.DateTime(timezone=True), nullable=False),
    sa.Column('read', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('(body IS NULL) = (language IS NULL)', name=op.f('ck_message_text_has_a_language')),
    sa.CheckConstraint('(phrase IS NULL) <> (body IS NULL)', name=op.f('ck_message_phrase_or_text')),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_message_participant_id')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_message_staff_id')),
    sa.ForeignKeyConstraint(['thread_id'], ['thread.id'], name=op.f('fk_message_thread_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message'))
    )
    op.create_index('ix_message_thread_id_sent', 'message', ['thread_id', 'sent'], unique=False)
    op.create_index('ix_message_unread', 'message', ['participant_id'], unique=False, sqlite_where=sa.text('read IS NULL AND staff_id IS NOT NULL'), postgresql_where=sa.text('read IS NULL AND staff_id IS NOT NULL'))
    # Steps and turns point at each other. SQLite took the reference with the table.
    if op.get_bind().dialect.name == "postgresql":
        op.create_foreign_key(
            "fk_step_turn_id", "step", "turn", ["turn_id"], ["id"],
            initially="DEFERRED", deferrable=True,
        )  # fmt: skip
    for statement in APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """Undo it."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER trace_append_only ON trace")
        op.execute("DROP FUNCTION trace_append_only()")
        op.drop_constraint("fk_step_turn_id", "step", type_="foreignkey")
    op.drop_index('ix_message_unread', table_name='message', sqlite_where=sa.text('read IS NULL AND staff_id IS NOT NULL'), postgresql_where=sa.text('read IS NULL AND staff_id IS NOT NULL'))
    op.drop_index('ix_message_thread_id_sent', table_name='message')
    op.drop_table('message')
    op.drop_index('ix_turn_step_id_since', table_name='turn')
    op.drop_index('ix_turn_open_holder', table_name='turn', sqlite_where=sa.text('ended IS NULL'), postgresql_where=sa.text('ended IS NULL'))
    op.drop_index('ix_turn_open', table_name='turn', sqlite_where=sa.text('ended IS NULL'), postgresql_where=sa.text('ended IS NULL'))
    op.drop_table('turn')
    op.drop_index('ix_thread_participant_id_last_at', table_name='thread')
    op.drop_index('ix_thread_awaits_staff', table_name='thread', sqlite_where=sa.text('awaits_staff'), postgresql_where=sa.text('awaits_staff'))
    op.drop_table('thread')
    op.drop_index(op.f('ix_step_plan_id'), table_name='step')
    op.drop_index('ix_step_participant_id_position', table_name='step')
    op.drop_table('step')
    op.drop_table('duty_tick')
    op.drop_index(op.f('ix_attendee_staff_id'), table_name='attendee')
    op.drop_table('attendee')
    op.drop_index('ix_trace_participant_id_at', table_name='trace')
    op.drop_table('trace')
    op.drop_index(op.f('ix_sign_in_staff_id'), table_name='sign_in')
    op.drop_index(op.f('ix_sign_in_participant_id'), table_name='sign_in')
    op.drop_table('sign_in')
    op.drop_index('ix_plan_current', table_name='plan', sqlite_where=sa.text('closed IS NULL'), postgresql_where=sa.text('closed IS NULL'))
    op.drop_table('plan')
    op.drop_index('uq_duty_participant_id_kind', table_name='duty')
    op.drop_table('duty')
    op.drop_index('ix_consent_current', table_name='consent', sqlite_where=sa.text('withdrawn IS NULL'), postgresql_where=sa.text('withdrawn IS NULL'))
    op.drop_table('consent')
    op.drop_index('ix_assignment_participant_id', table_name='assignment')
    op.drop_index('ix_assignment_current', table_name='assignment', sqlite_where=sa.text('ended IS NULL'), postgresql_where=sa.text('ended IS NULL'))
    op.drop_table('assignment')
    op.drop_index('ix_appointment_participant_id_starts', table_name='appointment')
    op.drop_table('appointment')
    op.drop_index(op.f('ix_participant_team_id'), table_name='participant')
    op.drop_index(op.f('ix_participant_contact_id'), table_name='participant')
    op.drop_table('participant')
    op.drop_table('staff')
    op.drop_table('team')
    op.drop_index(op.f('ix_kept_form_actor_id'), table_name='kept_form')
    op.drop_table('kept_form')
    op.drop_table('form_key')
