"""The access table: endpoint x who is asking x whose data, executed against the running portal."""

import re
from uuid import UUID

import pytest

from portal.appointments import feed
from portal.audience import Audience, audience, audiences_of
from portal.notices.channels.report_address import signature_of
from portal.people.demo import demo_id
from portal.web.access import UndeclaredAudience, require_declared
from tests.contracts.addresses import ids_of
from tests.one_database import templates  # noqa: F401 - a fixture

WHO = ("nobody", "rim", "lena", "yusuf", "layla")

# What each of them gets from each GET, about Rim: a page, the way to sign in, "not for you" or
# "no such page". Rim's own pages are for Rim; staff pages for staff, within the policy.
TABLE = {
    "/": (303, 200, 303, 303, 303),
    "/about": (200, 200, 200, 200, 200),
    "/accessibility": (200, 200, 200, 200, 200),
    "/words": (200, 200, 200, 200, 200),
    "/language": (200, 200, 200, 200, 200),
    "/appointments": (303, 200, 403, 403, 403),
    "/appointments/<uuid:appointment_id>": (303, 200, 403, 403, 403),
    "/appointments/<uuid:appointment_id>.ics": (303, 200, 403, 403, 403),
    "/appointments/fixed-hours": (303, 200, 403, 403, 403),
    "/calendar/<string:secret>.ics": (200, 200, 200, 200, 200),
    "/closed": (200, 200, 200, 200, 200),
    "/healthz": (200, 200, 200, 200, 200),
    "/me": (303, 200, 403, 403, 403),
    "/me/calendar": (303, 200, 403, 403, 403),
    "/me/log": (303, 200, 403, 403, 403),
    "/me/close": (303, 200, 403, 403, 403),
    "/me/corrections": (303, 200, 403, 403, 403),
    "/me/corrections/new": (303, 200, 403, 403, 403),
    "/me/export": (303, 200, 403, 403, 403),
    "/me/export.ics": (303, 200, 403, 403, 403),
    "/me/export.json": (303, 200, 403, 403, 403),
    "/me/reminders": (303, 200, 403, 403, 403),
    "/me/sharing": (303, 200, 403, 403, 403),
    "/me/sharing/<string:agency>": (303, 200, 403, 403, 403),
    "/me/sharing/history": (303, 200, 403, 403, 403),
    "/messages": (303, 200, 403, 403, 403),
    "/messages/<uuid:thread_id>": (303, 200, 403, 403, 403),
    "/messages/attachments/<uuid:attachment_id>": (303, 200, 403, 403, 403),
    "/messages/new": (303, 200, 403, 403, 403),
    "/messages/receipts/<uuid:message_id>": (303, 200, 403, 403, 403),
    "/offline": (200, 200, 200, 200, 200),
    "/outbox": (200, 200, 200, 200, 200),
    "/plan": (303, 200, 403, 403, 403),
    "/plan/goal": (303, 200, 403, 403, 403),
    "/plan/paper": (303, 200, 403, 403, 403),
    "/plan/steps/<uuid:step_id>": (303, 200, 403, 403, 403),
    "/plan/steps/new": (303, 200, 403, 403, 403),
    "/privacy": (200, 200, 200, 200, 200),
    "/readyz": (200, 200, 200, 200, 200),
    "/service-worker.js": (200, 200, 200, 200, 200),
    "/sign-ins": (303, 200, 200, 200, 200),
    "/sign-ins/passkey": (303, 200, 403, 403, 403),
    "/sign-ins/ending": (200, 200, 200, 200, 200),
    "/sign-ins/stay": (303, 204, 204, 204, 204),
    "/sign-in": (200, 200, 200, 200, 200),
    "/sign-in/again": (303, 303, 303, 303, 303),
    "/sign-in/callback/<string:provider>": (404, 404, 404, 404, 404),
    "/sign-in/refused/<string:why>": (403, 403, 403, 403, 403),
    "/sign-in/with/<string:provider>": (404, 404, 404, 404, 404),
    "/sign-in/letter": (200, 200, 200, 200, 200),
    "/sign-in/letter/code": (303, 303, 303, 303, 303),
    "/signed-out": (200, 200, 200, 200, 200),
    "/staff": (303, 403, 200, 200, 403),
    "/staff/attachments/<uuid:attachment_id>": (303, 403, 200, 403, 403),
    "/staff/board": (303, 403, 200, 200, 403),
    "/staff/identity-changes": (303, 403, 200, 403, 403),
    "/staff/inbox": (303, 403, 200, 403, 403),
    "/staff/threads/<uuid:thread_id>": (303, 403, 200, 403, 403),
    "/staff/participants/<uuid:participant_id>/contact": (303, 403, 200, 403, 403),
    "/staff/participants/<uuid:participant_id>/corrections": (303, 403, 200, 403, 403),
    "/staff/participants/<uuid:participant_id>/fixed-hours": (303, 403, 200, 403, 403),
    "/staff/participants/<uuid:participant_id>/letter": (303, 403, 200, 403, 403),
    "/staff/participants/<uuid:participant_id>": (303, 403, 200, 200, 403),
    "/staff/participants/<uuid:participant_id>/post": (303, 403, 200, 403, 403),
    "/staff/participants/<uuid:participant_id>/sharing": (303, 403, 200, 403, 403),
    "/translate": (303, 403, 403, 403, 200),
    "/translate/<string:tag>/<string:text_name>": (303, 403, 403, 403, 200),
}
# The same for every POST, with a valid form token and no fields: 404 and 4xx mean "let in, but
# nothing to do"; the table says who is let in at all.
POSTS = {
    "/appointments/<uuid:appointment_id>": (303, 400, 403, 403, 403),
    "/appointments/fixed-hours": (303, 422, 403, 403, 403),
    "/language": (303, 303, 303, 303, 303),
    "/me/calendar": (303, 400, 403, 403, 403),
    "/sign-ins/<uuid:sign_in_id>/end": (303, 404, 404, 404, 404),
    "/sign-in/passkey": (422, 422, 422, 422, 422),
    "/sign-in/passkey/offer": (200, 200, 200, 200, 200),
    "/sign-ins/passkey": (303, 422, 403, 403, 403),
    "/sign-ins/passkey/offer": (303, 200, 403, 403, 403),
    "/sign-ins/passkey/<uuid:passkey_id>/remove": (303, 404, 403, 403, 403),
    "/sign-ins/everywhere": (303, 303, 303, 303, 303),
    "/sign-ins/shared": (303, 303, 303, 303, 303),
    "/me/close": (303, 200, 403, 403, 403),
    "/me/corrections/new": (303, 422, 403, 403, 403),
    "/me/devices": (303, 400, 403, 403, 403),
    "/me/reminders": (303, 422, 403, 403, 403),
    "/me/sharing/<string:agency>": (303, 400, 403, 403, 403),
    "/messages/<uuid:thread_id>": (303, 422, 403, 403, 403),
    "/messages/drafts": (303, 404, 403, 403, 403),
    "/messages/<uuid:thread_id>/forward": (303, 400, 403, 403, 403),
    "/messages/new": (303, 422, 403, 403, 403),
    "/notices/<uuid:notice_id>/report/<string:signature>": (204, 204, 204, 204, 204),
    "/plan/duties/<uuid:duty_id>": (303, 303, 403, 403, 403),
    "/plan/goal": (303, 422, 403, 403, 403),
    "/plan/steps/<uuid:step_id>": (303, 400, 403, 403, 403),
    "/plan/steps/new": (303, 422, 403, 403, 403),
    "/sign-in/letter": (422, 422, 422, 422, 422),
    "/sign-in/letter/code": (303, 303, 303, 303, 303),
    "/sign-in/demo": (404, 404, 404, 404, 404),
    "/sign-in/logout/<string:provider>": (404, 404, 404, 404, 404),
    "/sign-out": (303, 303, 303, 303, 303),
    "/staff/identity-changes/<uuid:change_id>": (303, 403, 404, 403, 403),
    "/staff/participants/<uuid:participant_id>/contact": (303, 403, 409, 403, 403),
    "/staff/participants/<uuid:participant_id>/fixed-hours": (303, 403, 422, 403, 403),
    "/staff/participants/<uuid:participant_id>/letter": (303, 403, 422, 403, 403),
    "/staff/participants/<uuid:participant_id>/post": (303, 403, 422, 403, 403),
    "/staff/participants/<uuid:participant_id>/sharing": (303, 403, 409, 403, 403),
    "/staff/participants/<uuid:participant_id>/tell": (303, 403, 400, 403, 403),
    "/staff/participants/<uuid:participant_id>/scheduled/<uuid:scheduled_id>": (
        303,
        403,
        303,
        403,
        403,
    ),
    "/staff/participants/<uuid:participant_id>/corrections/<uuid:correction_id>": (
        303,
        403,
        422,
        403,
        403,
    ),
    "/staff/participants/<uuid:participant_id>/reopen": (303, 403, 303, 403, 403),
    "/staff/participants/<uuid:participant_id>/told": (303, 403, 303, 403, 403),
    "/staff/threads/<uuid:thread_id>/back": (303, 403, 422, 403, 403),
    "/staff/threads/<uuid:thread_id>/forward": (303, 403, 422, 403, 403),
    "/staff/threads/<uuid:thread_id>/take": (303, 403, 303, 403, 403),
    "/staff/threads/<uuid:thread_id>/withdraw": (303, 403, 400, 403, 403),
    "/translate/<string:tag>/<string:text_name>": (303, 403, 403, 403, 400),
    "/translate/here": (303, 403, 403, 403, 303),
}


