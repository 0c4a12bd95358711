"""Many guesses at the same moment: few are looked at, and one at most is let in."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Lock

import pytest
from sqlalchemy import select

from portal.sign_in import codes, letters, sms_codes
from portal.sign_in.letter_models import Activation, Letter, UnknownLetter
from tests.sign_in.people import codes_sent, give_letter

GUESSES = 50


@pytest.fixture
def looked_at(monkeypatch):
    """The hashes that a guess was really compared with; the others were compared with nobody's."""
    found, lock, real = [], Lock(), codes.matches

    def matches(kept, code):
        if kept is not None:
            with lock:
                found.append(kept)
        return real(kept, code)

    monkeypatch.setattr(codes, "matches", matches)
    return found


def at_once(database, guesses, attempt, refusal):
    """Every guess in a thread of its own, all let go together; how many were let in."""
    # All fifty shall get through, also on a machine that has other things to do.
    database.writer.pool._timeout = 60
    ready = Barrier(len(guesses))

    def guess(code):
        ready.wait()
        with database.writing() as db:
            try:
                attempt(db, code)
            except refusal:
                return False
            db.commit()
            return True

    with ThreadPoolExecutor(len(guesses)) as pool:
        return sum(pool.map(guess, guesses))


@pytest.mark.parametrize("right", [0, 1, GUESSES])
def test_of_fifty_guesses_at_a_letter_five_are_looked_at_and_one_is_let_in(
    database, actor, looked_at, right
):  # fmt: skip
    letter = give_letter(database, actor("lena"))
    guesses = ["AAAAAAAA"] * (GUESSES - right) + [letter.code] * right
    entered = at_once(
        database, guesses, lambda db, code: letters.open_letter(db, letter.reference, code), letters.NotAccepted
    )  # fmt: skip
    assert 1 <= len(looked_at) <= 5
    assert entered <= 1
    if right == GUESSES:
        assert entered == 1
    with database.reading() as db:
        row = db.scalars(select(Letter)).one()
        assert row.tries == len(looked_at)
        assert (row.used is not None) == bool(entered)
        assert db.scalar(select(UnknownLetter.tries)) == 2 * (GUESSES - len(looked_at))


@pytest.mark.parametrize("right", [0, GUESSES])
def test_of_fifty_guesses_at_an_sms_code_three_are_looked_at_and_one_is_let_in(
    database, actor, looked_at, right
):  # fmt: skip
    letter = give_letter(database, actor("lena"))
    with database.writing() as db:
        opened = letters.open_letter(db, letter.reference, letter.code)
        token = sms_codes.begin(db, opened)
        sms_codes.send_code(db, opened.letter, opened.participant)
        db.commit()
    looked_at.clear()
    guesses = (codes_sent(database) if right else ["000000"]) * GUESSES
    entered = at_once(
        database,
        guesses,
        lambda db, code: sms_codes.check_code(db, token, code),
        sms_codes.WrongCode,
    )
    assert 1 <= len(looked_at) <= 3
    assert entered == bool(right)
    with database.reading() as db:
        assert db.scalar(select(Activation.code_tries)) == len(looked_at)
