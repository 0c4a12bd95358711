"""Very many people with names and little else, made by PostgreSQL itself: half a million in a minute.

They are spread over teams of 560, each with four caseworkers who have 140 of them.
"""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

SQL = """
SET LOCAL statement_timeout = 0;

ALTER TABLE assignment DISABLE TRIGGER USER;

CREATE TEMPORARY TABLE thin_team ON COMMIT DROP AS
  SELECT n, gen_random_uuid() AS id FROM generate_series(0, (:people - 1) / 560) n;

INSERT INTO team (id, name) SELECT id, 'Thin ' || n FROM thin_team;

CREATE TEMPORARY TABLE thin_staff ON COMMIT DROP AS
  SELECT t.n * 4 + place AS n, gen_random_uuid() AS id, t.id AS team_id,
    (ARRAY['af', 'malmo', 'fk', 'skane'])[place + 1] AS agency
  FROM thin_team t, generate_series(0, 3) place;

INSERT INTO staff
  (id, employee_id, name, sort_key, role, agency, title, phone, language, team_id, withdraws)
  SELECT id, 'thin-' || n, 'Thin ' || n, '', 'caseworker', agency, 'handlaggare', '+46701740690',
    'sv', team_id, false
  FROM thin_staff;

CREATE TEMPORARY TABLE thin ON COMMIT DROP AS
  SELECT i AS n, gen_random_uuid() AS id, s.id AS staff_id, s.team_id,
    (ARRAY['amal','basim','dalia','hadi','lina','samir','asa','osten','rim','olha'])[1 + i % 10] AS first,
    (ARRAY['mithal','exempel','tusaale','namuna','ovning','belga'])[1 + i / 10 % 6] AS last
  FROM generate_series(0, :people - 1) i JOIN thin_staff s ON s.n = i / 140;

INSERT INTO participant (id, name, sort_key, identity_cipher, identity_hash, language, phone,
    protected, team_id, contact_id)
  SELECT id, initcap(first || ' ' || last) || ' ' || n, convert_to(first || last || n, 'UTF8'), '',
    sha256(convert_to('thin ' || n, 'UTF8')), 'sv', '+4670' || (1000000 + n), false, team_id, staff_id
  FROM thin;

INSERT INTO name_word (participant_id, word)
  SELECT id, first FROM thin UNION ALL SELECT id, last FROM thin UNION ALL SELECT id, '' || n FROM thin;

INSERT INTO assignment (id, participant_id, staff_id, started)
  SELECT gen_random_uuid(), id, staff_id, :now FROM thin;

ALTER TABLE assignment ENABLE TRIGGER USER;

ANALYZE team; ANALYZE staff; ANALYZE participant; ANALYZE name_word; ANALYZE assignment
"""


def add_thin_crowd(owner: Session, people: int, now: datetime) -> None:
    """Adds that many; the planner knows of them afterwards."""
    for statement in SQL.split(";"):
        values = {"people": people, "now": now}
        asked = {name: value for name, value in values.items() if f":{name}" in statement}
        owner.execute(text(statement), asked)
