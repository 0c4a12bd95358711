"""What only a sign-in of a short while ago opens: the list of it, and that each is asked for it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal import clock
from portal.audience import RecentSignIn, recent_of, recent_sign_in
from portal.people.models import SignIn
from portal.people.sign_in_limits import RECENT
from portal.web.models import FormKey, KeptForm
from tests.contracts.addresses import ids_of
from tests.contracts.test_access import concrete
from tests.moments import NOW
from tests.one_database import templates  # noqa: F401 - a fixture

PASSKEYS, NUMBERS = "/sign-ins/passkey", "/staff/identity-changes"
PERSON = "/staff/participants/<uuid:participant_id>"
# Endpoint: who asks, how, at which address, where her form stands, and what `do` never waits.
NEEDED = {
    "export.show": ("rim", "GET", "/me/export", "", ()),
    "export.file": ("rim", "GET", "/me/export.json", "", ()),
    "export.calendar": ("rim", "GET", "/me/export.ics", "", ()),
    "closing.close": ("rim", "POST", "/me/close", "", ()),
    "passkeys.offer": ("rim", "POST", f"{PASSKEYS}/offer", PASSKEYS, ()),
    "passkeys.add": ("rim", "POST", PASSKEYS, PASSKEYS, ()),
    "passkeys.remove": ("rim", "POST", f"{PASSKEYS}/<uuid:passkey_id>/remove", PASSKEYS, ()),
    "identity_changes.decide": ("lena", "POST", f"{NUMBERS}/<uuid:change_id>", NUMBERS, ()),
    "staff_sharing.change": ("lena", "POST", f"{PERSON}/sharing", "", ("stop",)),
    "feed.change": ("rim", "POST", "/me/calendar", "", ("stop",)),
    "staff_letter.change": ("lena", "POST", f"{PERSON}/letter", "", ("revoke", "remove")),
    "contact.show": ("lena", "GET", f"{PERSON}/contact", "", ()),
    "contact.change": ("lena", "POST", f"{PERSON}/contact", "", ()),
}  # fmt: skip


@pytest.fixture
def ask(reader, database):
    """Asks as the row of an endpoint says, with a sign-in of a certain age."""

    def run(row, age, **fields):
        person, method, path, _back, _spares = row
        clock.fix(NOW)
        asking = reader(person, "en").leave_alone()
        token = asking.get("/sign-in").form("/language")["csrf_token"]
        clock.fix(NOW + age)
        address = concrete(path, ids_of(database, "rim"))
        data = {"csrf_token": token, **fields} if method == "POST" else None
        return asking, asking.client.open(address, method=method, data=data)

    return run


def test_the_list_names_every_endpoint_that_needs_it(app):
    marked = {name: mark for name, view in app.view_functions.items() if (mark := recent_of(view))}
    listed = {
        name: RecentSignIn(back, frozenset(spares)) for name, (*_, back, spares) in NEEDED.items()
    }
    assert marked == listed


@pytest.mark.parametrize("endpoint", NEEDED)
def test_an_old_sign_in_is_asked_for_again_and_a_new_one_is_not(ask, database, endpoint):
    row = NEEDED[endpoint]
    _asking, answer = ask(row, RECENT)
    assert "/sign-in/again" not in (answer.location or "")
    asking, answer = ask(row, RECENT + timedelta(seconds=1))
    page = concrete(row[3] or row[2], ids_of(database, "rim"))
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in/again?next=")
    shown = asking.get(answer.location)
    assert shown.heading == "Sign in once more"
    assert shown.form("/sign-in/demo")["next"] == page
    with database.reading() as db:  # nothing has happened but that
        assert db.scalar(select(func.count()).select_from(FormKey)) in (0, 1)
        assert db.scalar(select(func.count()).select_from(KeptForm)) == 0


@pytest.mark.parametrize(
    ("endpoint", "do"), [(name, do) for name, row in NEEDED.items() for do in row[4]]
)
def test_what_only_ends_something_never_waits(ask, endpoint, do):
    _asking, answer = ask(NEEDED[endpoint], timedelta(minutes=29), do=do)
    assert answer.status_code in (303, 400, 404)  # let in, and found nothing to end
    assert "/sign-in/again" not in (answer.location or "")


def test_who_may_not_at_all_is_not_asked_to_sign_in_for_it(reader, database):
    layla = reader("layla", "en").leave_alone()
    clock.fix(NOW + timedelta(minutes=20))
    person = concrete(PERSON, ids_of(database, "rim"))
    for path in ("/me/export", f"{person}/contact", NUMBERS):
        assert layla.client.get(path).status_code == 403
    clock.fix(NOW + timedelta(minutes=51))
    assert layla.client.get("/me/export").location == "/sign-in?next=%2Fme%2Fexport"


def test_a_fragment_leads_the_whole_page_there(reader):
    rim = reader("rim", "en").leave_alone()
    clock.fix(NOW + timedelta(minutes=20))
    answer = rim.client.get("/me/export", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.text) == (204, "")
    assert answer.headers["HX-Redirect"] == "/sign-in/again?next=%2Fme%2Fexport"


def test_being_there_makes_a_sign_in_no_younger(reader, database):
    """Every page notes that she is there; when she showed who she is stays as it was."""
    rim = reader("rim", "en").leave_alone()
    for minutes in range(2, 20, 2):
        clock.fix(NOW + timedelta(minutes=minutes))
        rim.client.get("/")
    with database.reading() as db:
        row = db.scalars(select(SignIn)).one()
    assert (row.seen, row.created) == (NOW + timedelta(minutes=18), NOW)
    assert rim.client.get("/me/export").status_code == 303


def test_a_mark_is_only_a_mark():
    marked = recent_sign_in(back="/me")(lambda: "same")
    assert marked() == "same"
    assert recent_of(marked) == RecentSignIn("/me")
    assert recent_of(lambda: "") is None
