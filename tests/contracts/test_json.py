"""Doors that read JSON: what is too deep, too long or no JSON at all is refused, and never a 500."""

import ast
import base64
import json

import pytest
from sqlalchemy import delete

from portal import bounded_json
from portal.config import ROOT
from portal.messages import attachment_content
from portal.messages.attachment_faults import Damaged
from portal.notices.channels import TryAgain, sms
from portal.sign_in import passkeys
from portal.sign_in.passkeys import Place, Refused
from portal.web.models import Rate
from tests.one_database import templates  # noqa: F401 - a fixture

DEEP = ("[" * 9_000, "[" * 9_000 + "]" * 9_000, '{"a":' * 6_000 + "1" + "}" * 6_000)
LONG = ('"' + "a" * 400_000 + '"', "[" + "1," * 200_000 + "1]", " " * 400_000)
WRONG = (
    "",
    "nonsense",
    "NaN",
    "[Infinity]",
    '"\\ud800"',
    '{"a": "\\udfff"}',
    "1" * 5_000,
    "[1",
    '"',
    "\x00",
)
# Where the portal reads JSON without bounds: what it wrote itself just before, or keeps itself.
OWN = {
    "portal/bounded_json.py": "the one place that reads what others wrote",
    "portal/cli/gallery/marking.py": "a command on a demo, of the demo's own answer",
    "portal/db.py": "columns of the portal's own",
    "portal/sign_in/passkeys.py": "options that the library has just written, twice",
}  # fmt: skip
READERS = {"loads", "load", "get_json", "json"}


def readers(path) -> list[str]:
    """Calls that read JSON: json.loads and json.load, and the methods of requests and answers."""
    found = []
    for each in ast.walk(ast.parse(path.read_text())):
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute):
            name, of = each.func.attr, each.func.value
            of_json = isinstance(of, ast.Name) and of.id == "json"
            if (
                name == "get_json"
                or (name == "json" and not each.args)
                or (of_json and name in READERS)
            ):
                found.append(name)
        if (
            isinstance(each, ast.Attribute)
            and each.attr == "json"
            and isinstance(each.value, ast.Name)
        ):
            found += ["json"] if each.value.id == "request" else []
    return found


def test_whatever_others_wrote_is_read_in_one_place():
    found = {
        str(path.relative_to(ROOT)): len(calls)
        for path in (ROOT / "portal").rglob("*.py")
        if (calls := readers(path))
    }
    assert set(found) == set(OWN)
    assert found["portal/sign_in/passkeys.py"] == 2


@pytest.mark.parametrize("written", [*DEEP, *LONG, *WRONG])
def test_what_is_no_json_or_too_much_is_not_read(written):
    for form in (written, written.encode()):
        with pytest.raises(bounded_json.NotReadable) as found:
            bounded_json.read(form, most=100_000)
        assert len(str(found.value)) < 20


def test_what_is_meant_is_read():
    said = {"a": [1, 2.5, None, True, {"b": "[[[[[[[[[[[[[[[[[[[["}], "c": 'å "{" \\'}
    assert bounded_json.read_object(json.dumps(said), most=1_000) == said
    assert bounded_json.read("[" * 16 + "]" * 16, most=100) is not None
    for other in ("[]", "1", '"a"', "null"):
        with pytest.raises(bounded_json.NotReadable):
            bounded_json.read_object(other, most=100)


def in_client_data(text: str) -> str:
    """An answer whose inner JSON, which comes in base64, is hostile."""
    inner = base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()
    return json.dumps({"rawId": "AA", "response": {"clientDataJSON": inner, "userHandle": "AA"}})


KINDS = (1, None, [], {}, True, "å", "AA", 1.5)
SHAPES = [
    json.dumps({"rawId": each, "id": each, "type": "public-key", "response": {
        "clientDataJSON": each, "userHandle": each, "authenticatorData": each, "signature": each,
    }})
    for each in KINDS
] + [json.dumps({"rawId": "AA", "response": each}) for each in KINDS]  # fmt: skip
ANSWERS = [*DEEP, *LONG, *WRONG, *map(in_client_data, (*DEEP, *WRONG)), *SHAPES]
ANSWERS += [in_client_data(json.dumps({"challenge": each})) for each in KINDS]


def test_no_answer_of_a_passkey_makes_the_door_fall(reader, database):
    for number, answer in enumerate(ANSWERS):
        nobody = reader(None, "en")
        token = nobody.get("/sign-in").soup.select_one("input[name=csrf_token]")["value"]
        sent = {"data": {"csrf_token": token, "answer": answer}, "base_url": "http://localhost",
                "environ_base": {"REMOTE_ADDR": f"203.0.113.{number}"}}  # fmt: skip
        only = sent | {"data": {"csrf_token": token}}
        assert nobody.client.post("/sign-in/passkey/offer", **only).status_code == 200
        got = nobody.client.post("/sign-in/passkey", **sent)
        assert got.status_code in (400, 413, 422), (got.status_code, answer[:80])
        with database.writing() as db, db.begin():
            db.execute(delete(Rate))  # several name the same passkey


PLACE = Place("localhost", "http://localhost")
ARRAYS = b"\x81" * 9_000  # CBOR: each holds the next
HALF = b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff"  # an array of more than there can be


@pytest.mark.parametrize("made", [ARRAYS, HALF, b"", b"\xa0", b"\xa1\x68authData\x40", *KINDS])
@pytest.mark.parametrize(
    "more", [{}, {"type": 1, "origin": []}, {"type": "webauthn.create", "origin": 7}]
)
def test_whatever_the_library_trips_over_is_a_refusal(do, actor, made, more):
    rim = actor("rim")
    challenge = do(passkeys.offer_adding, rim, PLACE)["challenge"]
    said = made if not isinstance(made, bytes) else base64.urlsafe_b64encode(made).decode()
    inner = json.dumps({"challenge": challenge, **more}).encode()
    answer = json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {
        "clientDataJSON": base64.urlsafe_b64encode(inner).decode(), "attestationObject": said,
    }})  # fmt: skip
    with pytest.raises(Refused):
        do(passkeys.add, rim, PLACE, answer, "")


@pytest.mark.parametrize(
    "head",
    [
        "[" * 9_000,
        "{}",
        "[1]",
        '{"fault": "cleaned"}',
        '{"fault": 7}',
        '{"fault": "__name__", "cause": ""}',
        "",
    ],
)
def test_a_process_that_a_file_has_taken_over_says_nothing_but_damaged(monkeypatch, head):
    monkeypatch.setattr(attachment_content, "OPENING", ("-c", f"print({head!r})"))
    with pytest.raises(Damaged):
        attachment_content.cleaned(b"whatever it was")


@pytest.mark.parametrize("body", [*DEEP, *WRONG, "[]", "7"])
def test_an_answer_of_the_sms_provider_that_cannot_be_read_is_tried_again(body):
    with pytest.raises(TryAgain, match="sms_unreadable"):
        sms._record(body.encode(errors="replace"))
