"""Whom a provider's claims are about. The claim identifies; our own tables authorise.

People are found by keyed hashes of opaque numbers; staff by employee id, in the agency that the
provider vouches for. A new number is proposed to staff: never a second account, and never let in
on the provider's word alone.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from portal import clock
from portal.audience import Audience
from portal.config.providers import Provider
from portal.db import Statement, insert_into, read
from portal.identity_numbers import is_identity_number
from portal.people.identity import IdentityVault
from portal.people.models import Participant, Staff
from portal.sign_in.faults import Refused, Why, fault
from portal.sign_in.models import ChangeState, FormerIdentity, IdentityChange

Claims = Mapping[str, Any]

_CURRENT: Statement = select(Participant.id).where(Participant.identity_hash == bindparam("hash"))
_FORMER: Statement = (
    select(FormerIdentity.participant_id)
    .where(FormerIdentity.identity_hash == bindparam("hash"))
)  # fmt: skip
_STAFF: Statement = (
    select(Staff.id, Staff.role, Staff.agency).where(Staff.employee_id == bindparam("employee"))
)  # fmt: skip


class Colleague(NamedTuple):
    """A member of staff."""

    id: UUID
    role: Audience


def participant_of(
    db: Session, vault: IdentityVault, provider: Provider, claims: Claims
) -> UUID | Why:
    """The participant, or why she is not let in; a new number is then left for staff to confirm.

    Raises Refused for numbers that are none.
    """
    number, previous = numbers_in(provider, claims)
    found = _find(db, vault, number)
    before = _find(db, vault, previous) if previous else None
    if before is not None and before != found:
        _propose(db, vault, provider, number, participant=before, other=found)
        return Why.NEW_NUMBER
    return found or Why.UNKNOWN


def numbers_in(provider: Provider, claims: Claims) -> tuple[str, str]:
    """The number, and the one before it or nothing. Raises Refused for both kinds, none, or no number."""
    names = provider.claims
    said = {name: claims.get(name) for name in (names.personal_number, names.coordination_number)}
    given = [value for name, value in said.items() if name and value is not None]
    if len(given) != 1:
        raise fault("not exactly one number")
    previous = claims.get(names.previous_number) if names.previous_number else None
    if not _is_number(given[0]) or not (previous is None or _is_number(previous)):
        raise fault("no identity number")
    return given[0], previous or ""


def staff_of(db: Session, provider: Provider, claims: Claims) -> Colleague:
    """The member of staff. Raises Refused for one we do not know, or whose employer is another."""
    names = provider.claims
    employee = claims.get(names.employee)
    if not isinstance(employee, str):
        raise fault("no employee")
    employer = claims.get(names.organisation) if names.organisation else employee.rpartition("@")[2]
    row = read(db, _STAFF, {"employee": employee}).first()
    if row is None or employer != provider.organisation or row.agency != provider.agency:
        raise Refused(Why.STAFF, "not in the staff table of that agency")
    return Colleague(row.id, row.role)


def _is_number(value: object) -> bool:
    return isinstance(value, str) and is_identity_number(value, clock.today())


def _find(db: Session, vault: IdentityVault, number: str) -> UUID | None:
    values = {"hash": vault.look_up(number)}
    row = read(db, _CURRENT, values).first() or read(db, _FORMER, values).first()
    return row[0] if row else None


def _propose(
    db: Session, vault: IdentityVault, provider: Provider, number: str, *, participant: UUID,
    other: UUID | None,
) -> None:  # fmt: skip
    """Once, however often she tries."""
    new = insert_into(db, IdentityChange).values(
        participant_id=participant, other_id=other, provider=provider.name,
        identity_hash=vault.look_up(number), identity_cipher=vault.seal(number, participant),
        proposed=clock.now(), state=ChangeState.OPEN,
    )  # fmt: skip
    db.execute(new.on_conflict_do_nothing())
