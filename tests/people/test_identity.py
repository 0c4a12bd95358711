"""Identity numbers: found by a keyed hash, readable only with the key and for their own row."""

from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import select

from portal.people.identity import IdentityVault
from portal.people.models import Participant
from tests.moments import IDENTITY_KEY

NUMBER = "19810573-2385"


def test_a_sealed_number_opens_for_its_own_row_only():
    vault, row = IdentityVault(IDENTITY_KEY), uuid4()
    sealed = vault.seal(NUMBER, row)
    assert NUMBER.encode() not in sealed
    assert vault.open(sealed, row) == NUMBER
    with pytest.raises(InvalidTag):
        vault.open(sealed, uuid4())
    with pytest.raises(InvalidTag):
        IdentityVault(b"x" * 32).open(sealed, row)


def test_look_up_ignores_how_the_number_is_written():
    vault = IdentityVault(IDENTITY_KEY)
    assert vault.look_up(NUMBER) == vault.look_up("198105732385")
    assert vault.look_up(NUMBER) != IdentityVault(b"x" * 32).look_up(NUMBER)


def test_the_cast_is_found_by_number_and_stored_unreadable(db):
    vault = IdentityVault(IDENTITY_KEY)
    person = db.scalars(
        select(Participant).where(Participant.identity_hash == vault.look_up(NUMBER))
    ).one()
    assert person.name == "Oksana Pryklad"
    assert vault.open(person.identity_cipher, person.id) == NUMBER
