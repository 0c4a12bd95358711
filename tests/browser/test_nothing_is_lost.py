"""In any order: type, send, go back, forward, reload, lose the network, fill the disk, be signed out.

Walks drawn from a seed, in a real browser with two tabs. A few run with all tests; more by hand:
`PORTAL_WALKS=200 python -m pytest tests/browser/test_nothing_is_lost.py -n auto`.
"""

import os
import random
from collections.abc import Callable
from typing import NamedTuple

import pytest
from playwright.sync_api import Error, Page
from sqlalchemy import delete, event, select

from portal.messages.drafts import Draft
from portal.messages.models import Message
from portal.people.demo import demo_id
from portal.people.models import SignIn
from portal.plan.models import Step
from tests.browser.places import THREAD

WALKS = int(os.environ.get("PORTAL_WALKS", "1"))
STEPS = 12


class Writing(NamedTuple):
    """A form in which something is typed. `kept` where a draft holds what is not sent."""

    person: str
    path: str
    field: str
    send: str
    stored: object
    kept: bool = False


FORMS = {
    "new": Writing("rim", "/messages/new", "#body", "Skicka", Message.body, kept=True),
    "answer": Writing("rim", THREAD, "#body", "Skicka", Message.body, kept=True),
    "own step": Writing("rim", "/plan/steps/new", "#title", "Lägg till", Step.title),
    "staff": Writing(
        "lena", f"/staff/participants/{demo_id('rim')}/post?what=message&phrase=free",
        "#body", "Publicera", Message.body,
    ),
}  # fmt: skip


class Walk:
    """One person with two tabs, and everything that can befall her."""

    def __init__(self, visitor, database, form: Writing, chance: random.Random) -> None:
        self.visitor, self.database, self.form, self.chance = visitor, database, form, chance
        self.tabs: list[Page] = [visitor.page, visitor.context.new_page()]
        self.tab = 0
        self.full = False
        self.did: list[str] = []
        self.last = ""  # what the latest press of the button took along
        event.listen(database.writer, "checkout", self._refuse)

    def _refuse(self, connection, _record, _proxy) -> None:
        connection.execute(f"PRAGMA query_only = {'on' if self.full else 'off'}")

    @property
    def page(self) -> Page:
        return self.tabs[self.tab]

    def open(self) -> None:
        self._try(lambda: self.page.goto(f"{self.visitor.address}{self.form.path}"))

    def write(self) -> None:
        field = self._field()
        if field is not None:
            field.fill(f"Ord {self.chance.randrange(10**9)}")
            if self.form.kept and self.chance.random() < 0.5:
                self.page.wait_for_timeout(1200)  # long enough to be kept as a draft

    def send(self) -> None:
        field = self._field()
        button = self.page.get_by_role("button", name=self.form.send, exact=True)
        if field is None or button.count() != 1 or not field.input_value():
            return
        self.last = field.input_value()
        self._try(lambda: (button.click(), self.page.wait_for_load_state("load")))
        self.page.wait_for_timeout(300)

    def send_twice(self) -> None:
        self.send()
        self.back()
        self.send()

    def send_again(self) -> None:
        button = self.page.get_by_role("button", name="Skicka igen")
        if button.count() == 1 and "redan skickat" not in self.page.content():
            self._try(lambda: (button.click(), self.page.wait_for_load_state("load")))

    def sign_in_ends(self) -> None:
        """In the middle of it; what she then sends is shown or kept, and she signs in elsewhere."""
        self.heal()
        with self.database.writing() as session, session.begin():
            session.execute(delete(SignIn))
        self.send()
        _require_sound(self)
        another = self.visitor.context.new_page()
        another.goto(f"{self.visitor.address}/sign-in")
        another.locator(f"button[name=person][value={self.form.person}]").click()
        another.wait_for_load_state("load")
        another.close()

    def back(self) -> None:
        self._try(lambda: self.page.go_back(timeout=4000))

    def forward(self) -> None:
        self._try(lambda: self.page.go_forward(timeout=4000))

    def reload(self) -> None:
        self._try(lambda: self.page.reload(timeout=4000))

    def other_tab(self) -> None:
        self.tab = 1 - self.tab
        if self.page.url == "about:blank":
            self.open()

    def network(self) -> None:
        self.visitor.context.set_offline(self.chance.random() < 0.5)

    def disk(self) -> None:
        self.full = self.chance.random() < 0.5
        self.database.writer.dispose()

    def heal(self) -> None:
        self.visitor.context.set_offline(False)
        self.full = False
        self.database.writer.dispose()
        for tab in self.tabs:
            tab.wait_for_timeout(100)

    def rows(self, column) -> list[str]:
        with self.database.reading() as session:
            return list(session.scalars(select(column)))

    def shown(self) -> str:
        """All that stands in a field of either tab."""
        values = (
            "[...document.querySelectorAll('textarea, input')].map(each => each.value).join(' ')"
        )
        return " ".join(self._try(lambda tab=tab: tab.evaluate(values)) or "" for tab in self.tabs)

    def _field(self):
        try:
            field = self.page.locator(self.form.field)
            return field if field.count() == 1 and field.is_editable() else None
        except Error:
            return None

    def _try(self, act: Callable[[], object]) -> object:
        """What fails for want of a network fails, and the walk goes on."""
        try:
            return act()
        except Error:
            return None


ACTS = {
    "write": 4, "send": 4, "send_twice": 1, "send_again": 1, "back": 2, "forward": 1, "reload": 1,
    "other_tab": 1, "network": 1, "disk": 1, "open": 2,
    "sign_in_ends": 1,
}  # fmt: skip


@pytest.mark.parametrize("seed", range(WALKS))
@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_whatever_is_done_in_whatever_order(visit, portal, form, seed):
    database = portal.app.extensions["portal.database"]
    portal.app.testing = False
    chance = random.Random(f"{form.path} {seed}")
    visitor = visit(form.person, "sv", width=1280, height=900)
    walk = Walk(visitor, database, form, chance)
    try:
        walk.open()
        for act in chance.choices(list(ACTS), list(ACTS.values()), k=STEPS):
            walk.did.append(act)
            getattr(walk, act)()
            _require_sound(walk)
        walk.heal()
        _require_sound(walk)
    finally:
        # Without a network htmx says so in the console; anything else is a fault.
        visitor.problems[:] = [each for each in visitor.problems if "Failed to fetch" not in each]
        event.remove(database.writer, "checkout", walk._refuse)


def _require_sound(walk: Walk) -> None:
    """Nothing is stored twice, and nothing that was sent is a draft; else the way it came to that."""
    stored = walk.rows(walk.form.stored)
    mine = [each for each in stored if each and each.startswith("Ord ")]
    assert len(mine) == len(set(mine)), (walk.did, mine)
    assert not set(mine) & set(walk.rows(Draft.body)), (walk.did, mine)
    # What was sent and is not stored is where she can see it, or waits as a draft.
    if not walk.form.kept or walk.did[-1] not in ("send", "send_again", "sign_in_ends"):
        return
    unsent = walk.last not in mine and walk.last not in walk.rows(Draft.body)
    assert not unsent or walk.last in walk.shown(), (walk.did, walk.last)