# The provider that sends SMS has no page of ours to take a token from; the address itself is signed.
# Nor has a provider that tells of a sign-out, with a signed token.
WITHOUT_TOKEN = (
    "/notices/<uuid:notice_id>/report/<string:signature>",
    "/sign-in/logout/<string:provider>",
)


def concrete(path: str, ids: dict[str, str]) -> str:
    return re.sub(r"<\w+:(\w+)>", lambda part: ids[part.group(1)], path)


@pytest.fixture
def secret(database, actor) -> str:
    """Of Rim's calendar: who knows it is let in, whoever that is."""
    with database.writing() as session, session.begin():
        return feed.start(session, actor("rim"))


def test_the_table_names_every_endpoint(app):
    rules = list(app.url_map.iter_rules())
    assert {rule.rule for rule in rules if "GET" in rule.methods} == set(TABLE)
    assert {rule.rule for rule in rules if "POST" in rule.methods} == set(POSTS)


@pytest.mark.parametrize("person", WHO)
def test_who_gets_which_page(reader, database, secret, person):
    asking = reader(None if person == "nobody" else person)
    ids = ids_of(database, "rim") | {"secret": secret}
    got = {path: asking.client.get(concrete(path, ids)).status_code for path in TABLE}
    assert got == {path: row[WHO.index(person)] for path, row in TABLE.items()}


@pytest.mark.parametrize("person", WHO)
def test_who_may_send_which_form(reader, database, person):
    ids = ids_of(database, "rim")
    signed = signature_of("0" * 32, UUID(ids["notice_id"]), "+46701740605")
    ids |= {"signature": signed}  # who knows it is let in, whoever that is
    got = {}
    for path in POSTS:  # signed in anew for each, since two of them end that
        asking = reader(None if person == "nobody" else person)
        token = asking.get("/sign-in").form("/language")["csrf_token"]
        got[path] = asking.client.post(concrete(path, ids), data={"csrf_token": token}).status_code
    assert got == {path: row[WHO.index(person)] for path, row in POSTS.items()}


@pytest.mark.parametrize("path", [path for path in POSTS if path not in WITHOUT_TOKEN])
def test_no_form_is_taken_without_its_token(reader, database, path):
    person = "lena" if path.startswith("/staff") else "rim"
    answer = reader(person).client.post(concrete(path, ids_of(database, "rim")), data={"body": "x"})
    assert answer.status_code == 419


@pytest.mark.parametrize(
    "path", [path for path in TABLE if "<uuid" in path and "staff" not in path]
)
@pytest.mark.parametrize("other", ["hodan", "mikaela"])
def test_somebody_elses_and_nobodys_look_the_same(reader, database, path, other):
    asking = reader(other, "en")
    foreign = asking.client.get(concrete(path, ids_of(database, "rim")))
    unknown = asking.client.get(
        concrete(path, dict.fromkeys(ids_of(database, "rim"), str(demo_id("x"))))
    )
    assert foreign.status_code == unknown.status_code == 404
    strip = re.compile(r'value="[^"]*"|next=[^"]*')
    assert strip.sub("", foreign.text) == strip.sub("", unknown.text)


@pytest.mark.parametrize("path", [path for path in POSTS if "<uuid" in path])
def test_somebody_elses_form_is_answered_404(reader, database, path):
    asking = reader("petra" if path.startswith("/staff") else "hodan")
    token = asking.get("/sign-in").form("/language")["csrf_token"]
    ids = ids_of(database, "rim") | {"signature": "guessed"}
    answer = asking.client.post(
        concrete(path, ids),
        data={"csrf_token": token, "do": "finish", "version": "1", "what": "done", "body": "x"},
    )
    assert answer.status_code == 404


def test_the_app_refuses_to_start_with_an_undeclared_endpoint(app):
    app.view_functions["forgotten"] = lambda: ""
    try:
        with pytest.raises(UndeclaredAudience, match="forgotten"):
            require_declared(app)
    finally:
        del app.view_functions["forgotten"]


def test_a_mark_is_only_a_mark():
    marked = audience(Audience.PUBLIC)(lambda: "same")
    assert marked() == "same"
    assert audiences_of(marked) == {Audience.PUBLIC}
    assert audiences_of(lambda: "") == frozenset()


def test_a_fragment_for_someone_signed_out_leads_the_whole_page_to_sign_in(reader):
    answer = reader(None).client.get("/plan", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/sign-in?next=%2Fplan")
